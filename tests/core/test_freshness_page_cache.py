"""The page cache gives public answers again, the same ones, and nobody else's."""

import gzip

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path

from core.freshness.declaration import DECLARED, Declaration
from core.freshness.page_cache import PageCache
from core.freshness.stamp import shared_stamp
from core.public_page import public_page
from tests.core import urls_with_kept_answers as kept
from tests.core.asking import ask
from tests.factories.accounts import make_person
from tests.factories.partners import RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]

PAGE = "/nl/page/"
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


@pytest.fixture(autouse=True)
def _views(settings):
    settings.ROOT_URLCONF = "tests.core.urls_with_kept_answers"
    kept.answered.clear()
    # As Django's own test client does: the transaction around the test stays open.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def portal():
    return PageCache(get_wsgi_application())


def test_the_same_page_is_made_once(portal):
    first, second = ask(portal, PAGE), ask(portal, PAGE)
    assert first.status == second.status == 200
    assert first.body == second.body
    assert kept.answered == [PAGE]


def test_a_hit_has_every_header_of_the_first_answer_but_its_number(portal):
    first, second = ask(portal, PAGE).headers, ask(portal, PAGE).headers
    assert first.pop("X-Request-ID")
    assert first == second
    assert first["Cache-Control"] == "public, no-cache"
    assert "default-src 'none'" in first["Content-Security-Policy"]


def test_a_hit_asks_the_database_one_thing(portal):
    ask(portal, PAGE)
    with CaptureQueriesContext(connection) as queries:
        ask(portal, PAGE)
    assert len(queries) == 1


@pytest.mark.redis
def test_with_redis_a_hit_does_not_touch_the_database(settings, redis_url):
    settings.REDIS_URL = redis_url
    shared_stamp.cache_clear()
    try:
        portal = PageCache(get_wsgi_application())
        ask(portal, PAGE)
        with CaptureQueriesContext(connection) as queries:
            ask(portal, PAGE)
        assert len(queries) == 0
        assert kept.answered == [PAGE]
    finally:
        shared_stamp.cache_clear()


def test_a_change_of_content_shows_in_the_next_request(portal, django_capture_on_commit_callbacks):
    first = ask(portal, PAGE)
    with django_capture_on_commit_callbacks(execute=True):
        RegionFactory()
    assert ask(portal, PAGE).body != first.body


def test_an_answer_that_raced_a_change_is_never_given_after_it(settings):
    class Urls:
        @staticmethod
        @public_page()
        def view(request):
            response = kept.text(request)
            shared_stamp().move()  # somebody saves after the view has read
            return response

        urlpatterns = i18n_patterns(path("page/", view))

    settings.ROOT_URLCONF = Urls
    portal = PageCache(get_wsgi_application())
    assert ask(portal, PAGE).body != ask(portal, PAGE).body


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "localhost"},
        {"HTTP_HOST": "testserver:8000"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/elders"},
        {"query": "page=2"},
    ],
)
def test_another_host_scheme_root_or_known_key_is_another_answer(portal, other):
    for asked in (other, other, {}):
        ask(portal, PAGE, **asked)
    assert len(kept.answered) == 2


def test_behind_a_proxy_the_scheme_is_what_the_proxy_says(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    portal = PageCache(get_wsgi_application())
    for proto in ("https", "http", "https, http", "http"):
        ask(portal, PAGE, HTTP_X_FORWARDED_PROTO=proto)
    assert len(kept.answered) == 2


def test_every_hour_pages_are_made_anew(portal, time_machine):
    time_machine.move_to("2026-03-18T22:59:58Z", tick=False)
    ask(portal, PAGE)
    ask(portal, PAGE)
    time_machine.move_to("2026-03-18T23:00:00Z", tick=False)  # midnight in Brussels
    ask(portal, PAGE)
    assert len(kept.answered) == 2


def test_keys_that_a_page_does_not_read_are_the_same_page(portal):
    first = ask(portal, PAGE, query="utm_source=brief&page=1&sort=name")
    for query in ("page=1&sort=name", "sort=name&page=1&fbclid=1&fbclid=2", "page=1&sort=name&x"):
        assert ask(portal, PAGE, query=query).body == first.body
    assert b"utm_source" not in first.body
    assert len(kept.answered) == len(portal._kept) == 1


@pytest.mark.parametrize(
    "query",
    [
        "page=1&page=2",
        "page=%FF",
        "page=\xe9",
        "q=mol",
        "page=1&q=",
        "&".join(["page=1"] + ["x=1"] * 50),
    ],
)
def test_searches_and_odd_queries_are_not_kept(portal, query):
    assert ask(portal, PAGE, query=query).body != ask(portal, PAGE, query=query).body
    assert len(portal._kept) == 0


def test_where_other_keys_are_errors_they_reach_the_view(portal):
    assert ask(portal, "/data", query="page=1").status == 200
    assert ask(portal, "/data", query="page=1&pagina=2").status == 400
    assert ask(portal, "/data", query="page=1&pagina=2").status == 400
    assert len(kept.answered) == 3


def test_an_answer_is_kept_for_each_language_and_media_type_that_the_view_tells(portal):
    for language in ("nl", "nl-BE,nl;q=0.9", "en", "en-GB", "", "fr"):
        for accept in ("application/json", "text/csv", "*/*"):
            told = ask(portal, "/data", HTTP_ACCEPT_LANGUAGE=language, HTTP_ACCEPT=accept)
            wanted = "en" if language.startswith("en") else "nl"
            kind = "text/csv" if "csv" in accept else "application/json"
            assert told.body.decode().endswith(f" {wanted} {kind}")
            assert told.headers["Content-Type"] == kind
    assert len(kept.answered) == 4


def test_a_file_without_a_language_in_its_address_is_kept_for_each_language(portal):
    for language in ("nl", "en", "nl", "en-GB"):
        told = ask(portal, "/file.txt", HTTP_ACCEPT_LANGUAGE=language)
        assert told.headers["Content-Language"] == language[:2]
        assert told.headers["Vary"] == "Accept-Language, Accept-Encoding"
    assert len(kept.answered) == 2


@pytest.mark.parametrize(
    "address",
    [
        "cookie",
        "browser",
        "by-cookie",
        "streaming",
        "gone",
        "undeclared",
        "private",
        "not-there",
    ],
)
def test_what_is_not_plainly_public_is_not_kept(portal, address):
    first, second = (ask(portal, f"/nl/{address}/", **GZIP) for _time in range(2))
    assert len(portal._kept) == 0
    assert first.status == second.status
    assert len(kept.answered) == (0 if address == "not-there" else 2)


@pytest.mark.parametrize(
    ("headers", "keeps"),
    [
        ({"ETag": '"x"'}, True),
        ({"ETag": '"x"', "Set-Cookie": "wens=x"}, False),
        ({}, False),
    ],
)
def test_what_is_declared_is_kept_with_a_tag_and_without_a_cookie(headers, keeps):
    def application(environ, start_response):
        environ[DECLARED] = Declaration(frozenset(), False, ())
        response = HttpResponse("x", headers={"Cache-Control": "public"} | headers)
        start_response("200 OK", list(response.items()))
        return response

    portal = PageCache(application)
    assert ask(portal, PAGE).body == b"x"
    assert len(portal._kept) == keeps


@pytest.mark.parametrize("address", ["cookie", "streaming", "gone", "undeclared", "private"])
def test_what_is_not_taken_over_passes_untouched(portal, address):
    with_cache = ask(portal, f"/nl/{address}/", **GZIP)
    without = ask(get_wsgi_application(), f"/nl/{address}/", **GZIP)
    changing = {"X-Request-ID", "ETag", "Set-Cookie"}
    headers = [
        {k: v for k, v in told.headers.items() if k not in changing}
        for told in (with_cache, without)
    ]
    assert headers[0] == headers[1]
    assert "Content-Encoding" not in with_cache.headers


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "theme=dark; sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Bearer blk_abc"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_IF_MATCH": '"x"'},
        {"HTTP_IF_MODIFIED_SINCE": "Wed, 18 Mar 2026 12:00:00 GMT"},
        {"HTTP_IF_UNMODIFIED_SINCE": "Wed, 18 Mar 2026 12:00:00 GMT"},
    ],
)
def test_who_brings_a_session_or_credentials_neither_fills_nor_reads_the_cache(portal, header):
    ask(portal, PAGE, **header)
    assert len(portal._kept) == 0
    ask(portal, PAGE)
    ask(portal, PAGE, **header)
    assert len(kept.answered) == 3


def test_the_answer_to_somebody_who_is_logged_in_is_given_to_nobody_else(portal, client):
    client.force_login(make_person(name="Wie Dan Ook"))
    cookie = "; ".join(f"{name}={value.value}" for name, value in client.cookies.items())
    theirs = ask(portal, PAGE, HTTP_COOKIE=cookie)
    assert ask(portal, PAGE).body != theirs.body
    assert ask(portal, PAGE, HTTP_COOKIE=cookie).body != theirs.body


def test_other_methods_reach_django(portal):
    ask(portal, PAGE)
    assert ask(portal, PAGE, "POST", CONTENT_LENGTH="0").status == 405
    assert ask(portal, PAGE, "OPTIONS").status == 405


@pytest.mark.parametrize("is_kept", [True, False])
def test_head_has_the_headers_of_get_and_no_body(portal, is_kept):
    whole = ask(portal, PAGE, **GZIP)
    if not is_kept:
        portal = PageCache(get_wsgi_application())
        kept.answered.clear()
    head = ask(portal, PAGE, "HEAD", **GZIP)
    assert head.body == b""
    whole.headers.pop("X-Request-ID")
    head.headers.pop("X-Request-ID", None)
    assert head.headers == whole.headers
    assert len(kept.answered) == 1
    assert len(portal._kept) == is_kept  # a HEAD fills nothing


@pytest.mark.parametrize("is_kept", [True, False])
def test_the_same_bytes_are_not_sent_again(portal, is_kept):
    told = ask(portal, PAGE)
    etag = told.headers["ETag"]
    if not is_kept:
        shared_stamp().move()
        kept.answered.clear()
    for condition in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        for method in ("GET", "HEAD"):
            again = ask(portal, PAGE, method, HTTP_IF_NONE_MATCH=condition)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["ETag"] == etag
            assert again.headers["Vary"] == "Accept-Encoding"
            assert again.headers["Cache-Control"] == "public, no-cache"
            assert "default-src 'none'" in again.headers["Content-Security-Policy"]
            assert not {"Content-Length", "Content-Type"} & again.headers.keys()
    assert ask(portal, PAGE, HTTP_IF_NONE_MATCH='"x"').status == 200
    assert len(kept.answered) == 1


def test_the_entity_tag_is_that_of_an_answer_without_the_cache(portal):
    kept.answered.clear()
    with_cache = ask(portal, PAGE)
    kept.answered.clear()
    without = ask(get_wsgi_application(), PAGE)
    assert with_cache.body == without.body
    assert with_cache.headers["ETag"] == without.headers["ETag"]


@pytest.mark.parametrize("is_kept", [True, False])
def test_who_accepts_gzip_gets_the_same_page_in_fewer_bytes(portal, is_kept):
    if is_kept:
        ask(portal, PAGE)
    zipped = ask(portal, PAGE, **GZIP)
    plain = ask(portal, PAGE)
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] == f"W/{plain.headers['ETag']}"
    assert zipped.headers["Content-Length"] == str(len(zipped.body))
    assert zipped.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in plain.headers
    tag = zipped.headers["ETag"]
    assert ask(portal, PAGE, HTTP_IF_NONE_MATCH=tag, **GZIP).headers["ETag"] == tag
    assert len(kept.answered) == 1


@pytest.mark.parametrize(
    ("header", "zips"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("br, *", True),
        ("x-gzip", True),
        ("", False),
        ("br", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=x", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
    ],
)
def test_gzip_is_sent_only_to_who_accepts_it(portal, header, zips):
    told = ask(portal, PAGE, HTTP_ACCEPT_ENCODING=header)
    assert ("Content-Encoding" in told.headers) == zips


def test_what_gzip_makes_no_smaller_stays_plain(portal):
    assert "Content-Encoding" not in ask(portal, "/data", **GZIP).headers


def test_answers_that_nobody_asked_for_longest_make_room(settings):
    settings.PAGE_CACHE_MEGABYTES = 1
    portal = PageCache(get_wsgi_application())
    ask(portal, PAGE, query="page=0")
    for number in range(1, 400):
        ask(portal, PAGE, query=f"page={number}")
        ask(portal, PAGE, query="page=0")
    assert 50 < len(portal._kept) < 200
    assert len(kept.answered) == 400
    ask(portal, PAGE, query="page=1")
    assert len(kept.answered) == 401


def test_what_is_remembered_of_addresses_has_an_end(portal, monkeypatch):
    monkeypatch.setattr("core.freshness.page_cache.MOST_ADDRESSES", 2)
    for address in (PAGE, "/data", "/file.txt"):
        ask(portal, address)
    assert 1 <= len(portal._declared) <= 2


def test_without_room_everything_goes_to_django(settings):
    settings.PAGE_CACHE_MEGABYTES = 0
    portal = PageCache(get_wsgi_application())
    with CaptureQueriesContext(connection) as queries:
        assert ask(portal, PAGE).body != ask(portal, PAGE).body
    assert len(queries) == 0


def test_a_hit_does_not_wake_django(portal):
    ask(portal, PAGE)
    woken = []

    def wake(**_signal):
        woken.append(True)

    request_started.connect(wake)
    ask(portal, PAGE)
    assert woken == []
    ask(portal, PAGE, query="page=2")
    assert woken == [True]


def test_a_stamp_that_comes_back_brings_no_old_page_with_it():
    stamp = SayingStamp("old")
    portal = PageCache(get_wsgi_application(), stamp=stamp)
    for stamp.said in ("old", "new", "old"):
        ask(portal, PAGE)
    assert len(kept.answered) == 3


class SayingStamp:
    """A stamp that says what it is told."""

    def __init__(self, said: str):
        self.said = said

    def current(self) -> str:
        return self.said
