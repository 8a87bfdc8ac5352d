"""What holds for every public page. A page added later is walked too: the sitemap is checked
against the URL configuration, and every test here reads what the sitemap names."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import polib
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, ResolverMatch, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

from charter.models import Goal, Paragraph
from core.api import PREFIX
from tests.portal.conftest import ORIGIN

NOT_IN_THE_SITEMAP = {
    "charter_of_year": "names earlier charters; the one in force stands at /charter/",
    "goal_of_year": "the same, for goals",
    "agenda_snapshot": "a download, named on the agenda's page",
}
MY_DESK = {"/nl/mijn/", "/en/my/"}  # asks who you are
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "link": "href"}


def test_sitemap_names_a_page_of_every_public_address(public_pages):
    walked = {page.match.url_name for page in public_pages}
    assert walked == named_pages() - set(NOT_IN_THE_SITEMAP)


def named_pages() -> set[str]:
    """Return the names of all public addresses below the language prefix.

    Those that are not public stand in tests/test_access.py.
    """
    names = set()

    def collect(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                collect(pattern.url_patterns)
            elif getattr(pattern.callback, "is_public", False):
                names.add(pattern.name)

    for pattern in get_resolver().url_patterns:
        if isinstance(pattern.pattern, LocalePrefixPattern):
            collect(pattern.url_patterns)
    return names


def test_every_page_answers_in_both_languages(public_pages):
    assert {page.path: page.response.status_code for page in public_pages} == {
        page.path: 200 for page in public_pages
    }
    languages = Counter(page.language for page in public_pages)
    assert languages["nl"] == languages["en"] >= 7 + 1 + 7 + 95


def test_every_page_says_its_language(public_pages):
    for page in public_pages:
        assert page.html.html["lang"] == page.language, page.path
        assert page.response["Content-Language"] == page.language, page.path


def test_every_page_has_one_heading_and_a_title_of_its_own(public_pages):
    titles = Counter()
    for page in public_pages:
        assert len(page.html.find_all("h1")) == 1, page.path
        assert len(page.html.find_all("main")) == 1, page.path
        titles[page.language, page.html.title.text] += 1
    assert [title for title, times in titles.items() if times > 1] == []


def test_headings_skip_no_level(public_pages):
    for page in public_pages:
        levels = [int(tag.name[1]) for tag in page.html.find_all(re.compile(r"^h[1-6]$"))]
        jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert not jumps, (page.path, levels)


def test_ids_stand_once(public_pages):
    for page in public_pages:
        ids = Counter(tag["id"] for tag in page.html.find_all(id=True))
        assert [name for name, times in ids.items() if times > 1] == [], page.path


def test_switch_leads_to_the_same_thing_and_back(public_pages):
    switches = {}
    for page in public_pages:
        (switch,) = page.html.select("a.language-switch")
        assert switch["lang"] == switch["hreflang"] != page.language, page.path
        switches[page.path] = switch["href"]
    for path, other in switches.items():
        assert switches[other] == path
        with translation.override(path[1:3]):
            here = resolve(path)
        with translation.override(other[1:3]):
            there = resolve(other)
        assert here.url_name == there.url_name
        assert _without_slug_of_agenda(here) == _without_slug_of_agenda(there)


def _without_slug_of_agenda(match: ResolverMatch) -> dict:
    """Return what the address names, but for the words of an agenda, which have a language."""
    has_words = "period" in match.kwargs
    return {key: kept for key, kept in match.kwargs.items() if not (has_words and key == "slug")}


def test_alternates_name_this_page_in_both_languages(public_pages):
    for page in public_pages:
        links = {link["hreflang"]: link["href"] for link in page.html.select("link[rel=alternate]")}
        (canonical,) = page.html.select("link[rel=canonical]")
        (switch,) = page.html.select("a.language-switch")
        assert canonical["href"] == ORIGIN + page.path
        assert links[page.language] == ORIGIN + page.path
        assert links[switch["lang"]] == ORIGIN + switch["href"]
        assert links["x-default"] == links["nl"]


def test_dutch_pages_show_no_untranslated_text(public_pages):
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale/nl/LC_MESSAGES/django.po"))
    english = {
        piece.strip(" .,:“”")
        for entry in catalogue
        if entry.msgid != entry.msgstr
        for piece in re.split(r"%\(\w+\)s|<[^>]+>", entry.msgid)
        if len(piece.split()) >= 3
    }
    assert len(english) > 50
    for page in public_pages:
        if page.language == "nl":
            shown = page.html.get_text(" ", strip=True)
            assert [piece for piece in english if piece in shown] == [], page.path


def test_english_pages_mark_every_text_that_is_not_english(public_pages):
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale/nl/LC_MESSAGES/django.po"))
    dutch = {entry.msgstr for entry in catalogue if len(entry.msgstr.split()) >= 3}
    for page in public_pages:
        if page.language == "en":
            html = BeautifulSoup(page.response.content, "html.parser")
            for marked in html.find_all(lang="nl"):
                marked.decompose()
            shown = html.get_text(" ", strip=True)
            assert [text for text in dutch if text in shown] == [], page.path


def test_with_the_shipped_texts_no_page_falls_back_to_the_other_language(public_pages):
    notices = {
        "nl": "Deze tekst is er alleen in het Engels.",
        "en": "This text is only available in Dutch.",
    }
    for page in public_pages:
        assert notices[page.language] not in page.html.get_text(), page.path


def test_nothing_is_inline(public_pages):
    for page in public_pages:
        assert page.html.find_all("style") == [], page.path
        assert page.html.find_all(style=True) == [], page.path
        handlers = [
            name for tag in page.html.find_all(True) for name in tag.attrs if name.startswith("on")
        ]
        assert handlers == [], page.path
        for script in page.html.find_all("script"):
            assert script.get("src") or script["type"] == "application/ld+json", page.path


def test_no_page_loads_anything_from_another_host(public_pages):
    for page in public_pages:
        for name, attribute in LOADS.items():
            for tag in page.html.find_all(name):
                if tag.get("rel") in (["canonical"], ["alternate"]):
                    continue
                assert urlsplit(tag.get(attribute, "")).netloc == "", (page.path, tag)
        for form in page.html.find_all("form"):
            assert urlsplit(form["action"]).netloc == "", page.path


def test_style_sheets_load_nothing_from_another_host():
    for sheet in (settings.BASE_DIR / "static").rglob("*.css"):
        text = sheet.read_text("utf-8")
        addresses = re.findall(r"url\([\"']?([^\"')]+)", text) + re.findall(
            r"@import\s+(\S+)", text
        )
        assert [address for address in addresses if "//" in address] == [], sheet.name


@pytest.mark.django_db
def test_every_link_inside_the_portal_leads_to_a_page_or_into_the_api(
    public_pages, client, examples
):
    pages = {page.path: page for page in public_pages}
    into_the_api, downloads = set(), set()
    for page in public_pages:
        for link in page.html.select("a[href]"):
            parts = urlsplit(link["href"])
            if parts.scheme == "mailto":
                continue
            assert not parts.netloc, (page.path, link["href"])
            if link.get("rel") == ["nofollow"]:
                assert parts.path in MY_DESK, (page.path, link["href"])
                continue
            if parts.path.startswith(PREFIX):
                into_the_api.add(link["href"])
                continue
            if parts.path.endswith(".json"):
                downloads.add(parts.path)
                continue
            target = pages.get(parts.path) if parts.path else page
            assert target, (page.path, link["href"])
            if parts.fragment:
                assert target.html.find(id=parts.fragment), (page.path, link["href"])
    assert downloads
    for address in into_the_api | downloads:
        assert client.get(address).status_code == 200, address


def test_every_page_may_be_kept_by_caches_and_sets_no_cookie(public_pages):
    for page in public_pages:
        assert page.response["Cache-Control"] == "public, no-cache", page.path
        assert page.response["ETag"], page.path
        assert not page.response.cookies, page.path
        assert "Cookie" not in page.response.get("Vary", ""), page.path


def test_every_page_has_the_security_headers(public_pages):
    for page in public_pages:
        headers = page.response.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        for directive in ("script-src 'self'", "style-src 'self'", "form-action 'self'"):
            assert re.search(rf"{re.escape(directive)}(;|$)", policy), policy
        for directive in ("base-uri", "frame-ancestors", "frame-src", "object-src"):
            assert f"{directive} 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "path", ["/nl/", "/en/charter/", "/nl/charter/1A/", "/en/municipalities/turnhout/", "/nl/over/"]
)
def test_a_page_has_the_same_bytes_each_time_and_answers_304(path):
    first, second = Client().get(path), Client().get(path, {"utm_source": "brief"})
    assert first.content == second.content
    unchanged = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    assert unchanged.content == b""


@pytest.mark.usefixtures("content")
def test_public_pages_can_only_be_read():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/nl/").status_code == 405
    head, get = client.head("/nl/"), client.get("/nl/")
    assert head.status_code == 200
    assert head["ETag"] == get["ETag"]
    assert client.head("/nl/", headers={"If-None-Match": get["ETag"]}).status_code == 304


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_goal_and_paragraph_is_one_unbroken_text_in_a_charter_block(client, language):
    html = BeautifulSoup(client.get(f"/{language}/charter/").content, "html.parser")
    texts = [getattr(row, f"text_{language}") for row in [*Goal.objects.all()]]
    texts += [getattr(row, f"text_{language}") for row in Paragraph.objects.all()]
    assert len(texts) == 18
    for text in texts:
        (element,) = [p for p in html.find_all("p") if p.string == text]
        assert element.find_parent("blockquote")
        assert element.find_parent("figure").figcaption


def test_english_charter_words_are_called_unofficial_wherever_they_show(public_pages):
    shown = 0
    for page in public_pages:
        for figure in page.html.select("figure.charter-words"):
            label = figure.figcaption.get_text(strip=True)
            if page.language == "nl":
                assert label == "Uit het charter, woord voor woord"
            else:
                assert label == "From the charter, unofficial translation"
                (link,) = page.html.select("p.notice a[hreflang=nl]")
                assert link["href"].startswith("/nl/charter/")
            shown += 1
    assert shown >= 2 * (5 + 7)


def test_unknown_addresses_are_not_pages():
    with pytest.raises(Resolver404):
        resolve("/nl/zomaar/")
