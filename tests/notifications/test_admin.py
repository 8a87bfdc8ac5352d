"""Notifications in the back office: whether mails arrive, and having failed ones sent again."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.announce import every_event
from core.bilingual import LANGUAGES
from notifications.enums import NotificationState, Suppressed, Way
from tests.factories.accounts import UserFactory, make_person
from tests.factories.notifications import NotificationFactory
from tests.notifications.events import FACTS

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST = "/admin/notifications/notification/"
FAILED_LIST = f"{LIST}?state__exact=failed"
BY_DAY = datetime(2026, 12, 17, 10, tzinfo=UTC)  # a Thursday
PENDING = {"state": NotificationState.PENDING}
FAILED = {"state": NotificationState.FAILED, "failure": "550 Unknown", "tries": 8}


@pytest.fixture(autouse=True)
def _by_day():
    with time_machine.travel(BY_DAY, tick=True):
        yield


def office(role: Role = Role.SECRETARIAT, language: str = "en") -> Client:
    client = Client()
    client.force_login(make_person(role, language=language, name="Voorbeeld Lezer"))
    return client


def shown(response) -> str:
    """Return the words of the screen, each space as one."""
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.find(id="content").get_text(" ").split())


def page_of(row) -> str:
    return reverse("admin:notifications_notification_change", args=[row.pk])


def again(row) -> str:
    return reverse("admin:notifications_notification_send_again", args=[row.pk])


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_the_list_tells_whom_what_and_how_it_stands(role):
    NotificationFactory(recipient=UserFactory(name="Voorbeeld Ontvanger"), way=Way.DAILY)
    NotificationFactory(recipient=None, address="iemand@blk.example")
    words = shown(office(role).get(LIST))
    for said in ("Daily overview", "Voorbeeld Ontvanger", "sent", "in the daily overview"):
        assert said in words
    assert "iemand@blk.example" in words


def test_nothing_tells_what_a_notification_says(news):
    row = NotificationFactory(event_key=news.key, facts=FACTS | {"x": "Geheim van een ander"})
    client = office()
    for path in (LIST, page_of(row)):
        html = client.get(path).content.decode()
        assert "Page About" not in html
        assert "Geheim van een ander" not in html


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (FAILED, "550 Unknown"),
        (
            {"state": NotificationState.SUPPRESSED, "suppressed_because": Suppressed.READ},
            "the person has read it in the portal already",
        ),
    ],
    ids=["failed", "suppressed"],
)
def test_a_row_says_why(state, why):
    row = NotificationFactory(**state, meant_for="Voorbeeld Bedoeld")
    words = shown(office().get(page_of(row)))
    assert why in words
    assert "Voorbeeld Bedoeld" in words


def test_who_is_gone_leaves_an_empty_place():
    row = NotificationFactory(recipient=None)
    assert "–" in shown(office().get(LIST))
    assert "–" in shown(office().get(page_of(row)))


def test_every_event_is_a_filter(news):
    found = NotificationFactory(event_key=news.key, recipient__name="Voorbeeld Een")
    NotificationFactory(recipient__name="Voorbeeld Twee")
    client = office()
    html = client.get(LIST).content.decode()
    assert all(f"?event={event.key}" in html for event in every_event())
    words = shown(client.get(f"{LIST}?event={news.key}"))
    assert found.recipient.name in words
    assert "Voorbeeld Twee" not in words


@pytest.mark.parametrize("asked", ["Ontvanger", "ontvanger@blk.example", "iemand@else.example"])
def test_rows_are_found_by_name_and_address(asked):
    recipient = UserFactory(name="Voorbeeld Ontvanger", email="ontvanger@blk.example")
    NotificationFactory(recipient=recipient, address="iemand@else.example")
    NotificationFactory(recipient__name="Voorbeeld Ander")
    words = shown(office().get(LIST, {"q": asked}))
    assert "1 found" in words
    assert "Voorbeeld Ander" not in words


def test_above_the_list_stands_what_the_mail_server_refused_and_is_tried_again():
    NotificationFactory(**PENDING, try_after=BY_DAY.replace(hour=12), tries=1, failure="refused")
    words = shown(office().get(LIST))
    assert "1 mail could not be sent yet; the portal tries again by itself." in words
    assert "Every mail that could go out has gone." not in words


def test_above_the_list_stands_how_the_queue_stands():
    client = office()
    words = shown(client.get(LIST))
    assert "Every mail that could go out has gone. None has failed." in words
    NotificationFactory(**PENDING, try_after=BY_DAY.replace(hour=7))
    NotificationFactory(**FAILED)
    words = shown(client.get(LIST))
    assert "1 mail can go out now, and has waited for 3\xa0hours." in words.replace("3 h", "3\xa0h")
    assert "1 mail has failed and is not tried again by itself." in words
    NotificationFactory(**PENDING, try_after=BY_DAY.replace(hour=9))
    NotificationFactory(**FAILED)
    words = shown(client.get(LIST))
    assert "2 mails can go out now; the oldest has waited" in words
    assert "2 mails have failed" in words


def test_only_what_failed_has_a_button(client):
    client = office()
    failed, sent = NotificationFactory(**FAILED), NotificationFactory()
    assert again(failed) in client.get(page_of(failed)).content.decode()
    assert "send-again" not in client.get(page_of(sent)).content.decode()


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_a_failed_mail_is_sent_again(role, django_capture_on_commit_callbacks):
    row = NotificationFactory(**FAILED, in_inbox=False)
    with django_capture_on_commit_callbacks(execute=True):
        response = office(role).post(again(row), follow=True)
    assert response.redirect_chain == [(page_of(row), 302)]
    assert "The mail is on its way again." in shown_messages(response)
    assert [message.to for message in mail.outbox] == [[row.recipient.email]]


def shown_messages(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_what_did_not_fail_is_not_sent_and_one_reads_why():
    row = NotificationFactory()
    response = office().post(again(row), follow=True)
    assert shown_messages(response) == ["This cannot go from “sent” to “waiting”."]
    row.refresh_from_db()
    assert row.state == NotificationState.SENT


def test_looking_at_the_address_sends_nothing():
    row = NotificationFactory(**FAILED)
    assert office().get(again(row)).status_code == 302
    row.refresh_from_db()
    assert row.state == NotificationState.FAILED


def test_sending_again_wants_the_forms_token():
    row = NotificationFactory(**FAILED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person(Role.SECRETARIAT))
    assert client.post(again(row)).status_code == 403
    row.refresh_from_db()
    assert row.state == NotificationState.FAILED


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT, Role.ADMINISTRATOR}))
def test_for_everybody_else_there_is_no_such_screen(role):
    own = NotificationFactory(**FAILED, recipient=make_person(role))
    client = Client()
    client.force_login(own.recipient)
    for path in (LIST, page_of(own), again(own)):
        assert client.post(path).status_code == 404
    own.refresh_from_db()
    assert own.state == NotificationState.FAILED


def test_a_row_that_is_not_there_is_not_found():
    assert office().post(f"{LIST}999999/send-again/").status_code == 404
    assert office().post(f"{LIST}{'9' * 30}/send-again/").status_code == 404


def send_selected(client: Client, *keys, path: str = FAILED_LIST):
    data = {"action": "send_selected_again", "index": "0", ACTION_CHECKBOX_NAME: keys}
    return client.post(path, data, follow=True)


def test_several_are_sent_again_at_once():
    rows = NotificationFactory.create_batch(3, **FAILED)
    response = send_selected(office(), rows[0].pk, rows[1].pk)
    assert shown_messages(response) == ["2 mails are on their way again."]
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["pending", "pending", "failed"]


def test_only_the_list_of_what_failed_selects_and_says_why():
    NotificationFactory(**FAILED)
    client = office()
    everything = client.get(LIST).content.decode()
    assert ACTION_CHECKBOX_NAME not in everything
    failed = client.get(FAILED_LIST)
    assert ACTION_CHECKBOX_NAME in failed.content.decode()
    assert "550 Unknown" in shown(failed)


@pytest.mark.parametrize("keys", [["abc"], ["9" * 30], ["-1"], ["\0"], []])
def test_what_is_no_key_is_not_selected(keys):
    row = NotificationFactory(**FAILED)
    send_selected(office(), *keys)
    row.refresh_from_db()
    assert row.state == NotificationState.FAILED


def test_the_list_of_everything_takes_no_selection():
    row = NotificationFactory(**FAILED)
    send_selected(office(), row.pk, path=LIST)
    row.refresh_from_db()
    assert row.state == NotificationState.FAILED


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("path", [LIST, FAILED_LIST])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_asks_the_same_however_many(path, language, number, django_assert_num_queries):
    client = office(language=language)
    client.get(LIST)
    NotificationFactory.create_batch(number, **FAILED)
    with django_assert_num_queries(9):
        assert client.get(path).status_code == 200
