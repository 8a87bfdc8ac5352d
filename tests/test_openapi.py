"""The committed OpenAPI document is what the code says, and says all that the code answers."""

import json
import re

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from core.api import BASE
from portal.openapi import DOCUMENT, EXAMPLES, document
from tests.core.api.calls import call

ORIGIN_OF_EXAMPLES = "https://portal.example"
# The document itself, its page, and what has the server's own address.
NOT_DESCRIBED = {"", "/openapi.json", "/docs"}
COMMITTED = json.loads(document())


def test_committed_document_is_what_the_code_says(tmp_path):
    made = tmp_path / "openapi.json"
    call_command("spectacular", file=str(made), format="openapi-json", lang="en", fail_on_warn=True)
    assert json.loads(made.read_bytes()) == COMMITTED, "Run `make openapi` and look at the diff."


def test_committed_document_is_written_as_make_openapi_does():
    text = json.dumps(COMMITTED, indent=2, ensure_ascii=False) + "\n"
    assert DOCUMENT.read_text("utf-8") == text, "Run `make openapi`."


def test_document_is_valid_openapi():
    validate_schema(COMMITTED)
    assert COMMITTED["openapi"].startswith("3.1.")


def test_every_address_of_the_api_is_described():
    described = {re.sub(r"{\w+}", "*", path) for path in COMMITTED["paths"]}
    assert described == set(routes()) - NOT_DESCRIBED


def routes() -> list[str]:
    """Return every address below the base as the URL configuration has it, `*` for a variable."""
    found = []

    def collect(patterns, prefix):
        for pattern in patterns:
            whole = prefix + str(pattern.pattern).removeprefix("^").removesuffix(r"\Z")
            if hasattr(pattern, "url_patterns"):
                collect(pattern.url_patterns, whole)
            elif f"/{whole}".startswith(BASE):
                path = f"/{whole}".removeprefix(BASE).removesuffix("$")
                found.append(re.sub(r"\(\?P<\w+>.+\)|<\w+:\w+>", "*", path))

    collect(get_resolver().url_patterns, "")
    return found


def operations():
    for path, methods in COMMITTED["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_operation_says_what_it_does():
    names = [operation["operationId"] for _where, operation in operations()]
    assert len(names) == len(set(names)) > 20
    for where, operation in operations():
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", operation["operationId"]), where
        assert operation["summary"], where
        assert operation["description"], where


def test_every_tag_is_explained():
    used = {tag for _where, operation in operations() for tag in operation["tags"]}
    assert used == {tag["name"] for tag in COMMITTED["tags"]}
    assert all(tag["description"] for tag in COMMITTED["tags"])


def test_what_is_published_is_read_without_saying_who_one_is():
    open_to_all = {where for where, each in operations() if {} in each["security"]}
    private = (
        *("/me", "/tokens", "/notifications", "/notification-preferences", "/reactions"),
        "/work-agendas/{identifier}/stake-agreements",
    )
    reading = {where for where, _each in operations() if where.startswith("get ")}
    assert open_to_all == {where for where in reading if not where.split()[1].startswith(private)}


def test_a_body_names_every_member_it_takes():
    bodies = [
        schema
        for name, schema in COMMITTED["components"]["schemas"].items()
        if name.endswith("Change") or name in ("NewMunicipality", "NewOrganisation")
    ]
    assert len(bodies) >= 10
    for schema in bodies:
        assert schema["additionalProperties"] is False


def test_what_an_identifier_is_made_of_never_changes():
    schemas = COMMITTED["components"]["schemas"]
    for kind in ("Organisation", "Municipality"):
        fixed = {"code", "slug"} & schemas[f"New{kind}"]["properties"].keys()
        assert "code" in fixed
        assert not fixed & schemas[f"{kind}Change"]["properties"].keys()


@pytest.mark.django_db
def test_the_document_names_whom_readers_of_this_portal_write_to(settings):
    settings.CONTACT_EMAIL = "wij@kempen.example"
    document.cache_clear()
    try:
        told = call("openapi.json").json()
    finally:
        document.cache_clear()
    assert told["info"]["contact"]["email"] == "wij@kempen.example"


def test_an_example_of_an_identifier_stands_at_the_identifier():
    for plural, example in json.loads(EXAMPLES.read_text("utf-8")).items():
        parameters = COMMITTED["paths"][f"/{plural}/{{identifier}}"]["get"]["parameters"]
        with_example = {each.get("name"): each for each in parameters if "example" in each}
        assert with_example.keys() == {"identifier"}, plural
        assert with_example["identifier"]["example"] == example["id"]


def test_nothing_in_the_document_depends_on_where_it_is_made():
    text = DOCUMENT.read_text("utf-8")
    hosts = set(re.findall(r"https?://([^/\"]+)", text))
    assert hosts <= {ORIGIN_OF_EXAMPLES.removeprefix("https://"), "www.opengis.net"}


@pytest.mark.django_db
def test_examples_have_the_members_of_real_answers(examples):
    shown = json.loads(EXAMPLES.read_text("utf-8"))
    assert len(shown) == 13
    for plural, example in shown.items():
        answer = call(f"{plural}/{example['id']}?lang=en").json()
        assert list(example) == list(answer), plural
        assert example["url"] == answer["url"].replace("http://testserver", ORIGIN_OF_EXAMPLES)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?translations=all", "?lang=en"])
def test_rows_have_the_members_that_the_document_names(examples, query):
    for plural in json.loads(EXAMPLES.read_text("utf-8")):
        operation = COMMITTED["paths"][f"/{plural}/{{identifier}}"]["get"]
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        schema = COMMITTED["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
        validator = Draft202012Validator(schema | {"components": COMMITTED["components"]})
        rows = call(f"{plural}{query}").json()["results"]
        assert rows, plural
        for row in rows:
            assert row.keys() == schema["properties"].keys(), plural
            validator.validate(row)
