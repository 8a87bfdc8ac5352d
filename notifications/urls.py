"""Addresses of the inbox and of what is mailed, below the language prefix."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from notifications.views import choices, inbox, unsubscribe

urlpatterns = [
    path(_("my/inbox/"), inbox.inbox, name="inbox"),
    path(_("my/inbox/preferences/"), choices.mail_choices, name="mail_choices"),
    path(_("my/inbox/<uuid:uid>/"), inbox.notice, name="notice"),
    path(_("inbox/unsubscribe/<str:token>/"), unsubscribe.unsubscribe, name="unsubscribe"),
]
