"""Sessions end by themselves, and can be ended from elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AccountAct
from accounts.roles import Role
from core.models import AuditEntry
from tests.accounts.logging_in import is_logged_in, log_in, logged_in, main_of, page_of
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
    here, there = Client(), Client(headers={"User-Agent": "Elsewhere/1.0"})
    log_in(here, person.email)
    log_in(there, person.email)
    shown = main_of(here.get(reverse("usersessions_list") + "?lang=en"))
    assert "Elsewhere/1.0" in shown
    assert "This session." in shown
    answer = here.post(reverse("usersessions_list") + "?lang=en", follow=True)
    assert "Your other sessions have ended." in main_of(answer)
    assert is_logged_in(here)
    assert not is_logged_in(there)
    entry = AuditEntry.objects.get(act=AccountAct.SESSION_ENDED)
    assert (entry.actor, entry.object_uid) == (person.uid, person.uid)


def test_one_sees_only_ones_own_sessions(person):
    log_in(Client(headers={"User-Agent": "Somebody else"}), person.email)
    other = logged_in(make_person(Role.PARTNER))
    assert "Somebody else" not in main_of(other.get(reverse("usersessions_list")))


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(person):
    here, there = Client(), Client()
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
