"""My notifications and what I want to be mailed, as the API tells it and takes it: only mine."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from accounts.enums import TokenScope
from accounts.models import User
from accounts.roles import Role
from core.announce import Urgency
from core.bilingual import LANGUAGES
from notifications.enums import Choice, NotificationState, Way
from notifications.models import Notification, Preference
from portal.openapi import document
from tests.accounts.test_tokens import make_token
from tests.core.api.calls import HOST, call, errors_of, ids_of, require_problem
from tests.factories.accounts import make_person
from tests.factories.notifications import NotificationFactory, PreferenceFactory
from tests.notifications.events import FACTS, example_event

pytestmark = [pytest.mark.db, pytest.mark.django_db]

MINE, PREFERENCES = "notifications", "notification-preferences"
READ_AT = datetime(2026, 3, 18, 13, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    return make_person(Role.PARTNER, language="en")


def told(person: User, event, **more) -> Notification:
    return NotificationFactory(recipient=person, event_key=event.key, facts=FACTS, **more)


def one(row: Notification) -> str:
    return f"{MINE}/{row.uid}"


# ── What I was told ──────────────────────────────────────────────────────────────────────────────


def test_a_notification_is_told_in_words(person, can_wait):
    row = told(person, can_wait, way=Way.DAILY, state=NotificationState.PENDING)
    answer = call(f"{one(row)}?lang=en", by=person)
    assert answer.json() == {
        "id": str(row.uid),
        "url": f"{HOST}/api/v1/notifications/{row.uid}",
        "version": 1,
        "event": "core.example_can_wait",
        "title": answer.json()["title"],
        "text": answer.json()["text"],
        "link": None,
        "meantFor": "",
        "urgency": "can_wait",
        "createdAt": "2026-03-18T12:00:00Z",
        "isRead": False,
        "readAt": None,
        "mail": "pending",
    }
    assert "Page About" in answer.json()["title"] + answer.json()["text"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["ETag"].startswith('"1-')


def test_its_link_leads_to_the_screen_at_the_host_that_was_asked(person):
    with example_event(path=lambda facts: "/en/my/") as event:
        row = told(person, event, origin="https://elsewhere.example")
        assert call(one(row), by=person).json()["link"] == f"{HOST}/en/my/"


def test_words_are_those_of_the_language_asked_for(person, news):
    row = told(person, news)
    answers = {code: call(f"{one(row)}?lang={code}", by=person).json() for code in LANGUAGES}
    whole = {code: each["title"] + each["text"] for code, each in answers.items()}
    assert "Pagina Over" in whole["nl"]
    assert "Page About" in whole["en"]
    both = call(f"{one(row)}?translations=all", by=person).json()
    for member in ("title", "text"):
        assert both[member] == {code: answers[code][member] for code in LANGUAGES}


def test_what_has_no_words_any_more_breaks_nothing(person, news):
    with example_event(words="core/notices/no_such_words.txt") as broken:
        rows = [told(person, broken), NotificationFactory(recipient=person, event_key="gone.event")]
        answer = call(f"{MINE}?lang=en", by=person)
        titles = {row["id"]: (row["title"], row["text"]) for row in answer.json()["results"]}
        assert titles[str(rows[0].uid)] == (str(rows[0]), "")
    assert titles[str(rows[1].uid)] == ("gone.event", "")
    assert call(one(rows[1]), by=person).json()["urgency"] is None


def test_the_list_is_mine_the_newest_first(person):
    older, newer = NotificationFactory.create_batch(2, recipient=person)
    NotificationFactory()
    NotificationFactory(recipient=person, in_inbox=False)
    NotificationFactory(recipient=None, address=person.email)
    answer = call(MINE, by=person)
    assert ids_of(answer) == [str(newer.uid), str(older.uid)]
    assert answer.json().keys() == {"results", "links"}
    assert answer.json()["links"]["next"] is None


@pytest.mark.parametrize("role", Role)
def test_those_of_others_are_not_there(role):
    row = NotificationFactory()
    person = make_person(role)
    assert ids_of(call(MINE, by=person)) == []
    for method in ("get", "patch"):
        require_problem(call(one(row), method=method, by=person, body={}), 404, "not-found")
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize(
    "address", [MINE, PREFERENCES, f"{MINE}/00000000-0000-4000-8000-000000000000"]
)
def test_nobody_in_particular_is_asked_who_they_are(address):
    answer = call(address)
    require_problem(answer, 401, "not-authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_pages_follow_their_links(person):
    rows = NotificationFactory.create_batch(5, recipient=person)
    path, seen = f"{MINE}?pageSize=2", []
    while path:
        answer = call(path, by=person)
        seen += ids_of(answer)
        path = (answer.json()["links"]["next"] or "").removeprefix(HOST)
    assert seen == [str(row.uid) for row in reversed(rows)]


def test_filters(person, news, reminder):
    read = told(person, news, read_at=READ_AT)
    unread = told(person, reminder)
    for query, found in [
        ("isRead=true", read),
        ("isRead=false", unread),
        (f"event={news.key}", read),
        (f"event={reminder.key}&isRead=false", unread),
    ]:
        assert ids_of(call(f"{MINE}?{query}", by=person)) == [str(found.uid)], query


@pytest.mark.parametrize(
    "query", ["isRead=1", "event=no.such", "q=x", "q=", "sort=id", "page=2", "cursor=x", "x=1"]
)
def test_a_query_that_means_nothing_is_named(person, query):
    answer = call(f"{MINE}?{query}&lang=en", by=person)
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer).keys() == {query.partition("=")[0]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_as_a_file_has_a_heading_a_member(person, news, language):
    row = told(person, news, read_at=READ_AT)
    answer = call(f"{MINE}?format=csv&lang={language}", by=person)
    headings, values = list(csv.reader(io.StringIO(answer.content.decode(), newline="")))
    assert len(headings) == len(set(headings)) == 13
    assert str(row.uid) in values
    sheet = load_workbook(
        io.BytesIO(call(f"{MINE}?format=xlsx&lang={language}", by=person).content)
    ).active
    assert [cell.value for cell in next(sheet.iter_rows())] == headings
    both = call(f"{MINE}?format=csv&translations=all", by=person).content.decode()
    assert "Pagina Over" in both
    assert "Page About" in both


# ── Marking ──────────────────────────────────────────────────────────────────────────────────────


def test_one_is_marked_as_read_and_as_unread(person):
    row = NotificationFactory(recipient=person)
    answer = call(one(row), method="patch", by=person, body={"isRead": True})
    assert (answer.status_code, answer.json()["isRead"]) == (200, True)
    assert answer.json()["readAt"]
    again = call(one(row), method="patch", by=person, body={"isRead": True}).json()
    assert again["readAt"] == answer.json()["readAt"]
    answer = call(one(row), method="patch", by=person, body={"isRead": False})
    assert (answer.json()["isRead"], answer.json()["readAt"]) == (False, None)


def test_a_body_without_members_changes_nothing(person):
    row = NotificationFactory(recipient=person, read_at=READ_AT)
    assert call(one(row), method="patch", by=person, body={}).json()["isRead"] is True
    row.refresh_from_db()
    assert row.read_at == READ_AT


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"isRead": "true"}, {"#/isRead"}),
        ({"isRead": None}, {"#/isRead"}),
        ({"isRead": True, "title": "x", "readAt": None}, {"#/title", "#/readAt"}),
    ],
)
def test_what_cannot_be_written_is_named_and_nothing_is_marked(person, body, pointers):
    row = NotificationFactory(recipient=person)
    answer = call(one(row), method="patch", by=person, body=body)
    require_problem(answer, 400, "invalid-input")
    assert errors_of(answer).keys() == pointers
    row.refresh_from_db()
    assert row.read_at is None


def test_who_read_an_older_version_marks_nothing(person):
    row = NotificationFactory(recipient=person)
    body = {"isRead": True}
    stale = call(one(row), method="patch", by=person, body=body, If_Match='"7-x"')
    require_problem(stale, 412, "lost-update")
    row.refresh_from_db()
    assert row.read_at is None
    tag = call(one(row), by=person)["ETag"]
    answer = call(one(row), method="patch", by=person, body=body, If_Match=tag)
    assert answer.status_code == 200
    assert answer["ETag"].startswith('"2-')


def test_all_are_marked_as_read_and_only_mine(person):
    NotificationFactory.create_batch(2, recipient=person)
    NotificationFactory(recipient=person, read_at=READ_AT)
    others = NotificationFactory()
    answer = call(f"{MINE}/read-all", method="post", by=person)
    assert (answer.status_code, answer.json()) == (200, {"marked": 2})
    assert not Notification.objects.inbox_of(person).unread().exists()
    others.refresh_from_db()
    assert others.read_at is None
    assert call(f"{MINE}/read-all", method="post", by=person).json() == {"marked": 0}


def test_marking_all_takes_no_members(person):
    row = NotificationFactory(recipient=person)
    answer = call(f"{MINE}/read-all", method="post", by=person, body={"event": "core.x"})
    require_problem(answer, 400, "invalid-input")
    assert errors_of(answer).keys() == {"#/event"}
    row.refresh_from_db()
    assert row.read_at is None


def test_marking_all_again_with_the_same_key_leaves_what_came_since(person):
    NotificationFactory(recipient=person)
    answers = []
    for _time in range(2):
        answers.append(call(f"{MINE}/read-all", method="post", by=person, Idempotency_Key="k-1"))
        came_since = NotificationFactory(recipient=person)
    assert [answer.json() for answer in answers] == [{"marked": 1}] * 2
    came_since.refresh_from_db()
    assert came_since.read_at is None
    assert Notification.objects.inbox_of(person).unread().count() == 2


@pytest.mark.parametrize("method", ["get", "patch", "delete", "put"])
def test_marking_all_is_a_post(person, method):
    answer = call(f"{MINE}/read-all", method=method, by=person)
    require_problem(answer, 405, "method-not-allowed")
    assert "POST" in answer["Allow"]


def test_a_token_reads_and_only_one_that_may_write_marks(person):
    row = NotificationFactory(recipient=person)
    client = Client()
    for scope, status in [(TokenScope.READ, 403), (TokenScope.WRITE, 200)]:
        _token, secret = make_token(person, scope=scope)
        bearer = {"authorization": f"Bearer {secret}"}
        assert client.get(f"/api/v1/{one(row)}", headers=bearer).status_code == 200
        body, kind = json.dumps({"isRead": True}), "application/json"
        answer = client.patch(f"/api/v1/{one(row)}", body, kind, headers=bearer)
        assert answer.status_code == status


# ── What I want to be mailed ─────────────────────────────────────────────────────────────────────


def preferences(person: User, query: str = "lang=en") -> dict:
    answer = call(f"{PREFERENCES}?{query}", by=person)
    assert answer.status_code == 200, answer.content
    return answer.json()


def by_mail(told: dict) -> dict[str, bool]:
    return {each["event"]: each["byMail"] for each in told["events"]}


def choose(person: User, **body):
    return call(f"{PREFERENCES}?lang=en", method="patch", by=person, body=body)


def test_without_a_choice_everything_is_mailed_at_once(person, news, security):
    told = preferences(person)
    assert (told["version"], told["choice"]) == (0, "at_once")
    assert all(by_mail(told).values())
    event = next(each for each in told["events"] if each["event"] == news.key)
    with translation.override("en"):
        assert event == {
            "event": news.key,
            "label": str(news.label),
            "explanation": str(news.explanation),
            "receivers": str(news.receivers),
            "urgency": "news",
            "byMail": True,
            "isAlwaysMailed": False,
        }
    always = {each["event"] for each in told["events"] if each["isAlwaysMailed"]}
    assert security.key in always
    assert news.key not in always


def test_words_of_events_are_told_in_both_languages(person, news):
    told = preferences(person, "translations=all")
    assert all(set(each["label"]) == set(LANGUAGES) for each in told["events"])


def test_what_only_the_secretariat_hears_stands_there_only_for_them(person):
    with example_event(to_secretariat=True) as event:
        assert event.key not in by_mail(preferences(person))
        assert event.key in by_mail(preferences(make_person(Role.SECRETARIAT)))


def test_only_what_is_named_changes(person, news, reminder):
    PreferenceFactory(person=person, muted=["gone.event", reminder.key])
    answer = choose(person, events=[{"event": news.key, "byMail": False}])
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["choice"], told["version"]) == ("at_once", 2)
    assert (by_mail(told)[news.key], by_mail(told)[reminder.key]) == (False, False)
    stored = Preference.objects.get(person=person)
    assert set(stored.muted) == {"gone.event", news.key, reminder.key}
    answer = choose(person, choice="daily", events=[{"event": reminder.key, "byMail": True}])
    told = answer.json()
    assert told["choice"] == "daily"
    assert (by_mail(told)[news.key], by_mail(told)[reminder.key]) == (False, True)
    assert told == preferences(person)


def test_the_first_choice_makes_a_row(person):
    assert choose(person, choice="only_reminders").json()["version"] == 1
    assert Preference.objects.get(person=person).choice == Choice.ONLY_REMINDERS


def test_a_body_without_members_chooses_nothing(person):
    assert choose(person).json()["version"] == 0
    assert not Preference.objects.exists()


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_chosen(person, news, security):
    answer = choose(
        person,
        choice="never",
        muted=[],
        events=[
            {"event": news.key, "byMail": False},
            {"event": "no.such", "byMail": False},
            {"event": security.key, "byMail": False},
            {"event": news.key},
            {"byMail": "no"},
            "x",
            5,
            None,
        ],
    )
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer) == {
        "#/choice": "Choose one of: at_once, daily, only_reminders.",
        "#/muted": "This member cannot be written.",
        "#/events/1/event": "“no.such” does not exist.",
        "#/events/2/event": "Mails about this always go.",
        "#/events/3/byMail": "This member is missing.",
        "#/events/4/event": "This member is missing.",
        "#/events/4/byMail": "Send true or false.",
        "#/events/5": "Send an object.",
        "#/events/6": "Send an object.",
        "#/events/7": "This member cannot be null.",
    }
    assert not Preference.objects.exists()


@pytest.mark.parametrize("events", [{}, "x", 1, None, True])
def test_events_are_a_list(person, events):
    answer = choose(person, events=events)
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer).keys() == {"#/events"}


def test_an_event_is_named_once(person, news):
    both = [{"event": news.key, "byMail": value} for value in (True, False)]
    assert errors_of(choose(person, events=both)) == {"#/events": "Name each event once."}


@pytest.mark.parametrize("stored", [True, False])
def test_who_read_an_older_choice_overwrites_nothing(person, stored):
    if stored:
        PreferenceFactory(person=person)
    tag = call(PREFERENCES, by=person)["ETag"]
    assert choose(person, choice="daily").status_code == 200
    late = {"method": "patch", "by": person, "body": {"choice": "at_once"}}
    require_problem(call(PREFERENCES, **late, If_Match=tag), 412, "lost-update")
    assert Preference.objects.get(person=person).choice == Choice.DAILY
    tag = call(PREFERENCES, by=person)["ETag"]
    assert call(PREFERENCES, **late, If_Match=tag).status_code == 200


# ── How both are asked ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("query", ["", "&translations=all"])
def test_answers_are_what_the_document_says(person, news, query):
    told(person, news)
    NotificationFactory(recipient=person, event_key="gone.event")
    schemas = json.loads(document())
    for path, schema in [(MINE, "NotificationList"), (PREFERENCES, "Preferences")]:
        whole = schemas["components"]["schemas"][schema] | {"components": schemas["components"]}
        answer = call(f"{path}?lang=en{query}", by=person).json()
        Draft202012Validator(whole).validate(answer)


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("language", LANGUAGES)
def test_asks_the_same_however_many(person, language, number, django_assert_num_queries):
    for urgency in Urgency:
        with example_event(urgency) as event:
            for _each in range(number):
                told(person, event)
    client = Client()
    client.force_login(person, "accounts.backends.RecognisePeople")
    client.get("/api/v1/me")
    for path, queries in [(MINE, 3), (f"{MINE}?format=csv", 3), (PREFERENCES, 4)]:
        with django_assert_num_queries(queries):
            path = f"/api/v1/{path}{'&' if '?' in path else '?'}lang={language}"
            assert client.get(path).status_code == 200
