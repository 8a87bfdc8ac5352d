"""Every way in which a call can fail is a problem in the reader's language: never HTML."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import translation

from accounts.roles import Role
from core.api.failures import answer_problem
from core.api.problems import Problem
from tests.core.api.calls import BASE, call, errors_of, require_problem
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls("tests.core.api.urls")]

BOTH_LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


def titled(problem: Problem, language: str) -> str:
    with translation.override(language):
        return str(problem.title)


def detailed(problem: Problem, language: str) -> str:
    with translation.override(language):
        return str(problem.detail)


@BOTH_LANGUAGES
@pytest.mark.parametrize(
    "path",
    [
        *("goals/", "goals/2026-1A/", "goals/2026-9Z", "goals/nothing", "nothing", "v2/goals"),
        *("/api", "/api/", "/api/v1/", "/api/v2/goals", "/api/v1/goals/2026-1A/text"),
        *("goals/%00", "goals/%FF", "goals/1A%0A", "goals/..%2F1A", "problems/nothing"),
    ],
)
def test_what_is_not_there(goal, path, language):
    told = require_problem(call(path, Accept_Language=language), 404, "not-found", language)
    assert told["title"] == titled(Problem.NOT_FOUND, language)


@BOTH_LANGUAGES
@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("post", "goals", "GET, HEAD"),
        ("delete", "goals", "GET, HEAD"),
        ("put", "goals/2026-1A", "GET, HEAD, PATCH"),
        ("delete", "goals/2026-1A", "GET, HEAD, PATCH"),
        ("options", "organisations", "GET, HEAD, POST"),
        ("trace", "organisations/x", "GET, HEAD, PATCH, DELETE"),
        ("brew", "/api/v1", "GET, HEAD"),
        ("post", "problems/malformed", "GET, HEAD"),
    ],
)
def test_a_method_nobody_is_offered(goal, method, path, allowed, language):
    answer = call(path, method=method, Accept_Language=language, Authorization="Bearer nonsense")
    told = require_problem(answer, 405, "method-not-allowed", language)
    assert told["title"] == titled(Problem.METHOD_NOT_ALLOWED, language)
    assert told["detail"] == detailed(Problem.METHOD_NOT_ALLOWED, language)
    assert set(answer["Allow"].split(", ")) == set(allowed.split(", "))


@BOTH_LANGUAGES
def test_a_form_that_is_not_offered(goal, language):
    for accepted in ("text/html", "application/xml", "image/*", "nonsense"):
        answer = call("goals/2026-1A", Accept=accepted, Accept_Language=language)
        told = require_problem(answer, 406, "not-acceptable", language)
        assert told["detail"] == detailed(Problem.NOT_ACCEPTABLE, language)


def test_the_form_that_is_named_most_exactly_counts(goal):
    answer = call("goals", Accept="*/*, application/json;q=0")
    assert answer["Content-Type"].startswith("text/csv")


def test_a_browser_gets_json(goal):
    accepted = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert call("goals/2026-1A", Accept=accepted)["Content-Type"] == "application/json"
    assert call("goals/2026-1A", Accept="")["Content-Type"] == "application/json"


@BOTH_LANGUAGES
def test_a_format_that_does_not_exist_is_wrong_input(goal, language):
    answer = call("goals/2026-1A?format=html", Accept_Language=language)
    require_problem(answer, 400, "invalid-input", language)
    assert errors_of(answer).keys() == {"format"}


@BOTH_LANGUAGES
def test_whoever_writes_says_who_they_are(goal, language):
    answer = call("goals/2026-1A", method="patch", body={}, Accept_Language=language)
    require_problem(answer, 401, "not-authenticated", language)
    assert answer["WWW-Authenticate"] == "Bearer"


@BOTH_LANGUAGES
def test_who_may_see_and_not_do(goal, language):
    partner = make_person(Role.PARTNER)
    answer = call("goals/2026-1A", method="patch", by=partner, body={}, Accept_Language=language)
    require_problem(answer, 403, "not-allowed", language)


@BOTH_LANGUAGES
def test_a_session_without_its_csrf_token_changes_nothing(goal, secretary, language):
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretary, "accounts.backends.RecognisePeople")
    answer = client.patch(
        f"{BASE}/goals/2026-1A",
        {"title": "Anders"},
        content_type="application/json",
        headers={"Accept-Language": language},
    )
    told = require_problem(answer, 403, "not-allowed", language)
    assert "X-CSRFToken" in told["detail"]
    goal.refresh_from_db()
    assert goal.title_nl == "Voorbeelddoelstelling"


@BOTH_LANGUAGES
def test_a_host_that_is_not_ours(goal, language):
    for host in ("evil.example", "a b", "testserver:x"):
        answer = call("goals/2026-1A", Accept_Language=language, Host=host)
        require_problem(answer, 400, "malformed", language)


@BOTH_LANGUAGES
def test_a_fault_of_ours_tells_nothing_of_itself(settings, language):
    settings.DEBUG = False
    answer = call("fault", Accept_Language=language)
    told = require_problem(answer, 500, "server-error", language)
    assert told["title"] == titled(Problem.SERVER_ERROR, language)
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content


def test_a_fault_behind_a_login_is_a_problem_too(settings, secretary):
    settings.DEBUG = False
    require_problem(call("fault", by=secretary), 500, "server-error")


@BOTH_LANGUAGES
@pytest.mark.parametrize("problem", Problem)
def test_the_type_of_a_problem_leads_to_what_it_means(problem, language):
    told = call(problem.type, Accept_Language=language)
    assert told.status_code == 200
    assert told.json().keys() == {"type", "title", "status", "detail"}
    assert told.json()["status"] == problem.status.value
    assert told.json()["title"] == titled(problem, language)


def test_every_kind_of_problem_has_a_status_of_its_own_but_for_wrong_requests():
    statuses = [problem.status for problem in Problem if problem is not Problem.MALFORMED]
    assert len(set(statuses)) == len(statuses)
    assert 422 not in statuses


def test_what_a_constraint_refused_is_logged_without_values(caplog):
    said = 'violates "organisation_code_key"\nDETAIL:  Key (code)=(geheim) exists.'
    answer = answer_problem(IntegrityError(said), {})
    assert answer.status_code == 409
    assert "organisation_code_key" in caplog.text
    assert "geheim" not in caplog.text + answer.content.decode()
