"""What waits on my desk: reminders that were not read, and mails that do not arrive."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import User
from accounts.roles import Role
from notifications.desk import tasks_for
from notifications.enums import NotificationState
from tests.factories.accounts import make_person
from tests.factories.notifications import NotificationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FAILED = {"state": NotificationState.FAILED, "failure": "550 no such mailbox"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def lines_of(person: User) -> list[tuple[str, str]]:
    return [(task.text, task.url) for task in tasks_for(User.objects.get(pk=person.pk))]


def test_without_anything_there_is_nothing():
    for role in (Role.PARTNER, Role.SECRETARIAT):
        assert lines_of(make_person(role)) == []


def test_unread_reminders_are_counted_in_one_line(reminder, news):
    person = make_person(Role.PARTNER)
    NotificationFactory(recipient=person, event_key=news.key)
    NotificationFactory(recipient=person, event_key=reminder.key, read_at=timezone.now())
    NotificationFactory(event_key=reminder.key)  # somebody else's
    for said in ("1 unread reminder", "2 unread reminders"):
        NotificationFactory(recipient=person, event_key=reminder.key)
        assert lines_of(person) == [(said, "/en/my/inbox/")]


@pytest.mark.parametrize("role", Role)
def test_failed_mails_are_told_to_who_looks_after_them(role, client):
    person = make_person(role)
    NotificationFactory(**FAILED)
    lines = lines_of(person)
    if role not in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        assert lines == []
        return
    ((text, url),) = lines
    assert text == "1 mail has failed"
    client.force_login(person)
    assert client.get(url).context["cl"].result_count == 1
    NotificationFactory()
    assert client.get(url).context["cl"].result_count == 1


def test_what_reached_nobody_it_was_meant_for_is_counted_once_for_a_month(news):
    secretaries = [make_person(Role.SECRETARIAT) for _number in range(2)]
    administrator = make_person(Role.ADMINISTRATOR)
    now = timezone.now()
    for days in (1, 29, 31):
        for secretary in secretaries:
            NotificationFactory(
                recipient=secretary,
                event_key=news.key,
                meant_for="Provincie",
                created_at=now - timedelta(days=days),
            )
    NotificationFactory(recipient=secretaries[0], event_key=news.key, created_at=now)
    said = "2 messages reached nobody they were meant for"
    assert lines_of(secretaries[0]) == [(said, "/en/my/inbox/")]
    assert lines_of(administrator) == [(said, "/admin/notifications/notification/")]


def test_the_page_shows_them(client, reminder):
    person = make_person(Role.PARTNER)
    NotificationFactory(recipient=person, event_key=reminder.key)
    client.force_login(person)
    assert "1 unread reminder" in client.get("/en/my/").content.decode()
