"""What is done by hand, or by cron where there is no Celery."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.roles import Role
from notifications.enums import Choice, NotificationState
from notifications.models import Notification
from notifications.outbox import notify
from notifications.tasks import forget_old
from portal.celery import app
from tests.factories.accounts import make_person
from tests.factories.notifications import NotificationFactory, PreferenceFactory
from tests.notifications.events import FACTS

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]

BY_NIGHT = datetime(2026, 12, 16, 21, tzinfo=UTC)
AT_EIGHT = datetime(2026, 12, 17, 7, tzinfo=UTC)


def told(command: str, *options: str) -> str:
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def waiting(news):
    """Two people to be written to in the morning: one at once, one in an overview."""
    at_once = make_person(Role.PARTNER, name="Voorbeeld Snel", email="snel@example.org")
    daily = make_person(Role.PARTNER, name="Voorbeeld Dagelijks", email="dag@example.org")
    PreferenceFactory(person=daily, choice=Choice.DAILY)
    with transaction.atomic():
        people = [at_once, daily]
        notify(news, subject=None, by=None, at=BY_NIGHT, recipients=people, facts=FACTS)
    return at_once, daily


@pytest.mark.parametrize("at", ["2026-12-17T08:00", "2026-12-17T07:00Z"])
def test_a_dry_run_shows_who_would_get_what_and_sends_nothing(waiting, at):
    before = list(Notification.objects.values())
    lines = told("send_due", "--dry-run", "--at", at).splitlines()
    assert lines[0].startswith("Voorbeeld Snel <snel@example.org>: ")
    assert lines[1].startswith("Voorbeeld Dagelijks <dag@example.org>: ")
    assert "Pagina Over" in lines[0]
    assert "Pagina Over" in lines[1]
    assert lines[2] == "2026-12-17 08:00: 2 mails would be sent."
    assert mail.outbox == []
    assert list(Notification.objects.values()) == before


def test_a_dry_run_counts_one_mail_as_one(news):
    with transaction.atomic():
        one = [make_person(Role.PARTNER)]
        notify(news, subject=None, by=None, at=BY_NIGHT, recipients=one, facts=FACTS)
    last = told("send_due", "--dry-run", "--at", "2026-12-17T08:00").splitlines()[-1]
    assert last == "2026-12-17 08:00: 1 mail would be sent."


def test_celery_always_names_a_broker_and_so_warns_of_none():
    with app.connection_for_write() as broker:
        assert broker.hostname


def test_a_dry_run_by_night_shows_that_nobody_is_disturbed(waiting):
    assert told("send_due", "--dry-run", "--at", "2026-12-17T03:00") == "2026-12-17 03:00: none.\n"


def test_a_dry_run_does_as_the_real_one(waiting):
    shown = told("send_due", "--dry-run", "--at", "2026-12-17T08:00").splitlines()[:-1]
    with time_machine.travel(AT_EIGHT, tick=True):
        told("send_due")
    assert len(mail.outbox) == len(shown)
    for line, message in zip(
        shown, sorted(mail.outbox, key=lambda m: m.to != ["snel@example.org"]), strict=True
    ):
        assert f"<{message.to[0]}>" in line
    with time_machine.travel(AT_EIGHT, tick=True):
        assert "none" in told("send_due", "--dry-run")


@pytest.mark.parametrize("at", ["tomorrow", "2026-13-45T08:00", ""])
def test_a_moment_that_is_none_is_refused(db, at):
    with pytest.raises(CommandError, match="no moment"):
        told("send_due", "--dry-run", "--at", at)


def test_mails_are_not_sent_at_another_moment(db):
    with pytest.raises(CommandError, match="--dry-run"):
        told("send_due", "--at", "2026-12-17T08:00")


def test_run_due_does_all_that_the_clock_does(waiting):
    with time_machine.travel(AT_EIGHT, tick=True):
        lines = told("run_due").splitlines()
    assert lines == [f"{name}: done" for name in settings.CELERY_BEAT_SCHEDULE]
    # An overview made in this run waits for nothing.
    assert {message.to[0] for message in mail.outbox} == {"snel@example.org", "dag@example.org"}


def test_what_was_told_more_than_a_year_ago_is_forgotten_but_never_what_waits(db):
    long_ago, lately = datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    waits = {"state": NotificationState.PENDING, "created_at": long_ago}
    NotificationFactory(created_at=long_ago)
    kept = [NotificationFactory(created_at=lately), NotificationFactory(**waits)]
    with time_machine.travel(AT_EIGHT, tick=True):
        forget_old.delay()
    assert set(Notification.objects.all()) == set(kept)
