"""How the queue of mails stands: for the readiness check, and for who looks after the mails."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min, Q

from notifications.enums import Way
from notifications.models import Notification


class QueueHealth(NamedTuple):
    """`waiting` mails could go out now, the oldest of them for `oldest_seconds` (None: there is
    none); `refused` mails were tried and will be again, later; `failed` mails are tried no more
    until somebody sends them again.
    """

    waiting: int
    failed: int
    oldest_seconds: int | None
    refused: int = 0


def queue_health(at: datetime) -> QueueHealth:
    """Return how the queue stands at that moment. What a worker has in hand still waits."""
    due, tried_before = Q(try_after__lte=at), Q(try_after__gt=at, tries__gt=0)
    queue = Notification.objects.pending().filter(due | tried_before, way=Way.AT_ONCE)
    queue = queue.aggregate(
        waiting=Count("pk", filter=due),
        since=Min("try_after", filter=due),
        refused=Count("pk", filter=tried_before),
    )
    since = queue["since"]
    return QueueHealth(
        waiting=queue["waiting"],
        failed=Notification.objects.failed().count(),
        oldest_seconds=None if since is None else int((at - since).total_seconds()),
        refused=queue["refused"],
    )
