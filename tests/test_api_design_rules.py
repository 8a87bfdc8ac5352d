"""The testable rules of the Dutch government's API Design Rules 2.2, one test a rule.

Each is checked over every operation of the OpenAPI document, and on real answers where a document
can promise more than there is.
"""

import json
import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.roles import Role
from core.api import BASE, VERSION
from portal.api import INSIDE, MINE
from portal.openapi import document
from tests.core.api.calls import PROBLEM, call
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory
from tests.factories.tokens import ApiTokenFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DOCUMENT = json.loads(document())
METHODS = {"get", "post", "put", "patch", "delete"}
CAMEL = r"[a-z]+[a-z0-9]*([A-Z][a-z0-9]*)*"
KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"


def resolved(part: dict) -> dict:
    """Return what a reference refers to."""
    while "$ref" in part:
        found = DOCUMENT
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def operations() -> Iterator[tuple[str, str, dict]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def answers() -> Iterator[tuple[str, int, dict]]:
    for path, method, operation in operations():
        for status, answer in operation["responses"].items():
            yield f"{method} {path}", int(status), resolved(answer)


def parameters(operation: dict) -> list[dict]:
    return [resolved(each) for each in operation.get("parameters", [])]


def schemas(part: object) -> Iterator[dict]:
    """Give every object of the document that is or could be a schema."""
    if isinstance(part, dict):
        yield part
        for name, inner in part.items():
            if name not in ("example", "examples"):
                yield from schemas(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from schemas(inner)


def members() -> Iterator[tuple[str, dict]]:
    for schema in schemas(DOCUMENT["components"]["schemas"]):
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            yield from schema["properties"].items()


def lists() -> list[str]:
    """Return the addresses that everybody may read and that name no row."""
    return [
        path
        for path, method, operation in operations()
        if method == "get" and "{" not in path and {} in operation["security"]
    ]


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


def test_adr_no_trailing_slash():
    assert [path for path in DOCUMENT["paths"] if path.endswith("/")] == []
    for path in ["", *lists(), "/goals/2026-1A", "/openapi.json", "/docs"]:
        answer = call(f"{BASE}{path}/")
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM), path


def test_adr_path_segments_kebab_case():
    for path in DOCUMENT["paths"]:
        for segment in path.removeprefix("/").split("/"):
            assert re.fullmatch(rf"{KEBAB}|{{{CAMEL}}}", segment), path


def test_adr_no_file_extensions_but_the_documents():
    names = str([pattern for pattern in _all_patterns() if pattern.startswith("api/")])
    assert re.findall(r"\.[a-z]+\b", names) == [".json"]


def _all_patterns() -> list[str]:
    found = []

    def collect(patterns, prefix):
        for pattern in patterns:
            whole = f"{prefix}{pattern.pattern}"
            collect(getattr(pattern, "url_patterns", []), whole)
            if not hasattr(pattern, "url_patterns"):
                found.append(re.sub(r"\(\?P<\w+>.*\)", "*", whole))

    collect(get_resolver().url_patterns, "")
    return found


def test_adr_query_keys_camel_case():
    keys = {
        parameter["name"]
        for _path, _method, operation in operations()
        for parameter in parameters(operation)
        if parameter["in"] == "query"
    }
    assert {"pageSize", "lang", "q"} <= keys
    assert [key for key in keys if not re.fullmatch(CAMEL, key)] == []


def test_adr_uri_version():
    assert DOCUMENT["servers"]
    for server in DOCUMENT["servers"]:
        assert server["url"].endswith("/v1")
    assert VERSION.split(".")[0] == "1"


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


def test_members_are_camel_case_and_schemas_pascal_case():
    names = {name for name, _schema in members()}
    assert {"permanentLink", "signedOn"} <= names
    assert [name for name in names if not re.fullmatch(CAMEL, name)] == []
    for kind, components in DOCUMENT["components"].items():
        if kind != "securitySchemes":
            for name in components:
                assert re.fullmatch(r"([A-Z][a-z0-9]*)+", name), name


# ── Methods and statuses ─────────────────────────────────────────────────────────────────────────


def test_adr_http_methods():
    assert {method for _path, method, _operation in operations()} <= METHODS
    for path in lists():
        answer = call(f"{BASE}{path}", method="put")
        assert answer.status_code == 405, path
        assert set(answer["Allow"].split(", ")) >= {"GET", "HEAD"}


def test_adr_http_safety():
    """What only reads takes no body."""
    for path, method, operation in operations():
        assert method not in ("get", "delete") or "requestBody" not in operation, path


def test_adr_invalid_input():
    for path, method, operation in operations():
        if operation.get("parameters") or operation.get("requestBody"):
            assert "400" in operation["responses"], (method, path)
        assert "422" not in operation["responses"], (method, path)
    for path in lists():
        assert call(f"{BASE}{path}?anything=1").status_code == 400, path


def test_adr_problem_details():
    for where, status, answer in answers():
        if status >= 400:
            (media_type, content), *others = answer["content"].items()
            assert media_type == PROBLEM, where
            assert others == [], where
            assert resolved(content["schema"])["required"] == ["type", "title", "status", "detail"]


@pytest.mark.parametrize(
    ("status", "method", "path", "headers"),
    [
        (400, "get", "goals?anything=1", {}),
        (401, "post", "organisations", {}),
        (401, "get", "goals", {"Authorization": "Bearer nothing"}),
        (404, "get", "goals/2026-9Z", {}),
        (404, "get", "nothing", {}),
        (405, "put", "goals", {}),
        (406, "get", "goals", {"Accept": "image/png"}),
    ],
)
def test_adr_problem_details_in_real_answers(status, method, path, headers):
    answer = call(path, method=method, **headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    told = answer.json()
    assert told["status"] == status
    assert told["type"].startswith(f"{BASE}/problems/")
    assert call(told["type"]).json()["title"] == told["title"]
    assert told["detail"]


# ── Dates and times ──────────────────────────────────────────────────────────────────────────────


def test_adr_date_time_format():
    formats = {schema["format"] for schema in schemas(DOCUMENT) if "format" in schema}
    formats = {each for each in formats if isinstance(each, str)}
    assert "time" not in formats
    assert {"date", "date-time"} <= formats


def test_adr_date_time_timezone():
    """Times are answered in UTC."""
    token = ApiTokenFactory(person=make_person(Role.PARTNER))
    answer = call("tokens", by=token.person).content.decode()
    times = re.findall(r'"\w+At":"([^"]+)"', answer)
    assert len(times) >= 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time) for time in times)


def test_adr_date_omit_time_portion():
    found = 0
    for name, schema in members():
        is_a_list = "array" in (schema if isinstance(schema, str) else schema.get("type", ""))
        if not is_a_list and re.search(r"(On|Date|Datum)$|^valid(From|Until)$", name):
            found += 1
            assert schema["format"] == "date", name
        if re.search(r"[a-z]At$", name):
            assert schema["format"] == "date-time", name
    assert found


# ── The document ─────────────────────────────────────────────────────────────────────────────────


def test_adr_doc_openapi():
    assert re.fullmatch(r"3\.\d+\.\d+", DOCUMENT["openapi"])


def test_adr_doc_openapi_contact(content):
    contact = DOCUMENT["info"]["contact"]
    assert all(contact[member] for member in ("name", "email", "url"))
    assert call(contact["url"]).status_code == 200


def test_adr_publish_openapi():
    answer = call("openapi.json", Origin="https://example.org", Authorization="Bearer nothing")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.content == document()


def test_adr_semver():
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", DOCUMENT["info"]["version"])
    assert DOCUMENT["info"]["version"] == VERSION


def test_adr_version_header():
    for where, status, answer in answers():
        if status < 400:
            assert "API-Version" in answer["headers"], where
    for path in ["", *lists(), "/openapi.json", "/docs", "/nothing"]:
        assert call(f"{BASE}{path}")["API-Version"] == VERSION, path


# ── Transport ────────────────────────────────────────────────────────────────────────────────────


def test_adr_tls(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(f"{BASE}/goals")
    assert answer["Location"].startswith("https://")


def test_adr_security_headers(settings):
    """Everything but `no-store` on what is published: docs/decisions/0014-api-conventions.md."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    GoalFactory()
    for path in ["", *lists(), "/openapi.json", "/nothing"]:
        answer = Client().get(f"{BASE}{path}", secure=True)
        assert answer["Strict-Transport-Security"].startswith("max-age=31536000"), path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["X-Frame-Options"] == "DENY", path
        assert answer["Referrer-Policy"] in ("same-origin", "no-referrer"), path
        policy = set(answer["Content-Security-Policy"].split("; "))
        assert {"default-src 'none'", "frame-ancestors 'none'"} <= policy, path
        wanted = {"no-store"} if path == "/nothing" else {"public", "no-cache"}
        assert set(answer["Cache-Control"].split(", ")) == wanted, path


def test_adr_cors():
    """From any origin: what is open data, read by nobody in particular. Nothing else."""
    for path in lists():
        assert call(f"{BASE}{path}")["Access-Control-Allow-Origin"] == "*", path
    secretary = make_person(Role.SECRETARIAT)
    own = product(("me", *MINE, *INSIDE, "notification-preferences"), (secretary, None))
    for path, by in [("goals", secretary), *own, ("nothing", None)]:
        assert "Access-Control-Allow-Origin" not in call(path, by=by), path


def test_adr_geospatial():
    answer = call("municipalities?format=geojson")
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert call("municipalities?bbox=1,2,3").status_code == 400
