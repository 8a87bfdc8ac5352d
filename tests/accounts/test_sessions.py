"""Sessions end by themselves, and can be ended from elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import AccountAct
from accounts.roles import Role
from accounts.templatetags.browsers import browser_in_words
from core.models import AuditEntry
from tests.accounts.logging_in import (
    Browser,
    code_in_mail,
    is_logged_in,
    log_in,
    logged_in,
    main_of,
    page_of,
    set_up_app,
)
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

ENDED = "Your session has ended. Log in again to go on."


@pytest.fixture
def person():
    return make_person(Role.PARTNER, password=PASSWORD, language="en")


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def test_an_idle_session_ends_and_says_so(clock, client, person):
    log_in(client, person.email)
    assert UserSession.objects.filter(user=person).exists()
    clock.shift(timedelta(minutes=61))
    answer = client.get("/en/my/profile/")
    assert answer["Location"] == "/accounts/login/?next=/en/my/profile/"
    assert ENDED in main_of(client.get(answer["Location"]))
    assert not is_logged_in(client)
    assert not UserSession.objects.filter(user=person).exists()
    entry = AuditEntry.objects.get(act=AccountAct.SESSION_ENDED)
    assert (entry.actor, entry.object_uid) == (None, person.uid)


def test_each_request_keeps_it_alive_until_the_day_is_over(clock, client, person):
    log_in(client, person.email)
    for _ in range(12 * 60 // 50):
        clock.shift(timedelta(minutes=50))
        assert is_logged_in(client)
    clock.shift(timedelta(minutes=50))
    assert not is_logged_in(client)


def test_the_day_counts_from_login_not_from_the_first_page(clock, client, person, settings):
    settings.SESSION_IDLE_MINUTES = 24 * 60
    log_in(client, person.email)
    clock.shift(timedelta(hours=11))
    assert is_logged_in(client)
    clock.shift(timedelta(hours=1, minutes=1))
    assert not is_logged_in(client)


def test_a_form_of_an_ended_session_leads_to_login(clock, client, person):
    log_in(client, person.email)
    clock.shift(timedelta(minutes=61))
    answer = client.post(reverse("usersessions_list"))
    assert answer["Location"].startswith("/accounts/login/?lang=")


def test_a_busy_session_is_written_once_a_minute(clock, client, person, django_assert_num_queries):
    log_in(client, person.email)
    client.get("/en/my/")
    seen = UserSession.objects.get(user=person).last_seen_at
    clock.shift(30)
    client.get("/en/my/")
    assert UserSession.objects.get(user=person).last_seen_at == seen
    clock.shift(31)
    client.get("/en/my/")
    assert UserSession.objects.get(user=person).last_seen_at == timezone.now()


def test_public_pages_touch_no_session(clock, client, person, content):
    log_in(client, person.email)
    clock.shift(timedelta(minutes=61))
    for path in ("/en/", "/robots.txt", "/sitemap.xml", "/favicon.ico"):
        answer = client.get(path)
        assert "Cookie" not in answer.get("Vary", ""), path
        assert not answer.cookies, path
    assert Session.objects.exists()


def test_the_other_sessions_are_ended_from_the_list(person):
    here, there = Browser(), Browser(headers={"User-Agent": "Elsewhere/1.0"})
    log_in(here, person.email)
    log_in(there, person.email)
    shown = main_of(here.get(reverse("usersessions_list") + "?lang=en"))
    assert "Unknown browser" in shown
    assert "this session" in shown
    answer = here.post(reverse("usersessions_list") + "?lang=en", follow=True)
    assert "Your other sessions have ended." in main_of(answer)
    assert is_logged_in(here)
    assert not is_logged_in(there)
    entry = AuditEntry.objects.get(act=AccountAct.SESSION_ENDED)
    assert (entry.actor, entry.object_uid) == (person.uid, person.uid)


def test_one_sees_only_ones_own_sessions(person):
    log_in(Browser(headers={"User-Agent": "Somebody else"}), person.email)
    other = logged_in(make_person(Role.PARTNER))
    assert "Somebody else" not in main_of(other.get(reverse("usersessions_list")))


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(person):
    here, there = Browser(), Browser()
    log_in(here, person.email)
    log_in(there, person.email)
    fields = {"oldpassword": PASSWORD, "password1": "een heel andere lange zin"}
    answer = here.post(reverse("account_change_password") + "?lang=en", fields)
    assert answer["Location"] == reverse("security").replace("/nl/", "/en/")
    assert is_logged_in(here)
    assert not is_logged_in(there)


def test_logging_in_gives_a_new_session(client, person):
    client.get(reverse("account_login"))
    client.post(reverse("account_request_login_code"), {"email": person.email})
    before = client.session.session_key
    client.post(reverse("account_logout"))
    log_in(client, person.email)
    assert client.session.session_key != before


def test_somebody_who_is_logged_in_is_not_asked_again(client, person):
    log_in(client, person.email)
    answer = client.get(reverse("account_login") + "?next=/en/my/profile/")
    assert answer["Location"] == "/en/my/profile/"
    assert page_of(client.get("/en/my/")).select_one("form[action$='/logout/']")


LOG_IN_AGAIN = "Log in again to change this. Then we know that it is you."
WAYS_TO_LOG_IN = [
    "account_email",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
]


@pytest.fixture
def without_password():
    return make_person(Role.PARTNER, language="en")


@pytest.mark.parametrize("page", WAYS_TO_LOG_IN)
def test_who_can_confirm_nothing_logs_in_again_to_change_how(clock, without_password, page):
    client = logged_in(without_password)
    assert client.get(reverse(page)).status_code == 200
    clock.shift(timedelta(minutes=5, seconds=1))
    address = reverse(page) + "?next=/en/my/security/"
    answer = client.get(address)
    assert answer["Location"].startswith("/accounts/login/?next=" + reverse(page))
    login = client.get(answer["Location"])
    assert LOG_IN_AGAIN in main_of(login)
    assert page_of(login).select_one("main input[name=next]")["value"] == address
    assert not is_logged_in(client)
    entry = AuditEntry.objects.get(act=AccountAct.SESSION_ENDED)
    assert (entry.actor, entry.object_uid) == (None, without_password.uid)


def test_a_form_sent_later_changes_nothing(clock, without_password):
    client = logged_in(without_password)
    client.get(reverse("account_email"))
    clock.shift(timedelta(minutes=5, seconds=1))
    fields = {"email": "thief@blk.example", "action_add": ""}
    client.post(reverse("account_email"), fields)
    assert mail.outbox == []
    client = logged_in(without_password)
    is_logged_in(client)
    clock.shift(timedelta(minutes=5, seconds=1))
    password = "een heel andere lange zin"
    client.post(reverse("account_set_password"), {"password1": password})
    assert not type(without_password).objects.get(pk=without_password.pk).has_usable_password()


def test_after_logging_in_again_by_code_one_changes_the_address(clock, client, without_password):
    for _ in range(2):
        client.post(reverse("account_request_login_code"), {"email": without_password.email})
        client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
        assert client.get(reverse("account_email")).status_code == 200
        clock.shift(timedelta(minutes=6))
        assert is_logged_in(client)
        assert client.get(reverse("account_email")).status_code == 302


def test_the_rest_of_the_desk_asks_for_no_new_login(clock, without_password):
    client = logged_in(without_password)
    is_logged_in(client)
    clock.shift(timedelta(minutes=59))
    for name in ("security", "profile", "mfa_index", "mfa_list_webauthn", "usersessions_list"):
        assert client.get(reverse(name)).status_code == 200, name


def test_who_can_confirm_is_asked_for_that_and_stays_logged_in(clock, person, without_password):
    set_up_app(without_password)
    ways = {person: "account_reauthenticate", without_password: "mfa_reauthenticate"}
    for somebody, way in ways.items():
        client = logged_in(somebody)
        is_logged_in(client)
        clock.shift(timedelta(minutes=6))
        answer = client.get(reverse("mfa_add_webauthn"))
        assert answer["Location"].startswith(reverse(way))
        assert is_logged_in(client)


def test_one_session_is_ended_from_the_list_and_only_that_one(client, person):
    phone, laptop = Browser(), Browser()
    for each in (client, phone, laptop):
        log_in(each, person.email)
    sessions = {session.session_key: session.pk for session in UserSession.objects.all()}
    ended = sessions[phone.session.session_key]
    answer = client.post(reverse("end_session", args=[ended]), follow=True)
    assert "That session has ended." in answer.content.decode()
    assert is_logged_in(client)
    assert not is_logged_in(phone)
    assert is_logged_in(laptop)
    assert AuditEntry.objects.filter(act=AccountAct.SESSION_ENDED, actor=person.uid).count() == 1


def test_nobody_ends_the_session_of_somebody_else(client, person):
    other = Browser()
    log_in(other, make_person(Role.PARTNER, password=PASSWORD, language="en").email)
    log_in(client, person.email)
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post(reverse("end_session", args=[theirs.pk])).status_code == 404
    assert is_logged_in(other)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) … Chrome/156.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) … Chrome/156.0 Safari/537.36 Edg/156", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26 like Mac OS X) … Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Mac OS X 15.0; rv:140) Gecko Firefox/140", "Firefox on macOS"),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_in_words(user_agent, words):
    with translation.override("en"):
        assert browser_in_words(user_agent) == words
