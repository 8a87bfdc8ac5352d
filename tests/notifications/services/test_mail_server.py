"""The mail server refuses, hangs or hangs up: only what failed is tried again."""

import socket
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import tasks
from notifications.delivery import MOST_BREAKS, PAUSES
from notifications.enums import NotificationState
from notifications.models import MOST_TRIES, Notification
from tests.notifications.services.sink import HOST, Fault
from tests.notifications.services.waiting import make_waiting

pytestmark = [pytest.mark.db, pytest.mark.django_db]
PENDING, SENT = NotificationState.PENDING, NotificationState.SENT


@pytest.fixture
def five(db) -> list[Notification]:
    """Five mails that are due, the oldest first."""
    return make_waiting(5)


def deliver() -> list[Notification]:
    """Try what is due; return how all mails stand then."""
    tasks.deliver()
    return list(Notification.objects.order_by("pk"))


def make_due() -> None:
    Notification.objects.filter(state=PENDING).update(try_after=timezone.now())


def deliver_until_settled(most: int) -> None:
    for _time in range(most):
        make_due()
        tasks.deliver()
        if not Notification.objects.pending().exists():
            return
    raise AssertionError(f"not settled after {most} times")


def require_to_wait(row: Notification, tries: int) -> None:
    """The mail is free, and tried again after the pause that follows so many tries."""
    assert (row.state, row.tries, row.claimed_by) == (PENDING, tries, None)
    pause = row.try_after - timezone.now()
    assert PAUSES[tries - 1] - timedelta(seconds=10) < pause <= PAUSES[tries - 1]


def test_who_is_not_known_there_holds_nobody_else_up(five, mailing):
    unknown = five[2].recipient.email
    mailing.refused.add(unknown)
    rows = deliver()
    assert [row.state for row in rows] == [SENT, SENT, PENDING, SENT, SENT]
    require_to_wait(rows[2], tries=1)
    assert rows[2].failure == "550 5.1.1 … nobody here is called …"
    assert mailing.connections == 1
    deliver_until_settled(MOST_TRIES)
    failed = Notification.objects.get(pk=five[2].pk)
    assert (failed.state, failed.tries) == (NotificationState.FAILED, MOST_TRIES)
    assert failed.failure.startswith("550")
    assert unknown not in failed.failure
    others = [row.message_id for row in rows if row.pk != failed.pk]
    assert mailing.accepted == others  # each of them once


@pytest.mark.parametrize("answer", [Fault.REFUSED, Fault.FULL])
def test_when_it_refuses_everything_each_mail_fails_with_the_reason(five, mailing, answer):
    mailing.always = answer
    for row in deliver():
        require_to_wait(row, tries=1)
    deliver_until_settled(MOST_TRIES)
    rows = Notification.objects.failed()
    assert {(row.tries, row.failure) for row in rows} == {(MOST_TRIES, str(answer))}
    assert len(rows) == 5
    assert mailing.accepted == []


def test_what_it_refused_for_a_while_is_sent_later(five, mailing):
    mailing.faults = dict.fromkeys(range(1, 6), Fault.FULL)
    deliver()
    assert {row.state for row in deliver()} == {PENDING}  # not due yet
    assert mailing.read == 5
    make_due()
    assert {row.state for row in deliver()} == {SENT}
    assert mailing.accepted == [row.message_id for row in five]


@pytest.mark.parametrize("fault", [Fault.DROPPED, Fault.CLOSING])
@pytest.mark.parametrize("number", [1, 3, 5])
def test_when_it_hangs_up_in_the_middle_the_others_go_over_a_new_connection(
    five, mailing, fault, number
):
    mailing.faults = {number: fault}
    rows = deliver()
    lost = rows.pop(number - 1)
    assert {row.state for row in rows} == {SENT}
    require_to_wait(lost, tries=1)
    assert mailing.connections == (1 if number == 5 else 2)
    make_due()
    assert {row.state for row in deliver()} == {SENT}
    assert mailing.copies == {row.message_id: 1 for row in five}


def test_a_mail_that_it_took_without_saying_so_comes_twice_with_one_message_id(five, mailing):
    mailing.faults = {2: Fault.DROPPED_LATE}
    require_to_wait(deliver()[1], tries=1)
    make_due()
    deliver()
    twice = five[1].message_id
    assert mailing.copies == {row.message_id: 1 for row in five} | {twice: 2}


def test_when_it_always_hangs_up_what_was_not_reached_is_not_blamed(five, mailing):
    mailing.always = Fault.DROPPED
    rows = deliver()
    assert [row.tries for row in rows] == [1] * MOST_BREAKS + [0, 0]
    assert {row.claimed_by for row in rows} == {None}
    mailing.always = None
    deliver()
    make_due()
    assert {row.state for row in deliver()} == {SENT}
    assert mailing.copies == {row.message_id: 1 for row in five}


def test_when_one_mail_hangs_the_others_go(five, mailing):
    mailing.faults = {2: Fault.HANGS}
    began = time.monotonic()
    rows = deliver()
    assert time.monotonic() - began < 3
    assert [row.state for row in rows] == [SENT, PENDING, SENT, SENT, SENT]
    require_to_wait(rows[1], tries=1)
    assert rows[1].failure


def test_when_it_takes_connections_and_never_greets_all_wait_together(five, mailing, settings):
    with socket.create_server((HOST, 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        began = time.monotonic()
        for row in deliver():
            require_to_wait(row, tries=1)
    assert time.monotonic() - began < 3


def test_when_it_is_gone_for_good_everything_fails_with_the_reason(five, mailing, settings):
    with socket.create_server((HOST, 0)) as gone:
        settings.EMAIL_PORT = gone.getsockname()[1]
    deliver_until_settled(MOST_TRIES)
    reasons = set(Notification.objects.failed().values_list("failure", flat=True))
    assert Notification.objects.failed().count() == 5
    assert reasons == {"ConnectionRefusedError: [Errno 111] Connection refused"}
