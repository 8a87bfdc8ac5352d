"""Daily overviews: one a person and working day, never empty, and nothing is left out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from notifications import tasks
from notifications.enums import Choice, NotificationState, Suppressed
from notifications.events import DAILY_OVERVIEW
from notifications.models import Notification
from notifications.outbox import notify
from notifications.overviews import make_overviews
from tests.factories.accounts import make_person
from tests.factories.notifications import PreferenceFactory
from tests.notifications.events import FACTS, example_event

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]

WEDNESDAY = datetime(2026, 12, 16, 12, tzinfo=UTC)
BEFORE_EIGHT = datetime(2026, 12, 17, 6, 59, tzinfo=UTC)
AT_EIGHT = datetime(2026, 12, 17, 7, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    person = make_person(Role.PARTNER)
    PreferenceFactory(person=person, choice=Choice.DAILY)
    return person


@transaction.atomic
def tell(event, person, what="Pagina Over", at=WEDNESDAY) -> Notification:
    facts = {"what": {"nl": what, "en": what}}
    notify(event, subject=None, by=None, at=at, recipients=[person], facts=facts)
    return Notification.objects.order_by("-id").first()


def sweep(at: datetime) -> None:
    """What the clock does: overviews are made, and what is due goes out."""
    with time_machine.travel(at, tick=True):
        tasks.make_overviews.delay()
        tasks.deliver.delay()


def overviews():
    return Notification.objects.filter(event_key=DAILY_OVERVIEW.key)


def test_an_overview_goes_at_eight_and_tells_everything_since_the_last_one(person, news):
    first, second = tell(news, person, "Pagina Over"), tell(news, person, "Pagina Privacy")
    sweep(BEFORE_EIGHT)
    assert mail.outbox == []
    sweep(AT_EIGHT)
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert "Pagina Over" in message.body
    assert "Pagina Privacy" in message.body
    assert message.body.index("Pagina Over") < message.body.index("Pagina Privacy")
    assert "Pagina Privacy" in message.alternatives[0].content
    for row in (first, second):
        row.refresh_from_db()
        assert row.state == NotificationState.SENT
        assert row.overview == overviews().get()


def test_there_is_one_a_day_however_often_the_clock_ticks(person, news):
    tell(news, person, "Pagina Over")
    sweep(AT_EIGHT)
    later = tell(news, person, "Pagina Privacy", at=AT_EIGHT)
    for hours in range(1, 12):
        sweep(AT_EIGHT + timedelta(hours=hours))
    assert len(mail.outbox) == 1
    sweep(AT_EIGHT + timedelta(days=1))
    assert len(mail.outbox) == 2
    assert "Pagina Over" not in mail.outbox[1].body
    later.refresh_from_db()
    assert later.state == NotificationState.SENT


def test_without_anything_to_tell_there_is_none(person, news):
    sweep(AT_EIGHT)
    tell(news, person)
    sweep(AT_EIGHT + timedelta(hours=1))
    sweep(AT_EIGHT + timedelta(days=1))
    assert len(mail.outbox) == 1
    assert overviews().count() == 1


def test_what_happens_by_day_waits_for_the_next_morning(person, news):
    row = tell(news, person, at=AT_EIGHT + timedelta(hours=2))
    sweep(AT_EIGHT + timedelta(hours=3))
    assert mail.outbox == []
    sweep(AT_EIGHT + timedelta(days=1))
    assert len(mail.outbox) == 1
    row.refresh_from_db()
    assert row.state == NotificationState.SENT


def test_a_day_that_was_missed_is_made_good(person, news):
    tell(news, person, "Maandag", at=WEDNESDAY - timedelta(days=2))
    tell(news, person, "Woensdag")
    sweep(AT_EIGHT + timedelta(hours=9))  # nothing ran until the evening
    (message,) = mail.outbox
    assert "Maandag" in message.body
    assert "Woensdag" in message.body


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 12, 19, 9, tzinfo=UTC),  # Saturday
        datetime(2026, 12, 25, 9, tzinfo=UTC),  # Christmas
        datetime(2026, 12, 17, 19, tzinfo=UTC),  # evening
    ],
)
def test_none_is_made_at_weekends_on_holidays_and_by_night(person, news, moment):
    tell(news, person)
    assert make_overviews(moment) == 0


def test_what_was_read_in_the_portal_is_not_mailed_and_may_leave_nothing_to_tell(person, news):
    row = tell(news, person)
    Notification.objects.filter(pk=row.pk).update(read_at=WEDNESDAY)
    sweep(AT_EIGHT)
    row.refresh_from_db()
    assert (row.state, row.suppressed_because) == (NotificationState.SUPPRESSED, Suppressed.READ)
    assert mail.outbox == []
    assert not overviews().exists()


def test_who_is_disabled_meanwhile_gets_none(person, news):
    row = tell(news, person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    sweep(AT_EIGHT)
    row.refresh_from_db()
    assert row.suppressed_because == Suppressed.NO_ACCOUNT
    assert mail.outbox == []


def test_who_is_gone_meanwhile_holds_nobody_up(person, news):
    row, other = tell(news, person), make_person(Role.PARTNER)
    PreferenceFactory(person=other, choice=Choice.DAILY)
    tell(news, other)
    User.objects.filter(pk=person.pk).delete()
    sweep(AT_EIGHT)
    row.refresh_from_db()
    assert (row.recipient, row.suppressed_because) == (None, Suppressed.NO_ACCOUNT)
    assert [message.to for message in mail.outbox] == [[other.email]]


def test_the_same_line_stands_in_it_once(person, news):
    for _number in range(3):
        tell(news, person, "Pagina Over")
    sweep(AT_EIGHT)
    (message,) = mail.outbox
    assert message.body.count("Pagina Over") == 1


def test_a_broken_template_takes_its_line_and_nothing_else(person, news):
    broken = tell(news, person)
    Notification.objects.filter(pk=broken.pk).update(event_key="gone.event")
    tell(news, person, "Pagina Privacy")
    sweep(AT_EIGHT)
    (message,) = mail.outbox
    assert "gone.event" in message.body
    assert "Pagina Privacy" in message.body


def test_what_cannot_say_whether_it_still_holds_keeps_nobody_from_an_overview(person):
    with example_event(name="example_unclear", still_holds=lambda facts: facts["gone"]) as unclear:
        tell(unclear, person)
        sweep(AT_EIGHT)
    (message,) = mail.outbox
    assert "Pagina Over" in message.body


def test_when_an_overview_fails_for_good_so_does_what_it_tells(person, news, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = tell(news, person)
    for _number in range(8):
        sweep(AT_EIGHT)
        Notification.objects.pending().update(try_after=AT_EIGHT)
    assert overviews().get().state == NotificationState.FAILED
    row.refresh_from_db()
    assert row.state == NotificationState.FAILED
    assert "ConnectionRefused" in row.failure


def test_two_who_make_overviews_at_once_make_one(person, news):
    tell(news, person)
    assert make_overviews(AT_EIGHT) == 1
    Notification.objects.filter(overview__isnull=False).update(overview=None)  # as the second saw
    assert make_overviews(AT_EIGHT) == 0
    assert overviews().count() == 1
    assert timezone.localdate(AT_EIGHT).isoformat() in overviews().get().once


def test_the_secretariat_hears_in_its_overview_of_what_can_wait(can_wait):
    secretary = make_person(Role.SECRETARIAT)
    tell(can_wait, secretary)
    assert mail.outbox == []
    sweep(AT_EIGHT)
    (message,) = mail.outbox
    assert FACTS["what"]["nl"] in message.body
