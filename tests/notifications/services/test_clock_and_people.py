"""The clock goes back, people go away, a template breaks: the mails of others go."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.announce import Urgency
from notifications import delivery, overviews, tasks
from notifications.delivery import PAUSES
from notifications.enums import NotificationState, Suppressed, Way
from notifications.events import DAILY_OVERVIEW
from notifications.models import MOST_TRIES, Notification
from notifications.models.notification import lease
from notifications.working_time import is_working_time, next_working_time
from tests.notifications.events import FACTS, example_event
from tests.notifications.services.sink import Fault
from tests.notifications.services.waiting import make_waiting

pytestmark = [pytest.mark.db, pytest.mark.django_db]
THURSDAY = datetime(2026, 12, 17, 10, tzinfo=UTC)
NIGHTS = [  # midnight of the Sunday, and when mails go out again, both in Brussels
    (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),
    (datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 30, 6, tzinfo=UTC)),  # after Easter
]
PENDING, SENT = NotificationState.PENDING, NotificationState.SENT


def rows_in_order() -> list[Notification]:
    return list(Notification.objects.order_by("pk"))


# ── A clock that goes back ──


def test_a_small_step_back_takes_no_mail_out_of_the_hand_that_has_it(mailing):
    rows = make_waiting(3)
    with time_machine.travel(THURSDAY):
        at_work = delivery.take_in_hand(timezone.now())
    with time_machine.travel(THURSDAY - timedelta(seconds=30)):
        tasks.deliver()
        assert mailing.accepted == []
        delivery.send(at_work)
        tasks.deliver()
    assert mailing.copies == {row.message_id: 1 for row in rows}


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(hours=1), timedelta(days=300)])
def test_what_a_dead_worker_had_in_hand_goes_however_far_the_clock_went_back(mailing, back):
    make_waiting(3, created_at=THURSDAY - timedelta(days=400))
    with time_machine.travel(THURSDAY):
        delivery.take_in_hand(timezone.now())
    with time_machine.travel(THURSDAY - back + 2 * lease()):
        tasks.deliver()
    assert {row.state for row in rows_in_order()} == {SENT}


# ── People who go away ──


def test_who_is_deleted_before_the_mail_goes_is_not_written_and_holds_nobody_up(mailing):
    rows = make_waiting(3)
    rows[1].recipient.delete()
    tasks.deliver()
    gone = rows_in_order()[1]
    assert [row.state for row in rows_in_order()] == [SENT, NotificationState.SUPPRESSED, SENT]
    assert (gone.suppressed_because, gone.recipient) == (Suppressed.NO_ACCOUNT, None)
    assert mailing.accepted == [rows[0].message_id, rows[2].message_id]


def test_who_is_deleted_while_the_mail_is_in_hand_leaves_a_row_that_is_settled(mailing):
    rows = make_waiting(3)
    batch = delivery.take_in_hand(timezone.now())
    rows[1].recipient.delete()
    delivery.send(batch)
    assert {(row.state, row.claimed_by) for row in rows_in_order()} == {(SENT, None)}
    tasks.deliver()
    assert mailing.copies == {row.message_id: 1 for row in rows}


# ── A broken template ──


def test_a_template_that_breaks_fails_with_the_reason_and_holds_nobody_up(mailing):
    with example_event(Urgency.SECURITY, "example_broken", words="no/such/words.txt") as broken:
        rows = make_waiting(1) + make_waiting(1, event_key=broken.key) + make_waiting(1)
        with time_machine.travel(THURSDAY):
            tasks.deliver()
        row = rows_in_order()[1]
        assert (row.state, row.tries) == (PENDING, 1)
        assert row.try_after - THURSDAY >= PAUSES[0]
        for _time in range(MOST_TRIES):
            Notification.objects.pending().update(try_after=timezone.now())
            tasks.deliver()
    row = rows_in_order()[1]
    assert (row.state, row.tries) == (NotificationState.FAILED, MOST_TRIES)
    assert row.failure == "The mail could not be written: TemplateDoesNotExist."
    assert mailing.accepted == [rows[0].message_id, rows[2].message_id]


# ── The nights in which summer time ends and begins ──


@pytest.mark.parametrize(("sunday", "morning"), NIGHTS)
def test_over_such_a_weekend_each_has_one_overview_on_the_next_working_day(
    mailing, news, sunday, morning
):
    saturday = sunday - timedelta(hours=12)
    fields = {"event_key": news.key, "facts": FACTS, "way": Way.DAILY, "created_at": saturday}
    (told,) = make_waiting(1, **fields)
    quarters = [saturday + number * timedelta(minutes=15) for number in range(4 * 24 * 4)]
    made_at = [at for at in quarters if overviews.make_overviews(at)]
    assert made_at == [morning]
    with time_machine.travel(morning):
        tasks.deliver()
    overview = Notification.objects.get(event_key=DAILY_OVERVIEW.key)
    assert mailing.accepted == [overview.message_id]
    assert Notification.objects.get(pk=told.pk).overview == overview
    assert {row.state for row in rows_in_order()} == {SENT}


@pytest.mark.parametrize(("sunday", "morning"), NIGHTS)
def test_from_each_minute_of_such_a_night_the_next_working_time_is_that_morning(sunday, morning):
    for minute in range(5 * 60):  # half past two comes twice, or never
        at = sunday + timedelta(minutes=minute)
        assert not is_working_time(at)
        assert next_working_time(at) == morning
        assert next_working_time(timezone.localtime(at)) == morning


@pytest.mark.parametrize(("sunday", "morning"), NIGHTS)
def test_a_mail_that_fails_in_such_a_night_waits_as_long_as_it_says(mailing, sunday, morning):
    mailing.always = Fault.FULL
    at = sunday + timedelta(minutes=30)
    make_waiting(1, tries=4)  # the next pause is three hours, and clocks change within
    with time_machine.travel(at, tick=False):
        tasks.deliver()
    assert Notification.objects.get().try_after == at + PAUSES[4]
