"""The outbox: who is to hear of an event, written down in the transaction that caused it."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.announce import Address, Event, Urgency
from core.commit import once_after_commit
from core.origin import portal_origin
from notifications.enums import NotificationState, Suppressed, Way
from notifications.models import Notification, Preference
from notifications.tasks import ask_to_deliver
from notifications.working_time import next_working_time

logger = logging.getLogger(__name__)


def notify(
    event: Event,
    *,
    subject: Model | None,
    by: Model | None,
    at: datetime | None = None,
    recipients: Iterable[User | Address] = (),
    facts: dict | None = None,
    meant_for: str = "",
    once: str = "",
) -> None:
    """Each recipient has a notification; those that are mailed at once go out after the commit.

    An event that is the secretariat's goes to everybody there. When nobody can receive it, the
    secretariat does, and reads that it was `meant_for` somebody else: say whom, or the recipients'
    names are taken. What is about somebody's own account goes to nobody else. With `once` (a
    key of the caller's), nobody is told of the same thing twice. `by` is kept by the audit, not
    here. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A notification is written in the transaction of what caused it.")
    at = at or timezone.now()
    wanted = _secretariat() if event.to_secretariat else list(dict.fromkeys(recipients))
    reached = [each for each in wanted if _can_receive(each)]
    if reached or event.urgency == Urgency.SECURITY:
        meant_for = ""
    else:
        names = ", ".join(str(each) for each in wanted if isinstance(each, User))
        meant_for = (meant_for or names)[: Notification._meta.get_field("meant_for").max_length]
        reached = _secretariat()
    common = {
        "event_key": event.key,
        "subject_type": subject._meta.label_lower if subject is not None else "",
        "subject_uid": getattr(subject, "uid", None),
        "facts": facts or {},
        "meant_for": meant_for,
        "once": once,
        "origin": portal_origin(),
        "created_at": at,
    }
    rows = _rows_for(event, reached, at, common) or [_for_nobody(event, at, common)]
    Notification.objects.bulk_create(rows, ignore_conflicts=bool(once))
    if any(row.way == Way.AT_ONCE and row.try_after <= at for row in rows):
        once_after_commit(ask_to_deliver)


def _secretariat() -> list[User]:
    return list(User.objects.with_role(Role.SECRETARIAT).order_by("pk"))


def _can_receive(recipient: User | Address) -> bool:
    return isinstance(recipient, Address) or recipient.is_active


def _rows_for(
    event: Event, recipients: list[User | Address], at: datetime, common: dict
) -> list[Notification]:
    # Where security is concerned nobody has a choice, so that none is looked up.
    chosen = {} if event.urgency == Urgency.SECURITY else _choices_of(recipients)
    rows = []
    for recipient in recipients:
        if isinstance(recipient, Address):
            whom = {"address": recipient.email, "language": recipient.language, "in_inbox": False}
            way = Way.AT_ONCE
        else:
            whom = {"recipient": recipient, "in_inbox": event.in_inbox}
            if event.urgency == Urgency.SECURITY:
                # As it is now: whoever got in and changes the address does not get the warning.
                whom["address"] = recipient.email
            way = chosen.get(recipient.pk, Preference()).way_of(event)
        rows.append(Notification(**common, **whom, **_mailed(event, way, at)))
    return rows


def _choices_of(recipients: list[User | Address]) -> dict[int, Preference]:
    """Return what is known of the wishes of these people, by their keys."""
    people = [each.pk for each in recipients if isinstance(each, User)]
    return {row.person_id: row for row in Preference.objects.filter(person__in=people)}


def _mailed(event: Event, way: Way, at: datetime) -> dict:
    """Return how and when this is mailed."""
    if way == Way.INBOX:
        state, because = NotificationState.SUPPRESSED, Suppressed.CHOICE
        return {"way": way, "state": state, "suppressed_because": because, "try_after": at}
    is_urgent = event.urgency == Urgency.SECURITY or way == Way.DAILY
    return {"way": way, "try_after": at if is_urgent else next_working_time(at)}


def _for_nobody(event: Event, at: datetime, common: dict) -> Notification:
    """Return the row that keeps what nobody could be told, for the back office."""
    is_private = event.urgency == Urgency.SECURITY
    if not is_private:
        logger.error("Nobody can be told of “%s”, not even the secretariat.", event.key)
    return Notification(
        **common,
        in_inbox=False,
        way=Way.INBOX,
        state=NotificationState.SUPPRESSED,
        suppressed_because=Suppressed.NO_ACCOUNT if is_private else Suppressed.NOBODY,
        try_after=at,
    )
