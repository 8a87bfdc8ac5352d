"""Mails on their way: which are taken in hand, what came of each, and when to try again.

A mail is sent at least once: it is marked as sent after the server took it, so whoever dies in
between leaves it to be sent again, with the same Message-ID. A row that is marked is never sent
again. Mails go out between two short transactions, never inside one.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection as database
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Role, has_role
from core.announce import Urgency
from notifications.enums import NotificationState, Suppressed, Way
from notifications.letters import mail_of
from notifications.models import MOST_TRIES, Notification, Preference
from notifications.models.notification import NotificationQuerySet, lease
from notifications.post import Post
from notifications.working_time import next_working_time

logger = logging.getLogger(__name__)

MOST_IN_A_BATCH = 100
SHARE_OF_LEASE = 0.3  # for how long a task begins batches, and a batch mails: twice that, and
# one slow mail more, end before Celery's limits
MOST_BREAKS = 3  # of the connection, in one batch
FREE = {"claimed_by": None, "claimed_until": None}
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))


class Batch(NamedTuple):
    """Mails that nobody else sends as long as they are in hand.

    None is begun after `stops_at` (of `time.monotonic`): who slept meanwhile may have lost them.
    """

    uid: UUID
    mails: list[Notification]
    stops_at: float

    @property
    def is_full(self) -> bool:
        return len(self.mails) == MOST_IN_A_BATCH


class Outcome(NamedTuple):
    """What came of one mail: why it failed, or why it is not mailed; neither when it was sent."""

    mail: Notification
    failure: str = ""
    suppressed_because: str = ""


def take_in_hand(at: datetime) -> Batch:
    """Return up to a hundred mails that are due; nobody else takes them until the lease ends."""
    uid = uuid4()
    stops_at = time.monotonic() + settings.MAIL_LEASE_SECONDS * SHARE_OF_LEASE
    with transaction.atomic():
        due = Notification.objects.due(at).select_for_update(
            # SQLite has no locks of rows: there, whoever comes second waits.
            skip_locked=database.features.has_select_for_update_skip_locked
        )
        keys = list(due.values_list("pk", flat=True)[:MOST_IN_A_BATCH])
        if keys:
            taken = Notification.objects.filter(pk__in=keys)
            taken.update(claimed_by=uid, claimed_until=at + lease())
    mails = Notification.objects.filter(claimed_by=uid) if keys else Notification.objects.none()
    with_reader = mails.with_reader()
    return Batch(uid, list(with_reader.order_by("try_after", "id")), stops_at)


def send(batch: Batch) -> bool:
    """Every mail of the batch was tried once, or is free again for another batch.

    Return whether all were tried.
    """
    outcomes: list[Outcome] = []
    try:
        for outcome in _outcomes_of(batch):
            outcomes.append(outcome)
    finally:
        _note(batch, outcomes)
    return len(outcomes) == len(batch.mails)


def _outcomes_of(batch: Batch) -> Iterable[Outcome]:
    """Give what came of each mail; ends early when time is up, or the connection keeps breaking.

    Mails that were not reached wait for another batch. When no connection can be made, they count
    as tried: they would have failed too.
    """
    post = Post()
    try:
        for mail in batch.mails:
            if time.monotonic() > batch.stops_at or post.breaks == MOST_BREAKS:
                return
            yield _outcome_of(mail, post)
    finally:
        post.close()


def _outcome_of(mail: Notification, post: Post) -> Outcome:
    try:
        if because := why_not(mail):
            return Outcome(mail, suppressed_because=because)
        message = mail_of(mail)
        message.message()  # an address or a header that cannot be written shows here
    except Exception as error:
        # Whatever is wrong with one event's words, the other mails go.
        said = f"The mail could not be written: {type(error).__name__}."
        logger.error("%s (%s)", said, mail.event_key)
        return Outcome(mail, failure=said)
    return Outcome(mail, failure=post.send(message))


def why_not(mail: Notification) -> str:
    """Return why a mail is not to be sent after all; nothing when it is."""
    person, event = mail.recipient, mail.event
    if not mail.goes_to or (person and not person.is_active):
        return Suppressed.NO_ACCOUNT
    if event and event.still_holds and not event.still_holds(mail.facts):
        return Suppressed.OUTDATED
    if person is None or event is None or event.urgency == Urgency.SECURITY:
        return ""
    if mail.read_at:
        return Suppressed.READ
    if (event.to_secretariat or mail.meant_for) and not has_role(person, Role.SECRETARIAT):
        return Suppressed.LEFT
    preference = getattr(person, "mail_preference", None) or Preference()
    return Suppressed.CHOICE if preference.way_of(event) == Way.INBOX else ""


def _note(batch: Batch, outcomes: list[Outcome]) -> None:
    """What came of each mail is stored; what was not reached is free again.

    Only rows that this batch still has in hand: another one may have them by now.
    """
    at = timezone.now()
    failed = [outcome for outcome in outcomes if outcome.failure]
    sent = [each.mail.pk for each in outcomes if not (each.failure or each.suppressed_because)]
    keys = [mail.pk for mail in batch.mails]
    with transaction.atomic():
        Notification.objects.filter(Q(pk__in=keys) | Q(overview__in=keys)).locked()
        in_hand = Notification.objects.filter(claimed_by=batch.uid).pending()
        _settle(in_hand.filter(pk__in=sent), state=NotificationState.SENT, sent_at=at)
        for because in Suppressed:
            keys = [each.mail.pk for each in outcomes if each.suppressed_because == because]
            if keys:
                state = NotificationState.SUPPRESSED
                _settle(in_hand.filter(pk__in=keys), state=state, suppressed_because=because)
        for outcome in failed:
            _note_failure(in_hand.filter(pk=outcome.mail.pk), outcome, at)
        Notification.objects.filter(claimed_by=batch.uid).update(**FREE)


def _note_failure(row: NotificationQuerySet, outcome: Outcome, at: datetime) -> None:
    mail = outcome.mail
    tries = mail.tries + 1
    if tries >= MOST_TRIES:
        logger.error("A mail failed for good after %s tries (%s).", tries, mail.event_key)
        failed = NotificationState.FAILED
        _settle(row, state=failed, tries=tries, failure=outcome.failure)
        return
    again = at + PAUSES[tries - 1]
    if mail.event and mail.event.urgency != Urgency.SECURITY:
        again = next_working_time(again)
    row.update(tries=tries, failure=outcome.failure, try_after=again)


def _settle(rows: NotificationQuerySet, **values) -> None:
    """The mails are done with; what a daily overview told is done with it."""
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return
    Notification.objects.filter(pk__in=keys).update(**values, **FREE)
    told = {name: value for name, value in values.items() if name != "tries"}
    Notification.objects.pending().filter(overview__in=keys).update(**told)
