"""Lists in pages: by number with a total, by cursor at a cost that does not grow."""

from base64 import b64encode
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.core.api.calls import call, errors_of, ids_of, require_problem
from tests.factories.partners import OrganisationFactory, RegionFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls("tests.core.api.urls")]


def make_organisations(number: int) -> list[str]:
    """Return the codes of so many organisations of one region, in the order of the list."""
    region = RegionFactory()
    return [OrganisationFactory(region=region).code for _ in range(number)]


def asked_by(link: str) -> dict[str, str]:
    return {key: value for key, [value] in parse_qs(urlsplit(link).query).items()}


# ── By number ──


def test_a_page_tells_the_total_and_where_the_others_are():
    codes = make_organisations(7)
    answer = call("organisations?pageSize=3&page=2")
    assert ids_of(answer) == codes[3:6]
    told = answer.json()
    assert told.keys() == {"results", "links", "total"}
    assert told["total"] == 7
    pages = {name: asked_by(link)["page"] for name, link in told["links"].items()}
    assert pages == {"first": "1", "prev": "1", "next": "3", "last": "3"}


def test_links_keep_the_query_and_are_whole_addresses():
    make_organisations(3)
    query = "lang=en&pageSize=1&sort=-code&q=organisatie&kind=province&translations=all"
    links = call(f"organisations?{query}").json()["links"]
    for link in (links["first"], links["next"], links["last"]):
        assert link.startswith("http://testserver/api/v1/organisations?")
        assert asked_by(link) | {"page": ""} == asked_by(f"?{query}&page=x") | {"page": ""}


def test_following_the_links_gives_every_row_once():
    codes, found, link = make_organisations(7), [], "organisations?pageSize=2&sort=-position"
    while link:
        answer = call(link.removeprefix("http://testserver"))
        found += ids_of(answer)
        link = answer.json()["links"]["next"]
    assert found == codes[::-1]


def test_links_that_lead_nowhere_are_null_and_an_empty_list_has_one_page():
    told = call("organisations").json()
    assert (told["results"], told["total"]) == ([], 0)
    assert (told["links"]["prev"], told["links"]["next"]) == (None, None)
    assert asked_by(told["links"]["last"])["page"] == "1"


def test_a_page_holds_50_rows_and_at_most_200():
    make_organisations(51)
    assert len(ids_of(call("organisations"))) == 50
    assert len(ids_of(call("organisations?pageSize=200"))) == 51


@pytest.mark.parametrize(
    "size", ["0", "-1", "201", "1.5", "x", "٣", "1e1", "+5", " 5", "9" * 12, "05"]
)
def test_a_page_size_is_a_whole_number_from_1_to_200(size):
    answer = call(f"organisations?{urlencode({'pageSize': size, 'lang': 'en'})}")
    assert errors_of(answer) == {"pageSize": "A whole number from 1 to 200."}


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "last", "9" * 10, "01"])
def test_a_page_is_a_whole_number(page):
    answer = call(f"organisations?{urlencode({'page': page})}")
    assert errors_of(answer).keys() == {"page"}


@pytest.mark.parametrize("page", ["4", "999999999"])
def test_beyond_the_last_page_is_an_error_that_says_how_many_there_are(page):
    make_organisations(3)
    answer = call(f"organisations?pageSize=1&page={page}&lang=en")
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer) == {"page": "There are 3 pages."}
    assert errors_of(call(f"organisations?page={page}&lang=en")) == {"page": "There is 1 page."}


# ── By cursor ──


def walk(path: str, by: str = "next") -> list[list[str]]:
    """Return the pages from this one on, each as its identifiers."""
    pages, link = [], path
    while link:
        answer = call(link.removeprefix("http://testserver"))
        pages.append(ids_of(answer))
        link = answer.json()["links"][by]
    return pages


def test_a_cursor_leads_through_every_row_once_newest_first_and_back():
    codes = make_organisations(7)[::-1]
    assert walk("endless?pageSize=3") == [codes[:3], codes[3:6], codes[6:]]
    second = call("endless?pageSize=3").json()["links"]["next"]
    third = call(second.removeprefix("http://testserver")).json()["links"]["next"]
    assert walk(third, by="prev") == [codes[6:], codes[3:6], codes[:3]]


def test_a_list_by_cursor_tells_no_total_and_its_links_keep_the_query():
    make_organisations(3)
    told = call("endless?pageSize=1&lang=en&kind=province").json()
    assert told.keys() == {"results", "links"}
    assert told["links"].keys() == {"first", "prev", "next"}
    for link in (told["links"]["first"], told["links"]["next"]):
        kept = asked_by(link)
        kept.pop("cursor", None)
        assert kept == {"pageSize": "1", "lang": "en", "kind": "province"}


def test_rows_that_come_meanwhile_move_no_page():
    codes = make_organisations(4)[::-1]
    link = call("endless?pageSize=2").json()["links"]["next"]
    make_organisations(3)
    assert ids_of(call(link.removeprefix("http://testserver"))) == codes[2:]


def test_the_last_page_costs_what_the_first_does():
    make_organisations(30)
    with CaptureQueriesContext(
        connection,
    ) as first:
        link = call("endless?pageSize=10").json()["links"]["next"]
    for _ in range(2):
        with CaptureQueriesContext(connection) as later:
            link = call(link.removeprefix("http://testserver")).json()["links"]["next"]
    asked = " ".join(query["sql"] for query in later.captured_queries).upper()
    assert len(first) == len(later) == 1
    assert "COUNT(" not in asked
    assert "OFFSET" not in asked


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        *(b64encode(text).decode() for text in (b"p=abc", b"o=x", b"\xff", b"p=%00")),
    ],
)
def test_a_cursor_of_ones_own_making_is_an_error(cursor):
    make_organisations(2)
    answer = call(f"endless?{urlencode({'cursor': cursor, 'lang': 'en'})}")
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer) == {"cursor": "Follow the links of the list."}


def test_pages_have_no_numbers_in_a_list_by_cursor():
    assert errors_of(call("endless?page=2")).keys() == {"page"}
    assert errors_of(call("endless?pageSize=500")).keys() == {"pageSize"}


def test_a_cursor_is_known_only_where_there_is_one():
    assert errors_of(call("organisations?cursor=x")).keys() == {"cursor"}


def test_first_leads_from_any_page_to_the_beginning():
    make_organisations(3)
    second = call("endless?pageSize=1").json()["links"]["next"]
    told = call(second.removeprefix("http://testserver")).json()
    assert asked_by(told["links"]["first"]) == {"pageSize": "1"}
