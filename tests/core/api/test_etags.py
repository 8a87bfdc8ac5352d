"""ETags: 304 for what was read already, 412 for what somebody else changed meanwhile."""

import re

import pytest

from tests.core.api.calls import call, errors_of, require_problem
from tests.factories.partners import RegionFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls("tests.core.api.urls")]

PATHS = pytest.mark.parametrize("path", ["goals/2026-1A", "goals", "/api/v1"])


@PATHS
def test_what_was_read_already_is_not_sent_again(goal, path):
    answer = call(path)
    etag = answer["ETag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', f'"x",W/{etag}', "*"):
        for method in ("get", "head"):
            again = call(path, method=method, If_None_Match=known)
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == etag
            assert again["API-Version"] == answer["API-Version"]
    for other in ('"x"', etag.strip('"'), ""):
        assert call(path, If_None_Match=other).status_code == 200


def test_the_tag_of_a_row_is_its_version_and_what_was_answered(goal):
    tags = {
        call(f"goals/2026-1A{query}")["ETag"] for query in ("", "?lang=en", "?translations=all")
    }
    assert len(tags) == 3
    assert all(re.fullmatch(r'"1-[0-9a-f]{16}"', tag) for tag in tags)
    goal.save()
    assert call("goals/2026-1A")["ETag"].startswith('"2-')


def test_the_tag_of_a_list_changes_with_its_rows(goal):
    before = call("goals")["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{16}"', before)
    goal.save()
    assert call("goals")["ETag"] != before


@pytest.fixture
def change(secretary):
    """Give a region another name, having read what `If-Match` says."""
    RegionFactory(slug="kempen")

    def change(if_match: str | None, path: str = "regions/kempen"):
        header = {} if if_match is None else {"If_Match": if_match}
        body = {"name": {"nl": "Anders"}}
        return call(path, method="patch", by=secretary, body=body, Accept_Language="en", **header)

    return change


def test_a_change_counts_when_the_version_was_seen_in_whatever_variant(change):
    seen = call("regions/kempen?lang=en&translations=all")["ETag"]
    answer = change(seen)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert answer["ETag"].startswith('"2-')


@pytest.mark.parametrize(
    "if_match",
    ['W/"1-x"', '"1-x"', '"1"', '"9-x", "1-x"', '"9-x",W/"1-y"', "*", " * ", ' "1-x" '],
)
def test_tags_of_the_version_that_is_stored(change, if_match):
    assert change(if_match).status_code == 200


@pytest.mark.parametrize(
    "if_match",
    ['"2-x"', '"0"', '"1,x"', '"9-x,1-x", "8-y"', '"9-x", "8-y"', '"11-x"', '""', '"x-1"'],
)
def test_another_version_is_a_lost_update_and_changes_nothing(change, if_match):
    require_problem(change(if_match), 412, "lost-update", "en")
    assert call("regions/kempen").json()["version"] == 1


def test_the_second_of_two_editors_is_told(change):
    seen = call("regions/kempen")["ETag"]
    assert change(seen).status_code == 200
    require_problem(change(seen), 412, "lost-update", "en")


@pytest.mark.parametrize("if_match", ["1", "1-x", '"1-x', "", ",", '"1-x",', '"1" "2"', '*, "1"'])
def test_a_header_that_cannot_be_read_is_named(change, if_match):
    answer = change(if_match)
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer) == {"If-Match": "Send the ETag that you read, with its quotes."}


def test_without_the_header_a_change_counts_where_it_is_not_required(change):
    assert change(None).status_code == 200


def test_where_it_is_required_a_change_without_it_is_refused(change):
    require_problem(change(None, "careful/kempen"), 428, "precondition-required", "en")
    assert change('"1-x"', "careful/kempen").status_code == 200
