"""Mails that wait, as acts left them behind."""

from accounts.events import TOKEN_MADE
from notifications.enums import NotificationState
from notifications.models import Notification
from tests.factories.notifications import NotificationFactory


def make_waiting(number: int, **fields) -> list[Notification]:
    """Return so many mails that are due, each to somebody else, the oldest first."""
    fields = {"event_key": TOKEN_MADE.key, "state": NotificationState.PENDING} | fields
    return NotificationFactory.create_batch(number, **fields)
