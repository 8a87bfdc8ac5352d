"""Logging in with a password, and what a stranger can't find out by trying."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from tests.accounts.logging_in import is_logged_in, log_in, logged_in, main_of, page_of, told_by
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

WRONG = "The e-mail address or the password is not right."
TOO_MANY = "Too many attempts. Wait five minutes and try again."


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: what takes the time that a stranger could measure."""

    calls = 0

    def encode(self, password, salt):
        type(self).calls += 1
        return super().encode(password, salt)


def desk_in(language: str) -> str:
    with translation.override(language):
        return reverse("desk")


@pytest.fixture
def person():
    return make_person(Role.PARTNER, password=PASSWORD, email="partner@blk.example")


def test_a_password_opens_my_desk_in_ones_own_language(client):
    make_person(Role.PARTNER, password=PASSWORD, email="een@blk.example", language="nl")
    make_person(Role.PARTNER, password=PASSWORD, email="two@blk.example", language="en")
    assert log_in(client, "een@blk.example")["Location"] == desk_in("nl")
    other = Client()
    assert log_in(other, "Two@BLK.example")["Location"] == desk_in("en")
    assert is_logged_in(client)
    assert is_logged_in(other)


@pytest.mark.parametrize("wanted", ["/en/my/profile/", "/nl/mijn/profiel/", "/admin/"])
def test_one_lands_where_one_was_going(client, person, wanted):
    assert log_in(client, person.email, next=wanted)["Location"] == wanted


def test_who_is_not_logged_in_is_led_to_the_page_through_login(client, person):
    answer = client.get("/en/my/")
    assert answer["Location"] == "/accounts/login/?next=/en/my/"
    login = client.get(answer["Location"])
    assert page_of(login).html["lang"] == "en"
    assert page_of(login).select_one("main input[name=next]")["value"] == "/en/my/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_login_leads_nowhere_else(client, person, elsewhere):
    assert log_in(client, person.email, next=elsewhere)["Location"] == desk_in("nl")


def test_a_wrong_password_is_refused_and_what_was_typed_stays(client, person):
    answer = log_in(client, person.email, "iets anders")
    assert WRONG in main_of(answer)
    assert page_of(answer).select_one("input[name=login]")["value"] == person.email
    assert not is_logged_in(client)


@pytest.fixture
def cast(person) -> dict[str, str]:
    """Addresses of somebody, of nobody, of a disabled account, of one without a password."""
    make_person(Role.PARTNER, password=PASSWORD, email="away@blk.example", is_active=False)
    make_person(Role.PARTNER, email="nopass@blk.example")
    return {
        "known": person.email,
        "unknown": "nobody@blk.example",
        "disabled": "away@blk.example",
        "without password": "nopass@blk.example",
    }


def test_a_refusal_does_not_tell_whether_there_is_an_account(cast):
    answers = {told_by(log_in(Client(), email, "iets anders"), email) for email in cast.values()}
    assert len(answers) == 1


def test_a_refusal_takes_as_long_whether_there_is_an_account_or_not(settings, request):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    counts = {}
    for who, email in request.getfixturevalue("cast").items():
        CountingHasher.calls = 0
        log_in(Client(), email, "iets anders")
        counts[who] = CountingHasher.calls
    assert set(counts.values()) == {1}, counts


def test_a_disabled_account_is_answered_as_a_wrong_password_is(cast):
    right = told_by(log_in(Client(), cast["disabled"], PASSWORD), cast["disabled"])
    wrong = told_by(log_in(Client(), cast["known"], "iets anders"), cast["known"])
    assert right == wrong


def test_the_session_of_a_disabled_account_is_dead_at_once(person):
    client = logged_in(person)
    assert is_logged_in(client)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert not is_logged_in(client)


def test_after_five_refusals_the_address_rests_and_says_so(client, person):
    for _ in range(5):
        assert WRONG in main_of(log_in(client, person.email, "iets anders"))
    assert TOO_MANY in main_of(log_in(client, person.email, PASSWORD))
    assert not is_logged_in(client)
    make_person(Role.PARTNER, password=PASSWORD, email="other@blk.example")
    assert log_in(client, "other@blk.example").status_code == 302


def test_an_unknown_address_rests_in_the_same_way(client):
    for _ in range(5):
        log_in(client, "nobody@blk.example", "iets anders")
    assert TOO_MANY in main_of(log_in(client, "nobody@blk.example", "iets anders"))


def test_logging_in_between_refusals_does_not_count_them_off(person):
    for _ in range(4):
        log_in(Client(), person.email, "iets anders")
    assert log_in(Client(), person.email).status_code == 302
    log_in(Client(), person.email, "iets anders")
    assert TOO_MANY in main_of(log_in(Client(), person.email, "iets anders"))


def try_from(address: str, forwarded: str, number: int):
    return Client(REMOTE_ADDR=address).post(
        reverse("account_login") + "?lang=en",
        {"login": f"guess{number}@blk.example", "password": "iets"},
        headers={"X-Forwarded-For": forwarded},
    )


def test_a_forged_forwarding_does_not_dodge_the_limit_of_a_machine():
    last = [try_from("192.0.2.1", f"198.51.100.{n}", n) for n in range(31)][-1]
    assert last.status_code == 429
    assert try_from("192.0.2.2", "198.51.100.1", 99).status_code == 200


def test_behind_our_proxy_each_reader_is_counted_apart(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(30):
        try_from("10.0.0.1", f"203.0.113.{number}, 198.51.100.7", number)  # the proxy adds the last
    assert try_from("10.0.0.1", "198.51.100.7", 98).status_code == 429
    assert try_from("10.0.0.1", "198.51.100.8", 99).status_code == 200


@pytest.mark.parametrize(("language", "heading"), [("en", "Too many attempts")])
def test_who_tries_too_often_reads_what_to_do(settings, language, heading):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    log_in(client, "x@blk.example", "iets")
    answer = log_in(client, "x@blk.example", "iets")
    assert answer.status_code == 429
    page = page_of(answer)
    assert (page.html["lang"], page.h1.text) == (language, heading)
    assert "Wait a few minutes" in page.main.text


def test_nobody_signs_up(client):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/", {"email": "new@blk.example"}).status_code == 404


def test_logging_out_leads_home_and_asks_first_when_it_is_a_link(person):
    client = logged_in(person)
    asked = client.get(reverse("account_logout"))
    assert asked.status_code == 200
    assert is_logged_in(client)
    assert client.post(reverse("account_logout") + "?lang=en")["Location"] == "/en/"
    assert not is_logged_in(client)


ENTRANCE = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_email_verification_sent",
]
OWN_SECURITY = [
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "usersessions_list",
]


def test_every_page_of_login_has_its_own_title_and_one_heading_and_is_not_indexed(person):
    titles = set()
    inside = logged_in(person, password=PASSWORD)
    for client, names in ((Client(), ENTRANCE), (inside, OWN_SECURITY)):
        for name in names:
            answer = client.get(reverse(name) + "?lang=en")
            assert answer.status_code == 200, name
            page = page_of(answer)
            assert len(page.select("h1")) == 1, name
            assert page.select_one("meta[name=robots]")["content"] == "noindex", name
            assert page.html["lang"] == "en" == answer["Content-Language"], name
            assert (
                answer["Cache-Control"] in ("private, no-store",)
                or "no-store" in answer["Cache-Control"]
            )
            titles.add(page.title.text)
    assert len(titles) == len(ENTRANCE) + len(OWN_SECURITY)


def test_browsers_and_password_managers_know_the_fields(client, person):
    fields = page_of(client.get(reverse("account_login"))).select("main input[autocomplete]")
    assert [field["autocomplete"] for field in fields] == ["username webauthn", "current-password"]
    change = logged_in(person).get(reverse("account_change_password"))
    fields = page_of(change).select("main input[autocomplete]")
    assert [field["autocomplete"] for field in fields] == ["current-password", "new-password"]
    assert not page_of(change).select("input[onpaste], input[placeholder]")
