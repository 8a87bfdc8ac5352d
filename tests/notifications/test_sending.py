"""Sending a mail again that failed for good: who may, what it does, and what goes with it."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from accounts.roles import Role
from core.errors import EditedMeanwhile, ForbiddenTransition, NotAllowed
from core.models import AuditEntry
from notifications.enums import NotificationAct, NotificationState, Suppressed, Way
from notifications.models import MOST_TRIES, Notification
from notifications.workflow.sending import send_again, send_several_again
from tests.factories.accounts import make_person
from tests.factories.notifications import NotificationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]

BY_DAY = datetime(2026, 12, 17, 10, tzinfo=UTC)  # a Thursday
FAILED = {"state": NotificationState.FAILED, "failure": "550 Unknown"}


@pytest.fixture(autouse=True)
def _by_day():
    with time_machine.travel(BY_DAY, tick=True):
        yield


@pytest.fixture
def secretary() -> User:
    return make_person(Role.SECRETARIAT)


@pytest.fixture
def failed() -> Notification:
    return NotificationFactory(**FAILED, tries=MOST_TRIES, in_inbox=False)


def test_the_mail_goes_out_after_the_commit_as_if_never_tried(failed, secretary):
    send_again(notification=failed, by=secretary)
    (message,) = mail.outbox
    assert message.to == [failed.recipient.email]
    assert message.extra_headers["Message-ID"] == failed.message_id
    failed.refresh_from_db()
    assert (failed.state, failed.tries, failed.failure) == (NotificationState.SENT, 0, "")


def test_a_mail_that_fails_again_has_all_its_tries(failed, secretary, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody answers
    send_again(notification=failed, by=secretary)
    failed.refresh_from_db()
    assert (failed.state, failed.tries) == (NotificationState.PENDING, 1)
    assert failed.try_after > BY_DAY


def test_it_is_recorded_who_had_it_sent_again(failed, secretary):
    send_again(notification=failed, by=secretary, at=BY_DAY)
    entry = AuditEntry.objects.get(act=NotificationAct.SENT_AGAIN)
    assert (entry.actor, entry.object_uid, entry.at) == (secretary.uid, failed.uid, BY_DAY)


def test_what_an_overview_told_waits_with_it(secretary, failed):
    parts = NotificationFactory.create_batch(2, **FAILED, way=Way.DAILY, overview=failed)
    read = NotificationFactory(
        state=NotificationState.SUPPRESSED,
        suppressed_because=Suppressed.READ,
        way=Way.DAILY,
        overview=failed,
    )
    send_again(notification=failed, by=secretary)
    told = Notification.objects.filter(pk__in=[part.pk for part in parts])
    assert {(row.state, row.failure) for row in told} == {(NotificationState.SENT, "")}
    read.refresh_from_db()
    assert read.state == NotificationState.SUPPRESSED


def test_a_part_of_an_overview_goes_with_the_whole(secretary, failed):
    part = NotificationFactory(**FAILED, way=Way.DAILY, overview=failed)
    send_again(notification=part, by=secretary)
    assert len(mail.outbox) == 1
    part.refresh_from_db()
    failed.refresh_from_db()
    assert part.state == failed.state == NotificationState.SENT


def test_a_part_whose_overview_is_gone_waits_for_the_next(secretary):
    part = NotificationFactory(**FAILED, way=Way.DAILY)
    send_again(notification=part, by=secretary)
    assert part in Notification.objects.waiting_for_overview()


@pytest.mark.parametrize(
    "state",
    [
        {"state": NotificationState.PENDING},
        {"state": NotificationState.SENT},
        {"state": NotificationState.SUPPRESSED, "suppressed_because": Suppressed.READ},
    ],
    ids=lambda state: state["state"],
)
def test_only_what_failed_is_sent_again(state, secretary):
    row = NotificationFactory(**state)
    with pytest.raises(ForbiddenTransition):
        send_again(notification=row, by=secretary)
    assert mail.outbox == []
    assert not AuditEntry.objects.filter(act=NotificationAct.SENT_AGAIN).exists()


def test_of_two_who_send_it_again_the_second_is_told(failed, secretary):
    stale = Notification.objects.get(pk=failed.pk)
    send_again(notification=failed, by=secretary)
    with pytest.raises(ForbiddenTransition):
        send_again(notification=stale, by=secretary)
    assert len(mail.outbox) == 1


def test_what_is_gone_meanwhile_is_not_sent(failed, secretary):
    Notification.objects.all().delete()
    with pytest.raises(EditedMeanwhile):
        send_again(notification=failed, by=secretary)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT, Role.ADMINISTRATOR}))
def test_who_does_not_look_after_mails_sends_none_again(role, failed):
    with pytest.raises(NotAllowed):
        send_again(notification=failed, by=make_person(role))
    failed.refresh_from_db()
    assert failed.state == NotificationState.FAILED


def test_of_several_those_that_failed_go(failed, secretary):
    sent = NotificationFactory()
    part = NotificationFactory(**FAILED, way=Way.DAILY, overview=failed)
    rows = [failed, sent, part, NotificationFactory(**FAILED)]
    assert send_several_again(notifications=rows, by=secretary) == 2
    assert len(mail.outbox) == 2
