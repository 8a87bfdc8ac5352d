"""How the queue of mails stands: for the readiness check, and for who looks after the mails."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min

from notifications.enums import Way
from notifications.models import Notification


class QueueHealth(NamedTuple):
    """`waiting` mails could go out now, the oldest of them for `oldest_seconds` (None: there is
    none); `failed` mails are tried no more until somebody sends them again.
    """

    waiting: int
    failed: int
    oldest_seconds: int | None


def queue_health(at: datetime) -> QueueHealth:
    """Return how the queue stands at that moment. What a worker has in hand still waits."""
    due = Notification.objects.pending().filter(way=Way.AT_ONCE, try_after__lte=at)
    queue = due.aggregate(waiting=Count("pk"), since=Min("try_after"))
    since = queue["since"]
    return QueueHealth(
        waiting=queue["waiting"],
        failed=Notification.objects.failed().count(),
        oldest_seconds=None if since is None else int((at - since).total_seconds()),
    )
