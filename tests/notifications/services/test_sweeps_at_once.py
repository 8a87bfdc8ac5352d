"""Several workers take mails in hand at the same moment: no mail is in two batches."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.roles import Role
from notifications import delivery, tasks
from notifications.delivery import MOST_IN_A_BATCH, Batch
from notifications.enums import NotificationState
from notifications.models import Notification
from notifications.models.notification import lease
from notifications.workflow.inbox import mark_all_read
from tests.factories.accounts import make_person
from tests.notifications.services.waiting import make_waiting
from tests.notifications.services.workers import until

pytestmark = [
    pytest.mark.db,
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def at_once(number: int, do) -> list:
    """Return what each of so many threads came to, each with a connection of its own.

    A question to the database that waits for another one is an error after some seconds.
    """
    together = Barrier(number)

    def run(_number):
        together.wait(timeout=10)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as workers:
        return list(workers.map(run, range(number)))


def somebody_waits() -> bool:
    """Say whether a question to this database waits for a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the first one
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def keys_of(batch: Batch) -> set[int]:
    return {mail.pk for mail in batch.mails}


@pytest.mark.parametrize("_time", range(3))
def test_no_mail_is_in_two_batches_and_none_is_left_out(_time):
    rows = make_waiting(3 * MOST_IN_A_BATCH)
    batches = at_once(4, lambda: delivery.take_in_hand(timezone.now()))
    taken = [key for batch in batches for key in keys_of(batch)]
    assert len(taken) == len(set(taken))
    assert len(taken) == len(rows)


def test_who_comes_second_does_not_wait_for_the_first():
    make_waiting(MOST_IN_A_BATCH + 20)
    with transaction.atomic():
        first = delivery.take_in_hand(timezone.now())  # and its rows stay locked
        began = time.monotonic()
        (second,) = at_once(1, lambda: delivery.take_in_hand(timezone.now()))
        assert time.monotonic() - began < 1
    assert (len(first.mails), len(second.mails)) == (MOST_IN_A_BATCH, 20)
    assert not keys_of(first) & keys_of(second)


def test_of_sweeps_at_once_every_mail_is_sent_once(mailing):
    rows = make_waiting(3 * MOST_IN_A_BATCH)
    at_once(4, tasks.deliver)
    assert mailing.copies == {row.message_id: 1 for row in rows}
    assert {row.state for row in Notification.objects.all()} == {NotificationState.SENT}


@pytest.mark.parametrize("who", ["reader", "worker"])
def test_reader_and_worker_lock_in_one_order_so_that_neither_waits_for_ever(who):
    person = make_person(Role.PARTNER)
    first, last = make_waiting(2, recipient=person)
    batch = delivery.take_in_hand(timezone.now())
    Notification.objects.filter(pk=first.pk).update(read_at=None)  # now stands behind the other
    outcomes = [delivery.Outcome(mail) for mail in batch.mails]
    acts = {
        "reader": lambda: mark_all_read(person=person),
        "worker": lambda: delivery._note(batch, outcomes),
    }
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Notification.objects.select_for_update().get(pk=first.pk)
            waiting = other.submit(at_once, 1, acts[who])
            until(somebody_waits, seconds=10)
            Notification.objects.select_for_update(nowait=True).get(pk=last.pk)
        waiting.result()


def test_workers_whose_clocks_differ_keep_off_each_others_mails():
    make_waiting(3)
    fast = delivery.take_in_hand(timezone.now() + timedelta(seconds=20))
    slow = delivery.take_in_hand(timezone.now())
    assert (len(fast.mails), len(slow.mails)) == (3, 0)


def test_who_slept_beyond_the_lease_marks_nothing_of_what_others_took_over(mailing):
    rows = make_waiting(3)
    mailing.refused.add(rows[0].recipient.email)
    at = timezone.now()
    asleep = delivery.take_in_hand(at)
    awake = delivery.take_in_hand(at + lease())
    assert keys_of(asleep) == keys_of(awake)
    before = list(Notification.objects.order_by("pk").values())
    delivery.send(asleep)
    assert list(Notification.objects.order_by("pk").values()) == before
    mailing.refused.clear()
    delivery.send(awake)
    assert {(row.state, row.tries) for row in Notification.objects.all()} == {
        (NotificationState.SENT, 0)
    }
    delivery.send(asleep)
    assert {row.state for row in Notification.objects.all()} == {NotificationState.SENT}
