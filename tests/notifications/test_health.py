"""How the queue of mails stands: what waits, since when, and what failed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from notifications.enums import NotificationState, Way
from notifications.health import QueueHealth, queue_health
from tests.factories.notifications import NotificationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NOW = datetime(2026, 12, 17, 10, tzinfo=UTC)
PENDING = {"state": NotificationState.PENDING}


def due_since(**ago) -> datetime:
    return NOW - timedelta(**ago)


def test_an_empty_queue_is_healthy():
    assert queue_health(NOW) == QueueHealth(waiting=0, failed=0, oldest_seconds=None)


def test_what_is_done_with_or_not_due_yet_does_not_wait():
    NotificationFactory()
    NotificationFactory(**PENDING, try_after=NOW + timedelta(seconds=1))
    NotificationFactory(**PENDING, try_after=due_since(days=1), way=Way.DAILY)
    assert queue_health(NOW) == QueueHealth(waiting=0, failed=0, oldest_seconds=None)


def test_the_oldest_tells_how_long_mails_wait():
    NotificationFactory(**PENDING, try_after=NOW)
    NotificationFactory(**PENDING, try_after=due_since(minutes=5))
    NotificationFactory(**PENDING, try_after=due_since(minutes=2))
    assert queue_health(NOW) == QueueHealth(waiting=3, failed=0, oldest_seconds=300)


def test_what_a_worker_has_in_hand_still_waits():
    in_hand = {"claimed_by": uuid4(), "claimed_until": NOW + timedelta(minutes=1)}
    NotificationFactory(**PENDING, try_after=due_since(seconds=30), **in_hand)
    assert queue_health(NOW).oldest_seconds == 30


def test_what_was_refused_and_is_tried_again_later_is_told():
    later = NOW + timedelta(minutes=15)
    NotificationFactory(**PENDING, try_after=later, tries=2, failure="Connection refused")
    NotificationFactory(**PENDING, try_after=NOW, tries=1, failure="Connection refused")
    assert queue_health(NOW) == QueueHealth(waiting=1, failed=0, oldest_seconds=0, refused=1)


def test_what_failed_for_good_is_counted_apart():
    NotificationFactory.create_batch(2, state=NotificationState.FAILED, failure="550 Unknown")
    assert queue_health(NOW) == QueueHealth(waiting=0, failed=2, oldest_seconds=None)


@pytest.mark.parametrize("number", [1, 30])
def test_asks_the_same_however_many(number, django_assert_num_queries):
    NotificationFactory.create_batch(number, **PENDING)
    with django_assert_num_queries(2):
        assert queue_health(NOW).waiting == number
