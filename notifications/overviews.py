"""Daily overviews: one mail a person and working day, with what was not told since the last one.

What happens by day waits for the next morning. But then nothing is counted by the clock: an
overview takes whatever is in none yet, so that a day on which none was made is made good by the
next one.
"""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from notifications.delivery import why_not
from notifications.enums import NotificationState, Way
from notifications.events import DAILY_OVERVIEW
from notifications.models import Notification
from notifications.working_time import DAY_BEGINS, is_working_time

logger = logging.getLogger(__name__)


def make_overviews(at: datetime) -> int:
    """Everybody with something to be told has today's overview; return how many were made now."""
    return sum(_make_overview(person, at) for person in people_waiting(at))


def people_waiting(at: datetime) -> list[int | None]:
    """Return the keys of whoever gets an overview at that moment, if there is something to tell.

    Nobody by night, at weekends and on holidays; nobody who had today's already; and nobody for
    whom nothing happened before this morning.
    """
    if not is_working_time(at):
        return []
    morning = datetime.combine(timezone.localdate(at), DAY_BEGINS, timezone.get_default_timezone())
    had = Notification.objects.filter(once=_once_on(at), recipient__isnull=False)
    waiting = Notification.objects.waiting_for_overview().filter(created_at__lte=morning)
    others = waiting.exclude(recipient__in=had.values("recipient")).order_by("recipient")
    return list(others.values_list("recipient", flat=True).distinct())


def parts_by_fate(person: int | None, at: datetime) -> tuple[list[Notification], dict[str, list]]:
    """Return what an overview would tell this person, and by reason what will not be mailed."""
    waiting = Notification.objects.waiting_for_overview().filter(recipient=person)
    told, untold = [], {}
    for row in waiting.filter(created_at__lte=at).with_reader():
        because = _why_untold(row)
        untold.setdefault(because, []).append(row) if because else told.append(row)
    return told, untold


def _why_untold(row: Notification) -> str:
    """Return why it will not be told; what cannot say whether it still holds is told."""
    try:
        return why_not(row)
    except Exception as error:  # one broken event holds up nobody's overview
        logger.error("%s cannot say whether it holds: %s.", row.event_key, type(error).__name__)
        return ""


def _once_on(at: datetime) -> str:
    """Return by what the overviews of a day are known to be the only ones."""
    return f"overview {timezone.localdate(at)}"


def _make_overview(person: int | None, at: datetime) -> bool:
    """Say whether an overview was made. Whoever makes the same one at the same time comes second,
    and changes nothing.
    """
    try:
        with transaction.atomic():
            if person is not None:
                User.objects.select_for_update().filter(pk=person).first()
            Notification.objects.waiting_for_overview().filter(recipient=person).locked()
            told, untold = parts_by_fate(person, at)
            for because, rows in untold.items():
                _of(rows).update(state=NotificationState.SUPPRESSED, suppressed_because=because)
            if told:
                _of(told).update(overview=_overview_for(told, at))
    except IntegrityError:  # today's was made already
        return False
    return bool(told)


def _overview_for(told: list[Notification], at: datetime) -> Notification:
    first, last = told[0], told[-1]
    return Notification.objects.create(
        event_key=DAILY_OVERVIEW.key,
        recipient=first.recipient,
        once=_once_on(at),
        origin=last.origin,
        created_at=at,
        in_inbox=False,
        way=Way.AT_ONCE,
        try_after=at,
    )


def _of(rows: list[Notification]):
    return Notification.objects.filter(pk__in=[row.pk for row in rows])
