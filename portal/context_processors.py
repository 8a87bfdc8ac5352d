"""What every page of the portal needs."""

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from core.models import ExampleSet
from notifications.models import Notification
from workagendas.models import WorkAgenda

EXAMPLES, AGENDAS = "examples", "agendas"


def site(request: HttpRequest) -> dict:
    """Return the scheme and host of this request, for absolute links, and whom to write to."""
    unread = SimpleLazyObject(lambda: _unread_count(request))
    there_is = SimpleLazyObject(_what_there_is)
    return {
        "origin": f"{request.scheme}://{request.get_host()}",
        "contact_email": settings.CONTACT_EMAIL,
        "shows_examples": SimpleLazyObject(lambda: EXAMPLES in there_is),
        "has_agendas": SimpleLazyObject(lambda: AGENDAS in there_is),
        # Lazy: a public page never asks who reads it.
        "unread_count": unread,
        "desk_items": SimpleLazyObject(lambda: _desk_items(request, unread)),
    }


def _what_there_is() -> frozenset[str]:
    """Return whether there is example content and whether there are agendas, in one query.

    A database that does not answer spoils no error page.
    """
    examples = ExampleSet.objects.order_by().values_list(Value(EXAMPLES))
    agendas = WorkAgenda.objects.published().order_by().values_list(Value(AGENDAS))
    try:
        return frozenset(word for (word,) in examples.union(agendas))
    except DatabaseError:
        return frozenset()


def _unread_count(request: HttpRequest) -> int:
    """Return how many messages wait unread in this person's inbox."""
    if not request.user.is_authenticated:
        return 0
    return Notification.objects.inbox_of(request.user).unread().count()


def _desk_items(request: HttpRequest, unread: int) -> list[dict[str, str]]:
    """Return the pages of "my desk" that this person's roles open: `text` and `url` of each."""
    inbox = _("Inbox ({number})").format(number=unread) if unread else _("Inbox")
    items = [
        ("desk", _("My desk"), None),
        ("inbox", inbox, None),
        ("desk_agendas", _("Work agendas"), None),
        ("translations", _("Translations"), "portal.translate"),
        ("people", _("People"), "accounts.view_people"),
        ("audit", _("Audit log"), "core.view_auditentry"),
        ("profile", _("Profile"), None),
        ("security", _("Security"), None),
        ("admin:index", _("Back office"), "core.open_back_office"),
    ]
    return [
        {"text": text, "url": reverse(name)}
        for name, text, permission in items
        if permission is None or request.user.has_perm(permission)
    ]
