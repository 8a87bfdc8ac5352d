"""Error pages say what happened and where to go, in the reader's language, with no database too."""

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

pytestmark = pytest.mark.django_db

PAGES = [
    ("/nl/zomaar/", "nl", 404, "Deze pagina bestaat niet"),
    ("/en/anything/", "en", 404, "This page is not here"),
    ("/fault/", "nl", 500, "Er ging iets mis aan onze kant"),
    ("/fault/", "en", 500, "Something went wrong on our side"),
    ("/refused/", "nl", 403, "U mag deze pagina niet openen"),
    ("/refused/", "en", 403, "You may not open this page"),
]


@pytest.mark.urls("tests.portal.urls_with_faults")
@pytest.mark.parametrize(("path", "language", "status", "heading"), PAGES)
def test_error_page(path, language, status, heading):
    client = Client(raise_request_exception=False)
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == status
    html = BeautifulSoup(response.content, "html.parser")
    assert html.html["lang"] == language
    assert html.h1.text == heading
    assert html.select_one("meta[name=robots]")["content"] == "noindex"
    assert response["Cache-Control"] == "private, no-store"
    assert "a fault of ours" not in html.text
    (switch,) = html.select("a.language-switch")
    assert switch["href"] == ("/en/" if language == "nl" else "/nl/")


@pytest.mark.urls("tests.portal.urls_with_faults")
@pytest.mark.parametrize(("path", "language", "status", "heading"), PAGES)
def test_error_page_without_a_database(path, language, status, heading, monkeypatch):
    def fails(*_arguments, **_options):
        raise DatabaseError("the database is away")

    monkeypatch.setattr(SQLCompiler, "execute_sql", fails)
    client = Client(raise_request_exception=False)
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == status
    assert heading in response.content.decode()


@pytest.mark.urls("tests.portal.urls_with_faults")
def test_when_something_went_wrong_on_our_side_the_database_is_not_asked(
    django_assert_num_queries,
):
    with django_assert_num_queries(0):
        Client(raise_request_exception=False).get("/fault/")


def test_form_that_stood_open_too_long_says_so():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", headers={"Accept-Language": "nl"})
    assert response.status_code == 403
    html = BeautifulSoup(response.content, "html.parser")
    assert html.h1.text == "Dit formulier kon niet worden verstuurd"
