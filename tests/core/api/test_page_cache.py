"""Anonymous reads of the API come from the page cache, under the same rules as pages."""

import json

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from accounts.roles import Role
from core.freshness.page_cache import PageCache
from tests.accounts.test_tokens import make_token
from tests.core.asking import ask
from tests.factories.accounts import make_person
from tests.factories.partners import MunicipalityFactory, RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]

LIST = "/api/v1/regions"


@pytest.fixture
def portal():
    # As Django's own test client does: the transaction around the test stays open.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield PageCache(get_wsgi_application())
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def region(db):
    return RegionFactory(slug="kempen", name_nl="de Kempen", name_en="the Kempen")


def is_kept(answer) -> bool:
    """Say whether no view was asked: only a request that was worked on has a number."""
    return "X-Request-ID" not in answer.headers


@pytest.mark.parametrize("path", [LIST, f"{LIST}/kempen", "/api/v1"])
def test_an_anonymous_read_is_kept(portal, region, path):
    first, second = ask(portal, path), ask(portal, path)
    assert (is_kept(first), is_kept(second)) == (False, True)
    assert first.body == second.body
    assert second.headers["Cache-Control"] == "public, no-cache"
    assert second.headers["API-Version"]
    assert second.headers["ETag"] == first.headers["ETag"]


def test_a_kept_answer_says_what_it_depends_on(portal, region):
    ask(portal, LIST)
    vary = {name.strip() for name in ask(portal, LIST).headers["Vary"].split(",")}
    assert vary == {"Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Cookie"}


@pytest.mark.parametrize(
    ("header", "language"),
    [("en-GB,en;q=0.9", "en"), ("nl-BE", "nl"), ("fr", "nl"), ("", "nl"), ("*", "nl")],
)
def test_each_language_is_kept_apart(portal, region, header, language):
    for asked in ("nl", "en"):
        ask(portal, LIST, HTTP_ACCEPT_LANGUAGE=asked)
    answer = ask(portal, LIST, HTTP_ACCEPT_LANGUAGE=header)
    assert is_kept(answer)
    assert answer.headers["Content-Language"] == language


def test_each_form_is_kept_apart(portal, region):
    forms = ["application/json", "text/csv"]
    first = [ask(portal, LIST, HTTP_ACCEPT=form).body for form in forms]
    kept = [ask(portal, LIST, HTTP_ACCEPT=form) for form in forms]
    assert [answer.body for answer in kept] == first
    assert all(is_kept(answer) for answer in kept)
    assert ask(portal, LIST, HTTP_ACCEPT="image/png").status == 406


def test_an_unknown_key_is_an_error_and_fills_nothing(portal, region):
    ask(portal, LIST)
    for number in range(3):
        assert ask(portal, LIST, query=f"x{number}=1").status == 400


@pytest.mark.parametrize("query", ["q=kempen", "bbox=1,2,3,4"])
def test_what_has_too_many_values_is_not_kept(portal, query):
    MunicipalityFactory()
    answers = [ask(portal, "/api/v1/municipalities", query=query) for _time in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert not any(is_kept(answer) for answer in answers)


def test_a_single_resource_is_not_kept_under_keys_that_change_nothing(portal, region):
    answers = [ask(portal, f"{LIST}/kempen", query="page=2") for _time in range(2)]
    assert not any(is_kept(answer) for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_a_change_shows_in_the_next_read(portal, region):
    assert is_kept(ask(portal, LIST)) is False
    assert is_kept(ask(portal, LIST)) is True
    region.name_nl = "De Kempen"
    region.save()
    (shown,) = json.loads(ask(portal, LIST).body)["results"]
    assert shown["name"] == "De Kempen"


def test_who_says_who_they_are_gets_an_answer_of_their_own(portal, region):
    _token, secret = make_token(make_person(Role.SECRETARIAT))
    ask(portal, LIST)
    answer = ask(portal, LIST, HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert not is_kept(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert is_kept(ask(portal, LIST))


def test_a_draft_that_somebody_may_see_is_not_kept_for_others(portal, region):
    _token, secret = make_token(make_person(Role.SECRETARIAT))
    path = "/api/v1/charters"
    ask(portal, path, HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert not is_kept(ask(portal, path))


def test_an_error_is_not_kept(portal):
    for _time in range(2):
        answer = ask(portal, f"{LIST}/nergens")
        assert (answer.status, is_kept(answer)) == (404, False)


def test_head_has_the_headers_of_get_and_no_body(portal, region):
    ask(portal, LIST)
    answer = ask(portal, LIST, REQUEST_METHOD="HEAD")
    assert (answer.status, answer.body, is_kept(answer)) == (200, b"", True)
    assert int(answer.headers["Content-Length"]) > 0


def test_a_kept_answer_is_not_sent_twice(portal, region):
    etag = ask(portal, LIST).headers["ETag"]
    answer = ask(portal, LIST, HTTP_IF_NONE_MATCH=etag)
    assert (answer.status, answer.body, is_kept(answer)) == (304, b"", True)
