"""What `manage.py check` says about where mails lead."""

import pytest

from portal.checks import mails_know_where_they_lead, origin_is_one


@pytest.mark.parametrize(
    "origin", ["", "https://portaal.example.org", "http://localhost:8000", "https://a.example/"]
)
def test_an_origin_has_a_scheme_and_a_host(settings, origin):
    settings.ORIGIN = origin
    assert origin_is_one() == []


@pytest.mark.parametrize(
    "origin", ["portaal.example.org", "ftp://a.example", "https://", "https://a.example/nl/"]
)
def test_what_is_no_origin_is_an_error(settings, origin):
    settings.ORIGIN = origin
    assert [error.id for error in origin_is_one()] == ["portal.E001"]


@pytest.mark.parametrize(
    "names", [["localhost", "127.0.0.1", "[::1]"], ["portaal.example.org"], ["localhost", "a.be"]]
)
def test_with_one_name_it_is_clear_where_mails_lead(settings, names):
    settings.ORIGIN, settings.ALLOWED_HOSTS = "", names
    assert mails_know_where_they_lead() == []


@pytest.mark.parametrize("names", [["*"], [".example.org"], ["portaal.example.org", "a.be"]])
def test_with_several_names_somebody_must_say_where_mails_lead(settings, names):
    settings.ORIGIN, settings.ALLOWED_HOSTS = "", names
    assert [warning.id for warning in mails_know_where_they_lead()] == ["portal.W001"]
    settings.ORIGIN = "https://portaal.example.org"
    assert mails_know_where_they_lead() == []
