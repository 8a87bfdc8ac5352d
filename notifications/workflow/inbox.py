"""Reading what one was told. What is read in the portal before it was mailed is not mailed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
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
    return _mark(_those_of(person, notifications).unread(), read_at=at or timezone.now())


def mark_unread(*, notifications: Iterable[Notification], person: User) -> int:
    """Those of them that are in the person's inbox are unread; return how many were read."""
    return _mark(_those_of(person, notifications).exclude(read_at=None), read_at=None)


def mark_all_read(*, person: User, at: datetime | None = None) -> int:
    """Nothing in the person's inbox is unread; return how many were."""
    unread = Notification.objects.inbox_of(person).unread()
    return _mark(unread, read_at=at or timezone.now())


@transaction.atomic
def _mark(rows: NotificationQuerySet, *, read_at: datetime | None) -> int:
    """These rows say so; return how many. A worker may be noting what came of them."""
    return Notification.objects.filter(pk__in=rows.locked()).update(read_at=read_at)


def _those_of(person: User, notifications: Iterable[Notification]) -> NotificationQuerySet:
    keys = [row.pk for row in notifications]
    return Notification.objects.inbox_of(person).filter(pk__in=keys)
