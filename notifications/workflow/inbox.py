"""Reading what one was told. What is read in the portal before it was mailed is not mailed."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from notifications.models import Notification
from notifications.models.notification import NotificationQuerySet


def mark_read(
    *, notifications: Iterable[Notification], person: User, at: datetime | None = None
) -> int:
    """Those of them that are in the person's inbox are read; return how many were not before.

    What was read already keeps its moment.
    """
    return _read(_those_of(person, notifications), at)


def mark_unread(*, notifications: Iterable[Notification], person: User) -> int:
    """Those of them that are in the person's inbox are unread; return how many were read."""
    return _those_of(person, notifications).exclude(read_at=None).update(read_at=None)


def mark_all_read(*, person: User, at: datetime | None = None) -> int:
    """Nothing in the person's inbox is unread; return how many were."""
    return _read(Notification.objects.inbox_of(person), at)


def _read(rows: NotificationQuerySet, at: datetime | None) -> int:
    return rows.unread().update(read_at=at or timezone.now())


def _those_of(person: User, notifications: Iterable[Notification]) -> NotificationQuerySet:
    keys = [row.pk for row in notifications]
    return Notification.objects.inbox_of(person).filter(pk__in=keys)
