"""Where links of mails lead: the setting, else the request at hand, else the first known name."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.origin import portal_origin, remember_origin


def origin_in(request: HttpRequest) -> str:
    return remember_origin(lambda asked: HttpResponse(portal_origin()))(request).content.decode()


@pytest.fixture
def asked() -> RequestFactory:
    return RequestFactory()


def test_it_is_that_of_the_request(asked, settings):
    settings.ORIGIN = ""
    assert (
        origin_in(asked.get("/nl/", headers={"host": "127.0.0.1:8001"})) == "http://127.0.0.1:8001"
    )
    assert origin_in(asked.get("/nl/", secure=True)) == "https://testserver"
    assert portal_origin() == "http://localhost"  # after the request, outside any


def test_the_setting_is_stronger_than_any_request(asked, settings):
    settings.ORIGIN = "https://portaal.example/"
    assert origin_in(asked.get("/nl/")) == "https://portaal.example"
    assert portal_origin() == "https://portaal.example"


def test_a_name_without_end_is_not_taken_over(asked, settings):
    settings.ORIGIN = ""
    endless = "testserver:" + "0" * 500 + "80"
    assert origin_in(asked.get("/nl/", headers={"host": endless})) == "http://localhost"


@pytest.mark.parametrize(
    ("names", "plain", "origin"),
    [
        (["*", "portaal.example"], False, "https://portaal.example"),
        ([".portaal.example"], True, "http://portaal.example"),
        (["*"], False, "https://localhost"),
    ],
)
def test_without_setting_and_request_it_is_the_first_name(settings, names, plain, origin):
    settings.ORIGIN, settings.ALLOWED_HOSTS, settings.PLAIN_HTTP = "", names, plain
    assert portal_origin() == origin
