"""Addresses of the partners' own pages, below the language prefix."""

from django.urls import path

from partners import views

urlpatterns = [path("partners/", views.partners, name="partners")]
