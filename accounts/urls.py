"""Addresses about people, below the language prefix. Login itself stands at /accounts/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.views import accept, audit, invitations, people, person, profile, security, tokens

urlpatterns = [
    path(_("my/profile/"), profile.profile, name="profile"),
    path(_("my/profile/data/"), profile.own_data, name="own_data"),
    path(_("my/security/"), security.security, name="security"),
    path(_("my/tokens/"), tokens.tokens, name="tokens"),
    path(_("my/tokens/new/"), tokens.make_token, name="make_token"),
    path(_("my/tokens/<uuid:uid>/revoke/"), tokens.revoke_token, name="revoke_token"),
    path(_("my/people/"), people.people, name="people"),
    path(_("my/people/<uuid:uid>/"), person.person, name="person"),
    path(_("my/people/<uuid:uid>/disable/"), person.disable, name="disable"),
    path(_("my/people/<uuid:uid>/enable/"), person.enable, name="enable"),
    path(_("my/people/<uuid:uid>/roles/"), person.roles, name="change_roles"),
    path(_("my/people/<uuid:uid>/move/"), person.move, name="move"),
    path(_("my/people/<uuid:uid>/deputy/"), person.name_deputy, name="name_deputy"),
    path(_("my/deputies/<uuid:uid>/end/"), person.end_deputy, name="end_deputy"),
    path(_("my/invitations/new/"), invitations.invite, name="invite"),
    path(_("my/invitations/<uuid:uid>/again/"), invitations.send_again, name="send_again"),
    path(_("my/invitations/<uuid:uid>/withdraw/"), invitations.withdraw, name="withdraw"),
    path(_("my/audit/"), audit.audit, name="audit"),
    path(_("my/audit/download/"), audit.download, name="audit_download"),
    path(_("invitation/"), accept.accept, name="accept_invitation"),
    path(_("invitation/<str:token>/"), accept.follow, name="invitation"),
]
