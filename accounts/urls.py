"""Addresses about people, below the language prefix. Login itself stands at /accounts/."""

urlpatterns = []
