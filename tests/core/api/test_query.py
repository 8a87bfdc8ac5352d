"""Query strings are strict: what nobody knows is an error that is named, all of it at once."""

from urllib.parse import urlencode

import pytest

from tests.core.api.calls import call, errors_of, ids_of, require_problem

pytestmark = [pytest.mark.db, pytest.mark.django_db]

BOTH = pytest.mark.parametrize("path", ["goals", "goals/2026-1A"])


def said(path: str, query: str) -> dict[str, str]:
    answer = call(f"{path}?{query}&lang=en")
    require_problem(answer, 400, "invalid-input", "en")
    return errors_of(answer)


@BOTH
def test_keys_that_are_known_everywhere(goal, path):
    query = "format=json&lang=nl&translations=all&page=1&pageSize=5&sort=code&q=voorbeeld"
    assert call(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/api/v1", "problems/malformed"])
def test_keys_that_are_known_at_addresses_of_no_resource(path):
    query = "format=json&lang=nl&translations=all&page=1&pageSize=5&sort=code&q=voorbeeld"
    assert call(f"{path}?{query}").status_code == 200
    assert said(path, "theme=1") == {"theme": "This query key is not known here."}


@BOTH
@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("foo=1", {"foo": "This query key is not known here."}),
        ("Lang=nl", {"Lang": "This query key is not known here."}),
        ("q=a&q=b", {"q": "This query key is there more than once."}),
        ("translations=", {"translations": "This query key has no value."}),
        ("format=", {"format": "This query key has no value."}),
        ("translations=yes", {"translations": "Choose one of: all."}),
        ("q=%00", {"q": "This value holds a character that no text has."}),
        (f"q={'x' * 201}", {"q": "At most 200 characters."}),
    ],
)
def test_what_is_wrong_with_a_key(goal, path, query, wrong):
    assert said(path, query) == wrong


@BOTH
def test_a_language_that_does_not_exist_is_named_in_dutch(goal, path):
    answer = call(f"{path}?lang=fr", Accept_Language="nl")
    require_problem(answer, 400, "invalid-input", "nl")
    assert errors_of(answer).keys() == {"lang"}
    assert "nl, en" in errors_of(answer)["lang"]


def test_an_empty_search_and_the_longest_one_are_fine(goal):
    assert call("goals?q=").json()["total"] == 1
    assert call(f"goals?q={'x' * 200}").json()["total"] == 0


def test_all_that_is_wrong_with_a_list_is_told_at_once(goal):
    wrong = said(
        "goals",
        "foo=1&translations=x&translations=y&format=xml&page=0&pageSize=201&sort=nope&theme=9"
        "&charter=1999&code=",
    )
    assert wrong.keys() == {
        *("foo", "translations", "format", "page", "pageSize", "sort", "theme", "charter", "code")
    }
    assert wrong["pageSize"] == "A whole number from 1 to 200."
    assert wrong["theme"] == "“9” does not exist."
    assert wrong["sort"] == "Choose one of: code, title."


def test_all_that_is_wrong_with_one_resource_is_told_at_once(goal):
    wrong = said("goals/2026-1A", "foo=1&translations=x&format=xml&theme=1")
    assert wrong.keys() == {"foo", "translations", "format", "theme"}
    assert wrong["format"].startswith("Choose one of: json")


@pytest.mark.parametrize("key", ["kind", "country"])
def test_a_choice_that_does_not_exist_names_those_that_do(db, key):
    offered = {"kind": "partner, neighbour", "country": "NL, BE, DE"}[key]
    assert said("municipalities", f"{key}=x") == {key: f"Choose one of: {offered}."}


@pytest.mark.parametrize("value", ["yes", "1", "True", "TRUE", "null"])
def test_a_yes_or_no_is_true_or_false(db, value):
    assert said("municipalities", f"atBorder={value}") == {
        "atBorder": "Choose one of: true, false."
    }


@pytest.mark.parametrize(
    "sort", ["--code", "code,", ",", "text", "Code", "code;title", "code title"]
)
def test_a_list_is_sorted_only_by_what_it_offers(goal, sort):
    assert said("goals", f"sort={sort}") == {"sort": "Choose one of: code, title."}


@pytest.mark.parametrize("sort", ["code,code", "code,title,-code"])
def test_a_list_is_sorted_by_each_member_once(goal, sort):
    assert said("goals", f"sort={sort}") == {"sort": "Name each member once."}


@pytest.mark.parametrize("signs", ['"', "'", ",", '","'])
def test_signs_without_words_find_nothing(goal, signs):
    assert ids_of(call(f"goals?{urlencode({'q': signs})}")) == []


@pytest.mark.urls("tests.core.api.urls")
def test_a_list_with_one_order_says_so(db):
    assert said("endless", "sort=name") == {"sort": "This list has one order only."}


def test_more_keys_than_are_read_is_a_problem_like_any_other(db):
    too_many = "&" * 1500
    require_problem(call(f"goals?{too_many}", Accept_Language="en"), 400, "malformed", "en")
    require_problem(call(f"nothing?{too_many}", Accept_Language="en"), 404, "not-found", "en")
