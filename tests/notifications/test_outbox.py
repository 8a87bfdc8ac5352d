"""The outbox: rows are written with the change, and mails go after the commit."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from core.announce import Address, announce
from core.bilingual import LANGUAGES
from notifications.enums import Choice, NotificationState, Suppressed, Way
from notifications.models import Notification
from notifications.outbox import notify
from tests.factories.accounts import make_person
from tests.factories.notifications import PreferenceFactory
from tests.notifications.events import FACTS

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]

BY_DAY = datetime(2026, 12, 17, 10, tzinfo=UTC)  # a Thursday
BY_NIGHT = datetime(2026, 12, 17, 21, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 12, 18, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _by_day():
    with time_machine.travel(BY_DAY, tick=True):
        yield


@pytest.fixture
def person() -> User:
    return make_person(Role.PARTNER, name="Voorbeeld Partner")


@pytest.fixture
def secretary() -> User:
    return make_person(Role.SECRETARIAT, name="Voorbeeld Secretaris")


@transaction.atomic
def tell(event, *recipients, at=None, **more) -> None:
    notify(event, subject=None, by=None, at=at, recipients=recipients, facts=FACTS, **more)


def only_row() -> Notification:
    return Notification.objects.get()


def test_a_mail_goes_after_the_commit_and_not_before(person, security):
    with transaction.atomic():
        announce(security, subject=person, by=person, recipients=[person], facts=FACTS)
        assert mail.outbox == []
    (message,) = mail.outbox
    assert message.to == [person.email]
    row = only_row()
    assert (row.state, row.tries) == (NotificationState.SENT, 0)
    assert (row.subject_type, row.subject_uid) == ("accounts.user", person.uid)


def test_what_is_rolled_back_is_told_to_nobody(person, security):
    with transaction.atomic():
        announce(security, subject=None, by=None, recipients=[person], facts=FACTS)
        transaction.set_rollback(True)
    assert mail.outbox == []
    assert not Notification.objects.exists()


def test_outside_a_transaction_nothing_is_announced(person, security):
    with pytest.raises(RuntimeError, match="transaction"):
        announce(security, subject=None, by=None, recipients=[person], facts=FACTS)


def test_one_who_is_named_twice_hears_once(person, security):
    tell(security, person, person)
    assert Notification.objects.count() == 1


def test_somebody_without_an_account_is_mailed_in_the_language_given(security):
    tell(security, Address("gast@example.org", "en"))
    (message,) = mail.outbox
    assert message.to == ["gast@example.org"]
    assert "Page About" in message.subject
    assert only_row().in_inbox is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_in_the_language_of_its_reader(person, security, language):
    User.objects.filter(pk=person.pk).update(language=language)
    tell(security, person)
    (message,) = mail.outbox
    assert FACTS["what"][language] in message.subject
    html = message.alternatives[0].content
    assert f'<html lang="{language}">' in html


def test_by_night_and_at_weekends_only_security_goes(person, security, news, reminder):
    for event in (security, news, reminder):
        tell(event, person, at=BY_NIGHT)
    told = {row.event_key: row.try_after for row in Notification.objects.all()}
    assert told == {
        security.key: BY_NIGHT,
        news.key: NEXT_MORNING,
        reminder.key: NEXT_MORNING,
    }


@pytest.mark.parametrize(
    ("choice", "ways"),
    [
        (None, {"news": Way.AT_ONCE, "reminder": Way.AT_ONCE, "can_wait": Way.DAILY}),
        (Choice.AT_ONCE, {"news": Way.AT_ONCE, "reminder": Way.AT_ONCE, "can_wait": Way.DAILY}),
        (Choice.DAILY, {"news": Way.DAILY, "reminder": Way.DAILY, "can_wait": Way.DAILY}),
        (
            Choice.ONLY_REMINDERS,
            {"news": Way.INBOX, "reminder": Way.AT_ONCE, "can_wait": Way.INBOX},
        ),
    ],
)
def test_each_hears_in_the_way_of_their_choice_and_of_security_always(
    person, security, news, reminder, can_wait, choice, ways
):
    if choice:
        PreferenceFactory(person=person, choice=choice, muted=[security.key])
    for event in (security, news, reminder, can_wait):
        tell(event, person)
    told = {row.event_key: row.way for row in Notification.objects.all()}
    assert told == {
        security.key: Way.AT_ONCE,
        news.key: ways["news"],
        reminder.key: ways["reminder"],
        can_wait.key: ways["can_wait"],
    }
    assert Notification.objects.inbox_of(person).count() == 4


def test_what_somebody_does_not_want_by_mail_is_only_in_the_inbox(person, news):
    PreferenceFactory(person=person, muted=[news.key])
    tell(news, person)
    row = only_row()
    assert (row.state, row.suppressed_because) == (NotificationState.SUPPRESSED, Suppressed.CHOICE)
    assert Notification.objects.inbox_of(person).unread().count() == 1
    assert mail.outbox == []


def test_when_nobody_can_receive_the_secretariat_reads_for_whom_it_was(secretary, news):
    closed = make_person(Role.PARTNER, name="Voorbeeld Weg", is_active=False)
    tell(news, closed)
    row = only_row()
    assert row.recipient == secretary
    assert row.meant_for == "Voorbeeld Weg"


def test_an_organisation_without_people_is_named_to_the_secretariat(secretary, news):
    tell(news, meant_for="Voorbeeldgemeente")
    row = only_row()
    assert (row.recipient, row.meant_for) == (secretary, "Voorbeeldgemeente")


def test_as_long_as_one_can_receive_the_secretariat_is_left_alone(secretary, person, news):
    tell(news, person, make_person(Role.PARTNER, is_active=False))
    assert only_row().recipient == person
    assert only_row().meant_for == ""


def test_what_is_about_ones_own_account_goes_to_nobody_else(secretary, security):
    closed = make_person(Role.PARTNER, is_active=False)
    tell(security, closed)
    row = only_row()
    assert row.recipient is None
    assert (row.state, row.suppressed_because) == (
        NotificationState.SUPPRESSED,
        Suppressed.NO_ACCOUNT,
    )
    assert mail.outbox == []


def test_without_a_secretariat_the_back_office_keeps_what_nobody_heard(news, caplog):
    tell(news, meant_for="Voorbeeldgemeente")
    row = only_row()
    assert (row.state, row.suppressed_because) == (NotificationState.SUPPRESSED, Suppressed.NOBODY)
    assert "Voorbeeldgemeente" not in caplog.text
    assert news.key in caplog.text


def test_with_a_key_a_person_hears_of_the_same_thing_once(person, news):
    other = make_person(Role.PARTNER)
    tell(news, person, once="round 2026-1: opens")
    tell(news, person, other, once="round 2026-1: opens")
    tell(news, person, once="round 2026-1: closes")
    assert Notification.objects.filter(recipient=person).count() == 2
    assert Notification.objects.filter(recipient=other).count() == 1
    guest = Address("gast@example.org", "nl")
    for _number in range(2):
        tell(news, guest, once="round 2026-1: opens")
    assert Notification.objects.filter(address=guest.email).count() == 1


def test_one_transaction_asks_for_delivery_once(person, security):
    with transaction.atomic():
        for _number in range(3):
            tell(security, person)
        assert len(transaction.get_connection().run_on_commit) == 1
    assert len(mail.outbox) == 3


def test_what_is_not_due_asks_for_no_delivery(person, news):
    with transaction.atomic():
        tell(news, person, at=BY_NIGHT)
        assert transaction.get_connection().run_on_commit == []


def test_the_number_of_questions_does_not_grow_with_the_recipients(
    person, news, django_assert_num_queries
):
    people = [make_person(Role.PARTNER) for _number in range(30)]
    for recipients in ([person], people):
        with transaction.atomic(), django_assert_num_queries(2):
            notify(news, subject=None, by=None, at=BY_NIGHT, recipients=recipients, facts=FACTS)
