"""What the database refuses about notifications, and about what people want to be mailed."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from notifications.enums import NotificationState, Suppressed, Way
from notifications.models import MOST_TRIES, Notification
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory, PreferenceFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PENDING = {"state": NotificationState.PENDING}
FAILED = {"state": NotificationState.FAILED}
SUPPRESSED = {"state": NotificationState.SUPPRESSED}


def a_row_in_an_overview_that_is_mailed_at_once():
    NotificationFactory(overview=NotificationFactory(), way=Way.AT_ONCE)


def an_overview_of_itself():
    row = NotificationFactory(way=Way.DAILY)
    Notification.objects.filter(pk=row.pk).update(overview=row.pk)


def told_twice():
    NotificationFactory.create_batch(2, recipient=UserFactory(), once="overview 2026-03-18")


def written_to_twice():
    for _number in range(2):
        NotificationFactory(recipient=None, address="gast@example.org", once="round 1")


# Each: the constraint's name, and a write that breaks it and nothing else.
CHECKS = [
    ("notification_state_is_known", partial(NotificationFactory, state="lost", sent_at=None)),
    ("notification_way_is_known", partial(NotificationFactory, way="pigeon")),
    ("notification_language_is_known", partial(NotificationFactory, language="fr")),
    ("notification_suppressed_says_why", partial(NotificationFactory, **SUPPRESSED)),
    (
        "notification_suppressed_says_why",
        partial(NotificationFactory, **SUPPRESSED, suppressed_because="weather"),
    ),
    (
        "notification_suppressed_says_why",
        partial(NotificationFactory, suppressed_because=Suppressed.READ),
    ),
    ("notification_sent_says_when", partial(NotificationFactory, sent_at=None)),
    (
        "notification_sent_says_when",
        partial(NotificationFactory, **PENDING, sent_at=timezone.now()),
    ),
    ("notification_failed_says_why", partial(NotificationFactory, **FAILED)),
    ("notification_tries_in_range", partial(NotificationFactory, tries=MOST_TRIES + 1)),
    (
        "notification_in_hand_or_not",
        partial(NotificationFactory, **PENDING, claimed_until=timezone.now()),
    ),
    (
        "notification_in_hand_or_not",
        partial(NotificationFactory, **PENDING, claimed_by="6d0f8a52-3d0f-4b7e-9f86-4a1c5a9b9f10"),
    ),
    ("notification_overview_of_daily_ones", a_row_in_an_overview_that_is_mailed_at_once),
    ("notification_overview_of_daily_ones", an_overview_of_itself),
    ("preference_choice_is_known", partial(PreferenceFactory, choice="never")),
]

# Each: the constraint's name, what SQLite says instead of it, and a write that breaks it.
UNIQUES = [
    (
        "notification_once_a_recipient",
        "notifications_notification.recipient_id, notifications_notification.once",
        told_twice,
    ),
    (
        "notification_once_an_address",
        "notifications_notification.address, notifications_notification.once",
        written_to_twice,
    ),
]


@pytest.mark.parametrize(("name", "write"), CHECKS, ids=[name for name, _write in CHECKS])
def test_database_refuses(name, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        write()


@pytest.mark.parametrize(
    ("name", "columns", "write"), UNIQUES, ids=[name for name, _columns, _write in UNIQUES]
)
def test_database_refuses_a_second(name, columns, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {columns}$"):
        write()


def test_the_same_may_be_told_to_two_people_and_twice_without_a_key():
    NotificationFactory.create_batch(2, once="overview 2026-03-18")
    NotificationFactory.create_batch(2, recipient=UserFactory(), once="")


def test_a_person_has_one_preference():
    person = UserFactory()
    PreferenceFactory(person=person)
    with pytest.raises(IntegrityError):
        PreferenceFactory(person=person)


def test_a_state_that_does_not_exist_is_named():
    row = NotificationFactory.build(recipient=None, state="lost", sent_at=None)
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert error.value.messages == ["“status” heeft een waarde die niet bestaat."]
