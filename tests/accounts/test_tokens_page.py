"""My tokens: the list, a token shown once, revoking, and what an administrator sees of others."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.models.token import PREFIX
from accounts.roles import Role
from core.addresses import addresses_of
from core.models import AuditEntry
from tests.accounts.logging_in import is_logged_in, logged_in, main_of, page_of
from tests.accounts.test_tokens import everything_stored, make_token
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.tokens import ApiTokenFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

LIST, MAKE = "/en/my/tokens/", "/en/my/tokens/new/"
FIELDS = {"name": "Weekrapport", "scope": "read", "days": "30"}


@pytest.fixture
def person() -> User:
    return make_person(
        Role.PARTNER, email="ik@blk.example", name="Ik Zelf", language="en", password=PASSWORD
    )


@pytest.fixture
def client(person) -> Client:
    """The person's browser, in which they have just confirmed who they are."""
    return logged_in(person, password=PASSWORD)


def secret_on(response) -> str:
    return page_of(response).select_one("textarea[readonly]").text


def revoking(token: ApiToken) -> str:
    return f"/en/my/tokens/{token.uid}/revoke/"


# ── Making one ──


def test_a_token_is_made_and_shown_once(client, person):
    form = page_of(client.get(MAKE))
    assert form.select_one("input[name=scope][checked]")["value"] == "read"
    assert form.select_one("select[name=days] option[selected]")["value"] == "90"
    assert len(form.select("select[name=days] option")) == 4
    response = client.post(MAKE, FIELDS)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    secret = secret_on(response)
    token = ApiToken.objects.with_secret(secret).get()
    assert (token.person, token.name, token.scope) == (person, "Weekrapport", "read")
    assert token.expires_at - token.created_at == timedelta(days=30)
    assert response.content.decode().count(secret) == 1
    for address in (LIST, MAKE, "/en/my/", "/en/my/security/"):
        assert secret not in client.get(address).content.decode()


def test_its_text_is_in_no_session_cookie_mail_or_row(client, person):
    response = client.post(MAKE, FIELDS)
    secret = secret_on(response)
    assert secret not in everything_stored()
    for session in Session.objects.all():
        assert secret not in json.dumps(session.get_decoded())
    assert secret not in str(response.cookies) + str(client.cookies)
    assert secret not in mail.outbox[-1].body


def test_the_field_with_the_token_has_a_label_and_says_what_it_may_do(client):
    page = page_of(client.post(MAKE, FIELDS))
    field = page.select_one("textarea[readonly]")
    assert page.select_one(f"label[for={field['id']}]").text == "Token “Weekrapport”"
    help_text = page.select_one(f"#{field['aria-describedby']}").text
    assert "It may only read, and works until" in help_text


def test_sending_the_form_again_makes_nothing_and_says_so(client):
    shown = page_of(client.get(MAKE)).select_one("input[name=uid]")["value"]
    first = client.post(MAKE, FIELDS | {"uid": shown})
    again = client.post(MAKE, FIELDS | {"uid": shown}, follow=True)
    assert again.redirect_chain == [(LIST, 302)]
    assert "This token was made already" in main_of(again)
    assert secret_on(first) not in again.content.decode()
    assert ApiToken.objects.count() == 1


def test_each_form_is_for_another_token(client):
    shown = {page_of(client.get(MAKE)).select_one("input[name=uid]")["value"] for _ in range(2)}
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\u200bb"),
        ("scope", "admin"),
        ("scope", ""),
        ("days", "31"),
        ("days", "veel"),
        ("uid", "x"),
    ],
)
def test_what_is_not_right_is_said_at_its_field(client, field, value):
    response = client.post(MAKE, FIELDS | {"uid": str(uuid4()), field: value})
    assert response.context["form"].errors[field]
    assert page_of(response).select_one(".form-errors")
    assert not ApiToken.objects.exists()


def test_who_has_enough_tokens_is_told_so(client, person):
    for _ in range(20):
        make_token(person)
    assert "20 tokens that work already" in main_of(client.post(MAKE, FIELDS))


def test_making_one_asks_for_the_password_and_then_goes_on_with_the_form(person):
    client = logged_in(person)
    asked = client.post(MAKE, FIELDS)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()
    wrong = client.post(asked["Location"], {"password": "iets anders", "next": MAKE})
    assert not page_of(wrong).select("textarea")
    response = client.post(asked["Location"], {"password": PASSWORD, "next": MAKE})
    assert ApiToken.objects.with_secret(secret_on(response)).exists()
    assert response["Cache-Control"] == "private, no-store"


def test_looking_at_the_list_asks_for_no_password(person):
    assert logged_in(person).get(LIST).status_code == 200


def test_who_can_confirm_nothing_logs_in_again_to_make_one():
    person = make_person(Role.PARTNER, language="en")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = logged_in(person)
        assert client.get(MAKE).status_code == 200
        clock.shift(timedelta(minutes=5, seconds=1))
        assert client.get(LIST).status_code == 200
        assert client.post(MAKE, FIELDS)["Location"].startswith("/accounts/login/")
        assert not is_logged_in(client)
    assert not ApiToken.objects.exists()


def test_its_owner_hears_of_it_by_mail_in_their_own_language(client, person):
    client.post(addresses_of("make_token")["nl"], FIELDS)
    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([person.email], "An API token was made on your account")
    assert "“Weekrapport” (only read)" in told.body
    assert f"http://testserver{LIST}" in told.body
    assert "secretariaat@blk.example" in told.body


def test_a_mail_server_that_is_down_keeps_no_token_back(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert secret_on(client.post(MAKE, FIELDS)).startswith(PREFIX)


# ── The list ──


def test_the_list_says_how_each_token_stands(client, person):
    used, _secret = make_token(person, name="Werkt", scope="write")
    used.note_use(at=timezone.now())
    ApiTokenFactory(person=person, name="Verlopen")
    ApiTokenFactory(person=person, name="Ingetrokken", revoked_at=timezone.now())
    ApiTokenFactory(name="Van een ander")
    rows = {
        row.th.find(string=True).strip(): row.get_text(" ", strip=True)
        for row in page_of(client.get(LIST)).select("tbody tr")
    }
    assert set(rows) == {"Werkt", "Verlopen", "Ingetrokken"}
    today = timezone.localdate()
    for text in ("read and write", used.hint, f"{today.day} {today:%B %Y}", "works", "Revoke"):
        assert text in rows["Werkt"]
    for name, state in (("Verlopen", "has expired"), ("Ingetrokken", "revoked")):
        for text in (state, "only read", "18 March 2026", "16 June 2026", "never"):
            assert text in rows[name]
        assert "Revoke " not in rows[name]


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_of_any_length_asks_the_database_the_same(
    client, person, django_assert_num_queries, number
):
    ApiTokenFactory.create_batch(number, person=person)
    client.get(LIST)
    with django_assert_num_queries(7):
        assert len(page_of(client.get(LIST)).select("tbody tr")) == number


def test_a_long_list_has_pages(client, person):
    ApiTokenFactory.create_batch(51, person=person)
    assert page_of(client.get(LIST)).select_one("a[rel=next]")["href"] == "?page=2"
    assert len(page_of(client.get(LIST + "?page=2")).select("tbody tr")) == 1


def test_without_tokens_the_page_says_so(client):
    assert "You have no tokens." in main_of(client.get(LIST))


# ── Revoking ──


def test_a_token_is_revoked_after_a_question(client, person):
    token, _secret = make_token(person, name="Weekrapport")
    asked = client.get(revoking(token))
    assert "Revoke the token “Weekrapport”?" in main_of(asked)
    assert ApiToken.objects.usable().exists()
    done = client.post(revoking(token), follow=True)
    assert done.redirect_chain == [(LIST, 302)]
    assert "The token “Weekrapport” is revoked." in main_of(done)
    assert not ApiToken.objects.usable().exists()
    for again in (client.get(revoking(token), follow=True), client.post(revoking(token))):
        assert again.status_code in (200, 302)
    assert AuditEntry.objects.filter(act="accounts.token_revoked").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_for_others_the_token_is_not_there(person, role):
    token, _secret = make_token(person)
    other = logged_in(make_person(role))
    assert other.get(revoking(token)).status_code == 404
    assert other.post(revoking(token)).status_code == 404
    assert ApiToken.objects.usable().exists()


# ── The back office ──


def test_an_administrator_sees_tokens_of_others_and_revokes_them(person):
    token, secret = make_token(person, name="Weekrapport")
    administrator = logged_in(make_person(Role.ADMINISTRATOR, language="en"))
    screens = [
        reverse("admin:accounts_apitoken_changelist"),
        reverse("admin:accounts_apitoken_change", args=[token.pk]),
    ]
    for screen in screens:
        page = administrator.get(screen).content.decode()
        for text in ("Weekrapport", "Ik Zelf", "only read", "works"):
            assert text in page
        for hidden in (token.digest, secret):
            assert hidden not in page
    assert administrator.post(screens[1], {"name": "Anders"}).status_code == 403
    link = page_of(administrator.get(screens[1])).find("a", string="Revoke this token")
    assert "This is a token of Ik Zelf." in main_of(administrator.get(link["href"]))
    assert administrator.post(link["href"])["Location"] == screens[0]
    assert not ApiToken.objects.usable().exists()
    assert not page_of(administrator.get(screens[1])).find("a", string="Revoke this token")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_for_others_there_is_no_such_screen(person, role):
    token, _secret = make_token(person)
    client = logged_in(make_person(role))
    assert client.get(reverse("admin:accounts_apitoken_changelist")).status_code == 404
    screen = reverse("admin:accounts_apitoken_change", args=[token.pk])
    assert client.get(screen).status_code == 404
    assert "apitoken" not in client.get("/admin/").content.decode()


def test_a_search_spells_out_no_digest(person):
    token, _secret = make_token(person)
    administrator = logged_in(make_person(Role.ADMINISTRATOR))
    screen = reverse("admin:accounts_apitoken_changelist")
    found = page_of(administrator.get(screen, {"q": token.hint})).select("#result_list tbody tr")
    assert len(found) == 1
    assert not page_of(administrator.get(screen, {"q": token.digest})).select("#result_list tr")
    assert administrator.get(screen, {"digest__startswith": token.digest[:3]}).status_code != 200
