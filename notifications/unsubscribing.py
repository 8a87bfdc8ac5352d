"""The links by which a mail's reader is written no more such mails, without logging in."""

from typing import NamedTuple
from uuid import UUID

from django.core import signing
from django.urls import reverse

SALT = "notifications.unsubscribe"


class Unwanted(NamedTuple):
    """Who does not want mails about which event."""

    person: UUID
    event_key: str


def unsubscribe_path(unwanted: Unwanted) -> str:
    """Return the address of the page, in the language that is active. It works for ever."""
    token = signing.dumps([str(unwanted.person), unwanted.event_key], salt=SALT)
    return reverse("unsubscribe", kwargs={"token": token})


def unwanted_in(token: str) -> Unwanted | None:
    """Return what the link says; None for one that the portal did not make."""
    try:
        person, event_key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Unwanted(UUID(person), event_key)
