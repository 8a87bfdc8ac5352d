"""Login and back office have no language in their address: they speak the reader's."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import AccountAct
from accounts.language import address_in, language_of_address
from accounts.models import User
from accounts.roles import Role
from core.models import AuditEntry
from tests.accounts.logging_in import logged_in, page_of
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LOGIN = "/accounts/login/"
SWITCH = "/accounts/language/"


def language_of(client: Client, path: str, **options) -> str:
    answer = client.get(path, **options)
    language = page_of(answer).html["lang"]
    assert answer["Content-Language"] == language
    return language


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("?next=/en/my/", "en"),
        ("?next=/nl/mijn/", "nl"),
        ("?lang=en", "en"),
        ("?next=/admin/%3Flang%3Den", "en"),
        ("?next=/nl/mijn/&lang=en", "en"),
        ("?next=/admin/", "nl"),
        ("?lang=fr", "nl"),
        ("?next=http://[", "nl"),
        ("", "nl"),
    ],
)
def test_login_speaks_the_language_of_where_it_leads(asked, language):
    assert language_of(Client(), LOGIN + asked, headers={"Accept-Language": "nl"}) == language


def test_then_the_persons_own_language_then_the_browsers(client):
    accepts = {"headers": {"Accept-Language": "en"}}
    assert language_of(client, LOGIN, **accepts) == "en"
    assert language_of(client, LOGIN, headers={"Accept-Language": "fr"}) == "nl"
    person = logged_in(make_person(Role.PARTNER, language="nl"))
    assert language_of(person, "/accounts/2fa/", **accepts) == "nl"
    assert language_of(person, "/accounts/2fa/?next=/en/my/security/", **accepts) == "en"


def test_the_following_steps_keep_the_language_of_the_first(client):
    accepts = {"headers": {"Accept-Language": "nl"}}
    client.get(LOGIN + "?next=/en/my/", **accepts)
    assert language_of(client, LOGIN, **accepts) == "en"
    assert language_of(client, "/accounts/password/reset/done/", **accepts) == "en"


def test_a_page_with_a_language_in_its_address_keeps_it():
    person = logged_in(make_person(Role.PARTNER, language="nl"))
    assert language_of(person, "/en/my/") == "en"


def test_the_switch_shows_the_same_page_in_the_other_language(client):
    page = page_of(client.get(LOGIN + "?next=/en/my/"))
    (form,) = page.select(f"form[action='{SWITCH}']")
    (button,) = form.select("button[name=language]")
    assert (button["value"], button["lang"], button.text) == ("nl", "nl", "Nederlands")
    came_from = form.select_one("input[name=next]")["value"]
    answer = client.post(SWITCH, {"language": "nl", "next": came_from})
    assert answer["Location"] == LOGIN + "?next=" + address_in("nl", "/en/my/")
    assert language_of(client, answer["Location"]) == "nl"


def test_a_public_page_keeps_plain_links(client, content):
    page = page_of(client.get("/en/"))
    assert page.select_one("a.language-switch")["href"] == "/nl/"
    assert not page.select("input[name=csrfmiddlewaretoken]")


def test_whoever_is_logged_in_gets_mails_in_that_language_too():
    person = make_person(Role.PARTNER, language="nl")
    client = logged_in(person)
    client.post(SWITCH, {"language": "en", "next": "/accounts/2fa/"})
    assert User.objects.get(pk=person.pk).language == "en"
    assert language_of(client, "/accounts/2fa/") == "en"
    entry = AuditEntry.objects.get(act=AccountAct.PROFILE_CHANGED)
    assert (entry.actor, entry.fields) == (person.uid, ["language"])


def test_the_switch_bears_with_any_address_it_came_from(client):
    came_from = LOGIN + "?next=http://[&x=1"
    assert client.post(SWITCH, {"language": "en", "next": came_from}).status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://evil.example/", "//evil.example", "/\\evil", "/\t/evil", "", "\\\\evil"),
        *("abc", "person", "invitation", "{", "?x=1", "%2F%2Fevil", ".", "\x00"),
    ],
)
def test_the_switch_leads_nowhere_else(client, elsewhere):
    answer = client.post(SWITCH, {"language": "en", "next": elsewhere})
    assert answer["Location"] == "/en/"


def test_the_switch_knows_two_languages_and_changes_only_by_a_form(client):
    assert client.post(SWITCH, {"language": "fr", "next": LOGIN}).status_code == 400
    assert client.post(SWITCH, {"next": LOGIN}).status_code == 400
    assert client.get(SWITCH).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SWITCH, {"language": "en", "next": LOGIN}).status_code == 403


@pytest.mark.parametrize(
    ("address", "language"),
    [("/nl/", "nl"), ("/en/x/", "en"), ("/admin/", None), ("/x/?lang=en", "en"), ("//[", None)],
)
def test_language_of_an_address(address, language):
    assert language_of_address(address) == language


def test_every_page_of_own_security_has_the_switch():
    client = logged_in(make_person(Role.PARTNER))
    for name in ("mfa_index", "usersessions_list", "account_email", "mfa_list_webauthn"):
        assert page_of(client.get(reverse(name))).select_one(f"form[action='{SWITCH}']"), name
