"""Sending a mail again that failed for good."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.commit import once_after_commit
from core.errors import EditedMeanwhile, ForbiddenTransition
from core.permissions import require
from notifications.enums import NOTIFICATION_TRANSITIONS, NotificationAct, NotificationState
from notifications.models import Notification
from notifications.tasks import ask_to_deliver


@transaction.atomic
def send_again(*, notification: Notification, by: User, at: datetime | None = None) -> None:
    """The mail is on its way again, as if it had never been tried.

    What was told in a daily overview goes with the whole overview. Raises `NotAllowed`,
    `ForbiddenTransition` for a mail that has not failed, and `EditedMeanwhile` for one that is
    gone.
    """
    require(by, "notifications.send_again", notification)
    at = at or timezone.now()
    key = notification.overview_id or notification.pk
    mail = Notification.objects.select_for_update().filter(pk=key).first()
    if mail is None:
        raise EditedMeanwhile(notification)
    wanted = NotificationState.PENDING
    NOTIFICATION_TRANSITIONS.check(NotificationState(mail.state), wanted)
    mail.state, mail.tries, mail.failure, mail.try_after = wanted, 0, "", at
    mail.save()
    mail.parts.failed().update(state=wanted, failure="")
    audit.record(NotificationAct.SENT_AGAIN, by=by, on=mail, at=at)
    once_after_commit(ask_to_deliver)


@transaction.atomic
def send_several_again(
    *, notifications: Iterable[Notification], by: User, at: datetime | None = None
) -> int:
    """Those of the mails that have failed are on their way again; return how many.

    Raises `NotAllowed`.
    """
    number = 0
    for notification in sorted(notifications, key=lambda row: row.pk):  # as rows are locked
        with suppress(ForbiddenTransition, EditedMeanwhile):
            send_again(notification=notification, by=by, at=at)
            number += 1
    return number
