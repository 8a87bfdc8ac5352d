"""The inbox: what one was told, in one's language, and whether it was read."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.addresses import addresses_of
from core.events import TRANSLATION_OUTDATED
from notifications.models import Notification
from notifications.workflow.inbox import mark_all_read, mark_read, mark_unread
from tests.factories.accounts import make_person
from tests.factories.notifications import HAPPENED_AT, NotificationFactory
from tests.notifications.events import FACTS, example_event

pytestmark = [pytest.mark.db, pytest.mark.django_db]

INBOX = "/en/my/inbox/"
TITLE = "The translation is outdated: Page About"
READ_AT = datetime(2026, 3, 19, 9, tzinfo=UTC)
LATER = READ_AT + timedelta(days=1)


@pytest.fixture
def person(client) -> User:
    person = make_person(Role.PARTNER, name="Ik Zelf", language="en")
    client.force_login(person)
    return person


@pytest.fixture
def told(person, news) -> Notification:
    return tell(person, news)


def tell(person: User, event, **fields) -> Notification:
    return NotificationFactory(recipient=person, event_key=event.key, facts=FACTS, **fields)


def page_of(client, path: str = INBOX) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def main_of(client, path: str = INBOX) -> str:
    return " ".join(page_of(client, path).main.get_text(" ").split())


def at_notice(row: Notification) -> str:
    return f"{INBOX}{row.uid}/"


def read_at(row: Notification) -> datetime | None:
    return Notification.objects.get(pk=row.pk).read_at


# ── Acts ──


def test_marking_as_read_keeps_the_moment_of_the_first_time(person, told):
    assert mark_read(notifications=[told], person=person, at=READ_AT) == 1
    assert mark_read(notifications=[told], person=person, at=LATER) == 0
    assert read_at(told) == READ_AT


def test_many_are_marked_at_once_as_a_query_or_as_a_list(person, news):
    rows = [tell(person, news) for _number in range(3)]
    some = Notification.objects.filter(pk__in=[row.pk for row in rows[:2]])
    assert mark_read(notifications=some, person=person) == 2
    assert [bool(read_at(row)) for row in rows] == [True, True, False]
    assert mark_unread(notifications=rows, person=person) == 2
    assert [read_at(row) for row in rows] == [None] * 3
    assert mark_unread(notifications=rows, person=person) == 0


def test_nobody_marks_what_was_told_to_somebody_else(person, told, news):
    other = make_person(Role.SECRETARIAT)
    read = tell(person, news, read_at=READ_AT)
    assert mark_read(notifications=[told], person=other) == 0
    assert mark_unread(notifications=[read], person=other) == 0
    assert mark_all_read(person=other) == 0
    assert (read_at(told), read_at(read)) == (None, READ_AT)


def test_all_are_marked_as_read_by_one_update_and_once(person, told, news):
    read = tell(person, news, read_at=READ_AT)
    theirs = tell(make_person(Role.PARTNER), news)
    with CaptureQueriesContext(connection) as queries:
        assert mark_all_read(person=person, at=LATER) == 1
    assert sum(query["sql"].startswith("UPDATE") for query in queries) == 1
    assert mark_all_read(person=person, at=LATER) == 0
    assert [read_at(row) for row in (told, read, theirs)] == [LATER, READ_AT, None]


# ── The list ──


def test_an_empty_inbox_says_what_will_stand_there(client, person):
    assert "There is nothing here yet." in main_of(client)
    assert page_of(client).find(string="Mark all as read") is None


def test_the_newest_stands_first_with_what_it_is_and_when(client, person, news):
    for day in (1, 2):
        tell(person, news, created_at=HAPPENED_AT + timedelta(days=day))
    rows = page_of(client).select("ul.inbox > li")
    assert [row.time.get_text() for row in rows] == ["20 March 2026, 13:00", "19 March 2026, 13:00"]
    for row in rows:
        assert row.a.get_text() == TITLE
        assert "A translation is outdated" in row.get_text()


def test_only_what_is_ones_own_and_in_the_inbox_is_shown(client, person, told, news):
    tell(make_person(Role.PARTNER), news)
    tell(person, news, in_inbox=False)
    assert [link["href"] for link in page_of(client).select("ul.inbox a")] == [at_notice(told)]


def test_what_is_unread_is_told_by_a_word(client, person, told, news):
    tell(person, news, read_at=READ_AT)
    read, unread = page_of(client).select("ul.inbox > li")
    assert "Unread" in unread.get_text()
    assert "Unread" not in read.get_text()
    assert main_of(client).startswith("Ik Zelf Log out My desk Inbox (1)")


def test_titles_are_in_the_language_of_the_page(client, person, told):
    assert page_of(client, addresses_of("inbox")["nl"]).select("ul.inbox a")[0].get_text() != TITLE


def test_whatever_is_wrong_with_one_message_the_list_shows_the_others(client, person, told):
    NotificationFactory(recipient=person, event_key="core.gone")
    with example_event(name="broken", words="core/notices/none.txt", label="No words") as broken:
        row = tell(person, broken)
        titles = [link.get_text() for link in page_of(client).select("ul.inbox a")]
        assert titles == ["No words", "core.gone", TITLE]
        assert page_of(client, at_notice(row)).h1.get_text() == "No words"


def test_fifty_stand_on_a_page(client, person, news):
    for _number in range(51):
        tell(person, news)
    assert len(page_of(client).select("ul.inbox > li")) == 50
    assert len(page_of(client, f"{INBOX}?page=2").select("ul.inbox > li")) == 1


def test_the_button_marks_everything_as_read(client, person, told):
    assert page_of(client).find(string="Mark all as read")
    response = client.post(INBOX)
    assert (response.status_code, response["Location"]) == (302, INBOX)
    assert read_at(told)
    assert page_of(client).find(string="Mark all as read") is None
    assert "You have read everything." in main_of(client)


def test_a_row_is_marked_by_its_own_button_and_one_is_back_at_the_row(client, person, told):
    for name, is_read in (("read", True), ("unread", False)):
        button = page_of(client).select_one(f"ul.inbox button[name={name}]")
        assert TITLE in button.get_text()
        answer = client.post(at_notice(told), {"page": "3", name: ""})
        assert answer["Location"] == f"{INBOX}?page=3#{told.uid}"
        assert bool(read_at(told)) is is_read


@pytest.mark.parametrize("page", ["", "x", "//evil.example", "²"])
def test_one_is_led_back_to_the_inbox_whatever_is_sent(client, person, told, page):
    answer = client.post(at_notice(told), {"page": page, "read": ""})
    assert answer["Location"] == f"{INBOX}#{told.uid}"


# ── One message ──


def test_a_message_shows_its_words_its_screen_and_why_one_gets_it(client, person):
    told = tell(person, TRANSLATION_OUTDATED)
    page = page_of(client, at_notice(told))
    assert page.h1.get_text() == TITLE
    assert page.title.get_text().startswith(TITLE)
    link = page.select_one("main a.button")
    assert link["href"] == "/en/my/translations/?state=outdated"
    assert link.get_text() == "Open the translations"
    text = page.main.get_text()
    assert str(told.event.receivers) in text
    assert "18 March 2026, 13:00" in text


def test_who_is_shown_a_message_has_read_it(client, person, told):
    page = page_of(client, at_notice(told))
    first = read_at(told)
    assert first
    assert page.select_one(".unread-count") is None
    page_of(client, at_notice(told))
    assert read_at(told) == first


def test_asking_whether_a_message_is_there_does_not_read_it(client, person, told):
    assert client.head(at_notice(told)).status_code == 200
    assert read_at(told) is None


def test_a_message_can_be_kept_as_unread(client, person, told):
    page_of(client, at_notice(told))
    assert client.post(at_notice(told), {"unread": ""})["Location"] == f"{INBOX}#{told.uid}"
    assert read_at(told) is None


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR, Role.PARTNER])
def test_somebody_elses_message_is_not_there(client, news, role, method):
    row = tell(make_person(Role.PARTNER), news)
    client.force_login(make_person(role))
    assert getattr(client, method)(at_notice(row), {"read": ""}).status_code == 404
    assert read_at(row) is None


def test_what_is_in_no_inbox_has_no_page(client, person, news):
    row = tell(person, news, in_inbox=False)
    assert client.get(at_notice(row)).status_code == 404


def test_who_stood_in_reads_whom_it_was_meant_for(client, person, news):
    row = tell(person, news, meant_for="Provincie <Voorbeeld>")
    assert "meant for Provincie <Voorbeeld>" in main_of(client)
    assert "This was meant for Provincie <Voorbeeld>." in main_of(client, at_notice(row))


def test_a_message_whose_event_is_gone_still_has_a_page(client, person):
    row = NotificationFactory(recipient=person, event_key="core.gone")
    assert "has no words for this message any more" in main_of(client, at_notice(row))


def test_nothing_that_somebody_typed_becomes_markup(client, person, news):
    row = NotificationFactory(
        recipient=person, event_key=news.key, facts={"what": "<script>alert(1)</script>"}
    )
    for path in (INBOX, at_notice(row)):
        assert "<script>alert" not in client.get(path).content.decode()


# ── The number of queries ──


@pytest.mark.parametrize("language", ["nl", "en"])
def test_number_of_queries_does_not_grow(client, person, news, reminder, language):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(addresses_of("inbox")[language]).status_code == 200
        return len(queries)

    tell(person, news)
    asked()  # the session begins
    few = asked()
    for _number in range(29):
        tell(person, reminder)
    # Session, person, roles; how many there are, the rows, how many are unread; what there is in
    # the portal as a whole.
    assert asked() == few == 7


# ── The count in the header ──


@pytest.mark.parametrize(("language", "words"), [("en", "2 unread messages"), ("nl", None)])
def test_every_page_of_my_desk_counts_what_is_unread(client, person, news, language, words):
    path = addresses_of("profile")[language]
    assert page_of(client, path).select_one(".unread-count") is None
    for _number in range(2):
        tell(person, news)
    count = page_of(client, path).select_one(".header .unread-count")
    assert count["href"] == addresses_of("inbox")[language]
    if words:
        assert count.select_one(".visually-hidden").get_text() == words
        assert page_of(client, path).find("a", string="Inbox (2)")["href"] == INBOX


def test_pages_of_ones_own_security_count_too(client, person, told):
    assert page_of(client, reverse("usersessions_list")).select_one(".unread-count")


def test_counting_is_one_query(client, person, told):
    with CaptureQueriesContext(connection) as queries:
        page_of(client, "/en/my/profile/")
    counts = [each["sql"] for each in queries if "notifications_notification" in each["sql"]]
    assert len(counts) == 1


def test_a_public_page_never_asks_who_reads_it(client, person, told, content):
    with CaptureQueriesContext(connection) as queries:
        page = page_of(client, "/en/contact/")
    assert page.select_one(".unread-count") is None
    assert not any("notifications_" in each["sql"] for each in queries)
