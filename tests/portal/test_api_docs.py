"""The page that shows the OpenAPI document, and the document itself."""

import json

import pytest
from bs4 import BeautifulSoup

from portal.openapi import document
from tests.core.api.calls import PROBLEM, call

DOCS = "/api/v1/docs"


@pytest.mark.parametrize(("language", "title"), [("nl", "API: onze"), ("en", "API: our data")])
def test_docs_speak_the_readers_language(db, language, title):
    for answer in (call(f"{DOCS}?lang={language}"), call(DOCS, Accept_Language=language)):
        html = BeautifulSoup(answer.content, "html.parser")
        assert html.html["lang"] == answer["Content-Language"] == language
        assert html.h1.text.startswith(title)
        assert html.find(id="api-docs")["lang"] == "en"
        assert html.find("a", href=f"/{language}/"), "a way back to the portal"
        other = {"nl": "en", "en": "nl"}[language]
        assert html.find("a", hreflang=other)["href"] == f"{DOCS}?lang={other}"


def test_only_the_docs_allow_inline_styles_and_nothing_allows_inline_scripts(db):
    for path in (DOCS, "/api/v1/openapi.json", "/nl/"):
        rules = dict(
            rule.split(" ", 1) for rule in call(path)["Content-Security-Policy"].split("; ")
        )
        is_docs = path == DOCS
        assert rules["script-src"] == "'self'", path
        assert rules["style-src"] == ("'self' 'unsafe-inline'" if is_docs else "'self'"), path
        assert rules["img-src"] == ("'self' data:" if is_docs else "'self'"), path


def test_docs_keep_their_exception_each_time_they_are_asked(db):
    policies = {call(DOCS)["Content-Security-Policy"].count("'unsafe-inline'") for _ in range(3)}
    assert policies == {1}


@pytest.mark.parametrize("path", [DOCS, "/api/v1/openapi.json"])
def test_docs_and_document_are_for_everybody_and_set_no_cookie(db, path):
    answer = call(path, Authorization="Bearer nothing")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer
    assert set(answer["Cache-Control"].split(", ")) == {"public", "no-cache"}
    again = call(path, If_None_Match=answer["ETag"])
    assert again.status_code == 304
    policy = "Content-Security-Policy"
    assert set(again[policy].split("; ")) == set(answer[policy].split("; "))
    assert call(path, method="post").status_code == 405
    assert call(f"{path}?anything=1")["Content-Type"] == PROBLEM


def test_document_is_served_as_it_was_committed(db):
    assert call("openapi.json").content == document()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_leads_to_the_docs_and_so_does_the_api(content, language):
    html = BeautifulSoup(call(f"/{language}/").content, "html.parser")
    link = html.select_one("footer a[href^='/api/']")
    assert (link.text, link["href"]) == ("API", f"{DOCS}?lang={language}")
    assert call("/api/v1").json()["docs"] == f"http://testserver{DOCS}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_docs_show_when_somebody_shares_their_address(db, language):
    html = BeautifulSoup(call(f"{DOCS}?lang={language}").content, "html.parser")
    (shared,) = html.select('meta[property="og:url"]')
    blocks = map(json.loads, (tag.string for tag in html.select('[type="application/ld+json"]')))
    (page,) = [block for block in blocks if block["@type"] == "WebPage"]
    assert page["url"] == shared["content"] == f"http://testserver{DOCS}?lang={language}"
    assert page["name"] in html.h1.text
