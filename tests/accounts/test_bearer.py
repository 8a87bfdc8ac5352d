"""Who asks the API: by a token, by a session, or nobody; under the same rules as the pages."""

import logging
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import path
from django.utils import timezone, translation
from django.views.debug import ExceptionReporter, technical_500_response
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts import workflow
from accounts.api.authentication import BearerAuthentication, SessionAuthentication
from accounts.api.permissions import TokenScope
from accounts.enums import AccountAct
from accounts.models import User
from accounts.roles import Role
from core.api import PREFIX
from core.models import AuditEntry
from portal.urls import urlpatterns as pages
from tests.accounts.logging_in import log_in, logged_in, set_up_app
from tests.accounts.test_tokens import make_token
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [
    pytest.mark.db,
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_passwords"),
    pytest.mark.urls(__name__),
]


class Mine(APIView):
    """Says who asks; open to everybody."""

    authentication_classes = [BearerAuthentication, SessionAuthentication]
    permission_classes = [TokenScope]

    def get(self, request):
        return Response({"who": getattr(request.user, "email", None), "lang": language()})

    put = post = patch = delete = get


class Fault(Mine):
    def get(self, request):
        raise RuntimeError("a fault of ours")


def language() -> str:
    return translation.get_language()


ADDRESS, FAULT = f"{PREFIX}mine", f"{PREFIX}fault"
urlpatterns = [
    path(ADDRESS.removeprefix("/"), Mine.as_view(), name="mine"),
    path(FAULT.removeprefix("/"), Fault.as_view()),
    *pages,
]


@pytest.fixture
def person() -> User:
    return make_person(Role.PARTNER, email="ik@blk.example", language="en", password=PASSWORD)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def ask(header: str | None = None, *, method: str = "get", client: Client | None = None, **headers):
    """Ask who one is, in English unless the headers say otherwise."""
    headers = {"Accept-Language": "en"} | headers
    if header is not None:
        headers["Authorization"] = header
    body = {} if method in ("get", "head") else {"content_type": "application/json", "data": "{}"}
    return getattr(client or Client(), method)(ADDRESS, headers=headers, **body)


def bearer(secret: str, **options):
    return ask(f"Bearer {secret}", **options)


# ── By a token ──


def test_a_token_acts_for_its_person(person):
    _token, secret = make_token(person)
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert ask(f"{scheme} {secret}").json()["who"] == person.email


def test_a_view_knows_the_token(person):
    token, secret = make_token(person)
    factory = APIRequestFactory()
    request = factory.get(ADDRESS, headers={"Authorization": f"Bearer {secret}"})
    assert BearerAuthentication().authenticate(Mine().initialize_request(request)) == (
        person,
        token,
    )


def test_without_a_header_and_with_another_scheme_one_is_nobody():
    for header in (None, "", "Basic aWs6Z2VoZWlt", "Token blk_x"):
        answer = ask(header)
        assert (answer.status_code, answer.json()["who"]) == (200, None)


def test_what_is_no_token_is_refused_in_one_sentence(person):
    token, secret = make_token(person)
    revoked, revoked_secret = make_token(person)
    workflow.revoke_token(token=revoked, by=person)
    told = {
        bearer(wrong).json()["detail"]
        for wrong in (
            revoked_secret,
            secret[:-1],
            secret.swapcase(),
            token.digest,
            token.hint,
            "blk_",
            "é",
            "x" * 5000,
        )
    }
    assert told == {"This token does not work. Make a new one on your page “API tokens”."}
    answer = bearer(revoked_secret)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a b", "Bearer blk_ x y"])
def test_a_header_that_cannot_be_read_says_how_to_write_it(header):
    answer = ask(header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert "“Authorization: Bearer”, a space, and the token" in answer.json()["detail"]


def test_whoever_has_the_text_of_an_expired_token_is_told_when_it_ended(clock, person):
    clock.move_to("2026-03-18T12:00:00Z")
    _token, secret = make_token(person, days=7)
    clock.shift(timedelta(days=7) - timedelta(seconds=1))
    assert bearer(secret).status_code == 200
    clock.shift(1)
    answer = bearer(secret)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["detail"].startswith("This token has expired on 25 March 2026.")


def test_a_token_of_a_disabled_account_does_nothing_however_it_was_disabled(person):
    _token, secret = make_token(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert bearer(secret).status_code == 401


def test_a_token_waits_for_the_second_factor_that_a_role_asks_for(settings):
    secretary = make_person(Role.SECRETARIAT)
    token, secret = make_token(secretary)
    settings.REQUIRE_SECOND_FACTOR = True
    answer = bearer(secret)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Your role requires a second factor.")
    token.refresh_from_db()
    assert token.last_used_at is None
    set_up_app(secretary)
    assert bearer(secret).status_code == 200


def test_its_last_use_is_kept_and_nothing_else_changes(clock, person):
    token, secret = make_token(person)
    version = person.version
    bearer(secret)
    used = timezone.now()
    clock.shift(60)
    bearer(secret)
    token.refresh_from_db()
    person.refresh_from_db()
    assert (token.last_used_at, token.version, person.version) == (used, 1, version)
    assert (person.last_login, AuditEntry.objects.count()) == (None, 1)


def test_a_second_use_asks_the_database_once(person, django_assert_num_queries):
    _token, secret = make_token(person)
    bearer(secret)
    with django_assert_num_queries(1):
        bearer(secret)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_token_that_may_only_read_changes_nothing(person, method):
    _token, reading = make_token(person)
    _token, writing = make_token(person, scope="write")
    refused = bearer(reading, method=method)
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("This token may only read.")
    assert bearer(writing, method=method).status_code == 200
    for safe in ("get", "head"):
        assert bearer(reading, method=safe).status_code == 200


def test_a_token_counts_before_a_session_and_needs_no_csrf_token(person):
    _token, secret = make_token(person, scope="write")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_person(Role.LIAISON))
    answer = bearer(secret, method="post", client=browser)
    assert answer.json()["who"] == person.email


def test_a_token_opens_no_page(person):
    _token, secret = make_token(person, scope="write")
    answer = Client().get("/en/my/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 302


# ── By a session ──


def test_a_session_of_the_portal_counts(person):
    assert ask(client=logged_in(person)).json()["who"] == person.email


def test_a_change_by_a_session_needs_the_csrf_token(person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    refused = ask(method="post", client=browser)
    assert refused.status_code == 403
    assert "in the header “X-CSRFToken”" in refused.json()["detail"]
    browser.get("/en/my/")
    token = browser.cookies["csrftoken"].value
    assert ask(method="post", client=browser, **{"X-CSRFToken": token}).status_code == 200


def test_a_session_that_is_over_is_told_by_401_and_not_by_a_login_page(clock, person):
    browser = Client()
    log_in(browser, person.email)
    clock.shift(timedelta(minutes=61))
    answer = ask(client=browser)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["detail"].startswith("Your session has ended.")
    assert not UserSession.objects.filter(user=person).exists()
    entry = AuditEntry.objects.get(act=AccountAct.SESSION_ENDED)
    assert (entry.actor, entry.object_uid) == (None, person.uid)
    assert ask(client=browser).json()["who"] is None


def test_asking_the_api_keeps_a_session_alive(clock, person):
    browser = Client()
    log_in(browser, person.email)
    for _ in range(3):
        clock.shift(timedelta(minutes=50))
        assert ask(client=browser).status_code == 200
    assert UserSession.objects.get(user=person).last_seen_at == timezone.now()


def test_a_session_waits_for_the_second_factor_without_a_redirect(settings):
    secretary = make_person(Role.SECRETARIAT)
    browser = logged_in(secretary)
    settings.REQUIRE_SECOND_FACTOR = True
    answer = ask(client=browser)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Your role requires a second factor.")
    set_up_app(secretary)
    assert ask(client=browser).status_code == 200


def test_the_api_speaks_neither_the_persons_language_nor_that_of_next(person):
    browser = logged_in(person)
    headers = {"Accept-Language": "nl"}
    for address in (ADDRESS, f"{ADDRESS}?next=/en/", f"{ADDRESS}?lang=en"):
        answer = browser.get(address, headers=headers)
        assert answer.json()["lang"] == "nl", address
        assert "django_language" not in answer.cookies


# ── In the OpenAPI document ──


@pytest.mark.parametrize(
    ("way", "definition"),
    [
        (BearerAuthentication, {"type": "http", "scheme": "bearer"}),
        (SessionAuthentication, {"type": "apiKey", "in": "cookie", "name": "__Host-sessionid"}),
    ],
)
def test_the_document_names_each_way(way, definition):
    told = OpenApiAuthenticationExtension.get_match(way).get_security_definition(None)
    assert definition.items() <= told.items()


# ── In no log ──


def test_no_report_of_a_fault_shows_the_token(person, settings, caplog, mailoutbox):
    _token, secret = make_token(person)
    settings.ADMINS = [("Beheer", "beheer@blk.example")]
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    answer = client.get(FAULT, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 500
    (letter,) = mailoutbox
    assert "HTTP_AUTHORIZATION" in letter.body
    for text in (letter.body, str(letter.alternatives), caplog.text, answer.content.decode()):
        assert secret not in text


@pytest.mark.parametrize("debug", [True, False])
def test_no_technical_page_shows_the_token(person, settings, debug):
    settings.DEBUG = debug
    request = APIRequestFactory().get(FAULT, headers={"Authorization": "Bearer blk_geheim"})
    answer = technical_500_response(request, RuntimeError, RuntimeError("x"), None)
    assert "HTTP_AUTHORIZATION" in answer.content.decode()
    assert "blk_geheim" not in answer.content.decode()


def test_no_report_shows_what_was_read_while_recognising_it(person, rf, settings):
    _token, secret = make_token(person)
    request = rf.get(ADDRESS, headers={"Authorization": f"Bearer {secret}"})
    settings.DATABASE_ROUTERS = [f"{__name__}.Gone"]
    with pytest.raises(RuntimeError, match="gone") as fault:
        BearerAuthentication().authenticate(request)
    reporter = ExceptionReporter(request, fault.type, fault.value, fault.tb.tb_next)
    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert "_token_with" in report
        assert secret not in report


class Gone:
    """A router of a database that cannot be read."""

    def db_for_read(self, model, **hints):
        raise RuntimeError("the database is gone")


@pytest.mark.parametrize("wrong", ["blk_geheim-en-onbekend", "blk_geheim en stuk"])
def test_a_refusal_logs_no_token(caplog, wrong):
    caplog.set_level(logging.DEBUG)
    bearer(wrong)
    assert "blk_geheim" not in caplog.text
