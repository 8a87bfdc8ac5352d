"""What an editor typed becomes HTML that cannot do harm."""

import gc
import time

import pytest
from bs4 import BeautifulSoup
from django.utils.safestring import SafeString

from core.markdown import first_sentence, safe_html
from core.translation_state import digest_of, words_of


def shown(text: str) -> BeautifulSoup:
    return BeautifulSoup(safe_html(text), "html.parser")


def test_headings_emphasis_and_lists_are_kept():
    html = shown("## Kop\n\nEen *woord* en **nog een**.\n\n- een\n- twee\n\n1. eerst")
    assert html.h2.text == "Kop"
    assert (html.em.text, html.strong.text) == ("woord", "nog een")
    assert [item.text for item in html.ul.find_all("li")] == ["een", "twee"]
    assert html.ol.li.text == "eerst"


@pytest.mark.parametrize("text", ["# Titel", "Titel\n=====", "<h1>Titel</h1>"])
def test_a_heading_of_the_first_level_becomes_a_second_one(text):
    html = shown(text)
    assert html.h2.text == "Titel"
    assert not html.h1


def test_a_table_is_kept_without_inline_style():
    html = shown("| regio | gemeenten |\n|---|---:|\n| Kempen | 29 |")
    assert [cell.text for cell in html.thead.find_all("th")] == ["regio", "gemeenten"]
    assert [cell.text for cell in html.tbody.find_all("td")] == ["Kempen", "29"]
    assert not html.select("[style]")


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/a", "mailto:info@example.org", "tel:+3214000000", "/nl/charter/#1A"],
)
def test_a_link_keeps_its_address(address):
    assert shown(f"[lees meer]({address})").a["href"] == address


@pytest.mark.parametrize(
    "text",
    [
        "[klik](javascript:alert(1))",
        "[klik](JavaScript:alert(1))",
        "[klik](data:text/html,<b>x</b>)",
        "[klik](vbscript:x)",
        "[klik](ftp://files.example.org/a)",
        '<a href="javascript:alert(1)">klik</a>',
        '<a href="java&#10;script:alert(1)">klik</a>',
        '<a href=" &#1;javascript:alert(1)">klik</a>',
    ],
)
def test_a_link_that_does_not_open_page_mail_or_phone_loses_its_address(text):
    html = shown(text)
    assert "klik" in html.text
    assert not html.select("[href]")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example></sCrIpT>",
        "<p><script>alert(1)</script></p>",
        "`x` <script>alert(1)</script>",
        "<style>body { display: none }</style>",
    ],
)
def test_script_and_style_disappear_with_what_they_hold(text):
    html = shown(text + "\n\nDaarna.")
    assert not html.select("script, style")
    assert "alert" not in html.text
    assert "display" not in html.text
    assert "Daarna." in html.text


@pytest.mark.parametrize(
    "text",
    [
        '<p onclick="alert(1)">Tekst</p>',
        '<a href="/nl/" onmouseover="alert(1)" style="color: red" target="_blank">Tekst</a>',
        '<em class="x" id="y" ONFOCUS=alert(1) tabindex=1>Tekst</em>',
    ],
)
def test_attributes_that_act_or_dress_are_dropped_and_the_text_stays(text):
    html = shown(text)
    assert html.text.strip() == "Tekst"
    allowed = {"href", "rel"}
    assert all(set(tag.attrs) <= allowed for tag in html.find_all(True))


@pytest.mark.parametrize("tag", ["img", "iframe", "svg", "form", "input", "object", "video"])
def test_what_is_not_text_is_dropped(tag):
    html = shown(f'<{tag} src="x" onerror="alert(1)"></{tag}>\n\nTekst')
    assert not html.find(tag)
    assert "Tekst" in html.text


def test_the_language_of_a_link_is_kept():
    link = shown('<a href="/en/" lang="en" hreflang="en">English</a>').a
    assert (link["lang"], link["hreflang"]) == ("en", "en")


def test_signs_of_html_in_text_are_escaped():
    assert "1 &lt; 2 &amp; 3" in safe_html("1 < 2 & 3")


HARD = {
    **{sign: sign * 20_000 for sign in ("[", "![", "<", "<a ", "![a](", "<http://a", "**a", "`")},
    "wide": "[" * 400 + "a" * 99_000,
    "spread": "[a][ een woord " * 2_000,
    "lists in lists": "1. " * 20_000,
    "quotes in quotes": "> " * 20_000,
    "long": "**a** " * 100_000,
}


@pytest.fixture
def _only_the_text():
    """What else the process holds is not searched for garbage while a text is timed."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_only_the_text")
@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_no_text_takes_long_and_its_words_are_kept(text):
    for work in (safe_html, words_of, digest_of):
        started = time.process_time()
        work(text)
        assert time.process_time() - started < 1


@pytest.mark.parametrize("depth", [100, 500, 2000])
def test_lists_in_lists_without_end_are_shown_as_text(depth):
    assert "Tekst" in safe_html("1. " * depth + "Tekst")


def test_what_is_not_parsed_is_escaped():
    html = shown("<b>x</b>[" * 20_000 + "\n\n<script>alert(1)</script>")
    assert not html.find(["b", "script"])
    assert len(html.find_all("p")) == 2
    assert "<script>alert(1)</script>" in html.text


def test_a_page_with_many_links_is_parsed():
    text = "Lees [meer](https://blk.example/) over **dit**.\n\n" * 100
    assert len(shown(text).find_all("a")) == 100


def test_a_template_shows_it_as_html():
    assert isinstance(safe_html("tekst"), SafeString)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Eén zin. Nog een.", "Eén zin."),
        ("## Kop\n\nEen *vraag*\nover [iets](https://blk.example/)? Ja.", "Een vraag over iets?"),
        ("Zonder punt", "Zonder punt"),
        ("AT&T en 1 < 2. Meer.", "AT&T en 1 < 2."),
        ("- een\n- twee", ""),
        ("", ""),
    ],
)
def test_first_sentence_of_a_text_is_plain(text, sentence):
    assert first_sentence(text) == sentence


def test_a_sentence_without_end_is_cut_at_a_word():
    sentence = first_sentence("woord " * 100)
    assert len(sentence) <= 300
    assert sentence.endswith("woord…")
