"""Addresses of the charter's own pages, below the language prefix."""

from django.urls import path

from charter import views

urlpatterns = [
    path("charter/", views.charter, name="charter"),
    path("charter/<int:year>/", views.charter_of_year, name="charter_of_year"),
]
