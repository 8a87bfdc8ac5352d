"""The link in a mail by which its reader gets no more such mails, without logging in."""

import time
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.test import Client
from django.utils import translation

from accounts import sessions
from accounts.models import User
from accounts.roles import Role
from core.events import TRANSLATION_OUTDATED
from core.models import AuditEntry
from notifications.enums import Choice, NotificationAct, Way
from notifications.events import DAILY_OVERVIEW
from notifications.letters import mail_of
from notifications.models import Preference
from notifications.unsubscribing import SALT, Unwanted, unsubscribe_path
from notifications.workflow.choices import choose, subscribe_again, unsubscribe
from tests.factories.accounts import make_person
from tests.factories.notifications import NotificationFactory, PreferenceFactory
from tests.notifications.events import FACTS, example_event

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def browser() -> Client:
    """It has no cookies, and cross-site requests are refused as in life."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def person() -> User:
    return make_person(Role.PARTNER, language="en")


def link_for(person: User, event, language: str = "en") -> str:
    with translation.override(language):
        return unsubscribe_path(Unwanted(person.uid, event.key))


def way_of(person: User, event) -> Way:
    stored = Preference.objects.filter(person=person).first() or Preference()
    return stored.way_of(event)


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


# ── The acts ──


def test_only_mails_of_that_kind_stop(person, news, reminder):
    unsubscribe(unwanted=Unwanted(person.uid, news.key))
    assert way_of(person, news) == Way.INBOX
    assert way_of(person, reminder) == Way.AT_ONCE
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.fields) == (NotificationAct.UNSUBSCRIBED, ["muted"])
    assert (entry.actor, entry.object_uid) == (None, person.uid)  # nobody said who they are


def test_doing_it_twice_changes_and_records_nothing_more(person, news):
    for _time in range(2):
        unsubscribe(unwanted=Unwanted(person.uid, news.key))
    assert Preference.objects.get().muted == [news.key]
    assert acts() == [NotificationAct.UNSUBSCRIBED]


def test_the_way_back_leaves_what_else_was_chosen(person, news, reminder):
    choose(person=person, choice=Choice.DAILY, muted=[reminder.key])
    for act in (unsubscribe, subscribe_again, subscribe_again):
        act(unwanted=Unwanted(person.uid, news.key))
    preference = Preference.objects.get()
    assert (preference.choice, preference.muted) == (Choice.DAILY, [reminder.key])
    changed, left = NotificationAct.CHOICE_CHANGED, NotificationAct.UNSUBSCRIBED
    assert acts() == [changed, left, changed]


@pytest.mark.parametrize(
    ("choice", "way_of_news"),
    [
        (Choice.AT_ONCE, Way.AT_ONCE),
        (Choice.DAILY, Way.INBOX),
        (Choice.ONLY_REMINDERS, Way.INBOX),
    ],
)
def test_without_the_overview_the_other_mails_go_on_and_the_way_back_is_exact(
    person, news, reminder, can_wait, choice, way_of_news
):
    PreferenceFactory(person=person, choice=choice)
    events = (news, reminder, can_wait)
    before = [way_of(person, event) for event in events]
    unsubscribe(unwanted=Unwanted(person.uid, DAILY_OVERVIEW.key))
    without = [way_of_news, Way.AT_ONCE, Way.INBOX]
    assert [way_of(person, event) for event in events] == without
    subscribe_again(unwanted=Unwanted(person.uid, DAILY_OVERVIEW.key))
    assert [way_of(person, event) for event in events] == before
    assert Preference.objects.get().choice == choice


def test_there_is_nothing_to_do_where_person_or_event_is_gone(person, news, security):
    gone = make_person(Role.PARTNER)
    uid = gone.uid
    gone.delete()
    unwanted = [
        Unwanted(uid, news.key),
        Unwanted(person.uid, "core.gone"),
        Unwanted(person.uid, security.key),
    ]
    for each in unwanted:
        unsubscribe(unwanted=each)
        subscribe_again(unwanted=each)
    assert not Preference.objects.exists()
    assert acts() == []


# ── The page ──


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_the_page_changes_nothing(browser, person, news, method):
    response = getattr(browser, method)(link_for(person, news))
    assert response.status_code == 200
    assert not Preference.objects.exists()
    assert acts() == []


def test_the_page_says_what_would_stop(browser, person, news):
    text = browser.get(link_for(person, news)).content.decode()
    for words in ("No more mails like this one?", news.label, news.explanation):
        assert str(words) in text


def test_one_click_of_a_mail_program_needs_no_cookie_and_no_token(browser, person, news):
    response = browser.post(link_for(person, news), ONE_CLICK)
    assert response.status_code == 200  # RFC 8058: no redirect
    assert not response.cookies
    assert way_of(person, news) == Way.INBOX


def test_the_header_of_the_mail_leads_there(browser, person, news):
    row = NotificationFactory(recipient=person, event_key=news.key, facts=FACTS)
    link = urlsplit(mail_of(row).extra_headers["List-Unsubscribe"].strip("<>"))
    assert browser.post(link.path, ONE_CLICK).status_code == 200
    assert way_of(person, news) == Way.INBOX


def test_the_buttons_lead_there_and_back(browser, person, news):
    link = link_for(person, news)
    page = BeautifulSoup(browser.get(link).content, "html.parser")
    for wanted, heading in (
        (Way.INBOX, "You have unsubscribed"),
        (Way.AT_ONCE, "These mails are on again"),
        (Way.INBOX, "You have unsubscribed"),
    ):
        sent = {page.select_one("main button").get("name", ""): ""}
        page = BeautifulSoup(browser.post(link, sent).content, "html.parser")
        assert page.h1.get_text() == heading
        assert way_of(person, news) == wanted
        assert page.select_one('main a[href="/en/my/inbox/preferences/"]')


def test_the_overview_is_stopped_and_comes_back_as_any_other_mail(browser, person):
    link = link_for(person, DAILY_OVERVIEW)
    assert "All your other mails go on." in browser.get(link).content.decode()
    browser.post(link)
    assert Preference.objects.get().muted == [DAILY_OVERVIEW.key]
    browser.post(link, {"again": ""})
    assert Preference.objects.get().muted == []
    assert Preference.objects.get().choice == Choice.AT_ONCE


def test_of_an_event_that_is_gone_nothing_is_left_to_unsubscribe_from(browser, person):
    with example_event(name="old") as event:
        link = link_for(person, event)
    for response in (browser.get(link), browser.post(link, ONE_CLICK)):
        assert response.status_code == 200
        assert "There is nothing left to unsubscribe from" in response.content.decode()


def test_who_has_no_account_any_more_reads_no_error(browser, person, news):
    link = link_for(person, news)
    person.delete()
    assert browser.post(link, ONE_CLICK).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_the_portal_did_not_make_is_answered_in_words(browser, person, news, method):
    token = link_for(person, news).rstrip("/").rpartition("/")[2]
    forged = signing.dumps([str(person.uid), news.key], key="another", salt=SALT)
    elsewhere = signing.dumps([str(person.uid), news.key], salt="another")
    for bad in (token[:-3], token[3:], token.upper(), "x", "é:ü:ß", forged, elsewhere):
        response = getattr(browser, method)(f"/en/inbox/unsubscribe/{bad}/")
        assert response.status_code == 404, bad
        assert "This link does not work" in response.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(browser, person, news, method):
    assert getattr(browser, method)(link_for(person, news)).status_code == 405


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_kept_by_nobody_and_its_address_is_told_to_nobody(
    browser, person, news, language
):
    link = link_for(person, news, language)
    for response in (browser.get(link), browser.post(link), browser.get(link[:-5] + "/")):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        page = BeautifulSoup(response.content, "html.parser")
        assert page.html["lang"] == language
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        assert not any("://" in a["href"] for a in page.select("a"))


def test_it_works_for_whose_session_has_ended_or_lacks_its_second_factor(browser, settings, news):
    settings.REQUIRE_SECOND_FACTOR = True
    secretary = make_person(Role.SECRETARIAT)
    browser.force_login(secretary)
    session = browser.session
    session[sessions.LOGGED_IN_AT] = session[sessions.SEEN_AT] = time.time() - 10**6
    session.save()
    assert browser.get("/en/my/inbox/").status_code == 302
    browser.force_login(secretary)
    assert browser.get("/en/my/inbox/").status_code == 302  # has no second factor
    response = browser.post(link_for(secretary, TRANSLATION_OUTDATED), ONE_CLICK)
    assert response.status_code == 200
    assert way_of(secretary, TRANSLATION_OUTDATED) == Way.INBOX


def test_who_is_logged_in_as_somebody_else_unsubscribes_the_mails_reader(browser, person, news):
    browser.force_login(other := make_person(Role.PARTNER))
    browser.post(link_for(person, news), ONE_CLICK)
    assert (way_of(person, news), way_of(other, news)) == (Way.INBOX, Way.AT_ONCE)
