"""What every answer of the API tells in its headers."""

import pytest

from core.api import VERSION
from tests.core.api.calls import call

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls("tests.core.api.urls")]

CALLS = [
    pytest.param("get", "/api/v1", 200, id="root"),
    pytest.param("get", "goals", 200, id="list"),
    pytest.param("get", "goals/2026-1A", 200, id="one"),
    pytest.param("get", "problems/malformed", 200, id="a kind of problem"),
    pytest.param("get", "goals?foo=1", 400, id="wrong input"),
    pytest.param("post", "organisations", 401, id="nobody"),
    pytest.param("get", "goals/", 404, id="final slash"),
    pytest.param("get", "/api/nothing", 404, id="nothing"),
    pytest.param("put", "goals", 405, id="wrong method"),
    pytest.param("get", "fault", 500, id="fault"),
]


@pytest.mark.parametrize(("method", "path", "status"), CALLS)
def test_every_answer_names_the_version_and_is_safe(goal, method, path, status):
    answer = call(path, method=method, body={} if method == "post" else None)
    assert answer.status_code == status
    assert answer["API-Version"] == VERSION == "1.0.0"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["Content-Language"] == "nl"
    assert answer["X-Request-ID"]
    assert "Set-Cookie" not in answer


def test_pages_name_no_version_of_the_api(db):
    assert "API-Version" not in call("/nl/nothing/")


@pytest.mark.parametrize("path", ["/api/v1", "goals", "goals/2026-1A"])
def test_what_is_published_may_be_kept_and_be_read_from_anywhere(goal, path):
    answer = call(path)
    assert set(answer["Cache-Control"].split(", ")) == {"public", "no-cache"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    named = {name.strip().lower() for name in answer["Vary"].split(",")}
    assert named >= {"accept", "accept-language", "authorization", "cookie"}


@pytest.mark.parametrize("path", ["/api/v1", "goals", "goals/2026-1A"])
def test_what_somebody_reads_who_is_known_is_kept_by_nobody(goal, secretary, path):
    answer = call(path, by=secretary)
    assert answer["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize("path", ["/api/v1", "goals", "goals/2026-1A", "goals/nothing", "nothing"])
def test_head_is_get_without_the_body(goal, path):
    read, head = call(path), call(path, method="head")
    assert head.content == b""
    assert head.status_code == read.status_code
    differing = {"X-Request-ID", "Date"}
    assert {k: v for k, v in head.items() if k not in differing} == {
        k: v for k, v in read.items() if k not in differing
    }


def test_why_a_read_failed_may_be_read_from_anywhere(goal):
    for path in ("goals?foo=1", "goals/9Z"):
        assert call(path)["Access-Control-Allow-Origin"] == "*", path
