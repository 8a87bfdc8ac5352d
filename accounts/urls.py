"""Addresses about people, below the language prefix. Login itself stands at /accounts/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.views import audit, invitations, people, profile, security

urlpatterns = [
    path(_("my/profile/"), profile.profile, name="profile"),
    path(_("my/profile/data/"), profile.own_data, name="own_data"),
    path(_("my/security/"), security.security, name="security"),
    path(_("my/people/"), people.people, name="people"),
    path(_("my/people/<uuid:uid>/"), people.person, name="person"),
    path(_("my/invitations/new/"), invitations.invite, name="invite"),
    path(_("my/audit/"), audit.audit, name="audit"),
    path(_("invitation/<str:token>/"), invitations.accept, name="invitation"),
]
