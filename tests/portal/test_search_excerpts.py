"""The part of a text that a result shows, and the words that are marked in it."""

import pytest

from portal.search.excerpts import LONGEST, excerpt_of, is_found
from portal.search.words import column_of, words_in
from tests.factories.portal import SearchDocumentFactory


def excerpt(text: str, *words: str, **how) -> str:
    return excerpt_of(SearchDocumentFactory.build(text=text), list(words), **how).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Coöperatie in de Kempen", ["cooperatie", "in", "de", "kempen"]),
        ("regio’s en regio's", ["regios", "en", "regios"]),
        ("1A: 30%_af", ["1a", "30", "af"]),
        ("'s-Hertogenbosch", ["s", "hertogenbosch"]),
        ("e\u0301e\u0301n", ["een"]),
        ("!? _ % \0 …", []),
    ],
)
def test_words_are_compared_without_capitals_accents_and_signs(text, words):
    assert words_in(text) == words


def test_a_column_has_a_space_around_each_word():
    assert column_of("Mol", "3D-print") == " mol 3d print "


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        ("innovatie", "innovatieclusters"),
        ("woningen", "woning"),
        ("verbinden", "verbinding"),
        ("1a", "1a"),
        ("region", "regions"),
        ("lokaal", "lokale"),
    ],
)
def test_a_word_is_found_in_its_other_forms(word, standing):
    assert is_found(word, standing)


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        ("a", "agenda"),
        ("in", "innovatie"),
        ("molen", "mol"),
        ("wonen", "woensdag"),
        ("rand", "ranst"),
        ("kosten", "kostbaar"),
    ],
)
def test_a_word_is_not_found_in_others(word, standing):
    assert not is_found(word, standing)


def test_a_misspelt_word_is_found_only_where_words_may_be_alike():
    assert not is_found("ftonica", "fotonica")
    assert is_found("ftonica", "fotonica", alike=True)
    assert not is_found("ftonica", "wonen", alike=True)


def test_each_word_that_was_found_is_marked():
    assert excerpt("Over innovaties in de Kempen.", "innovatie", "kempen") == (
        "Over <mark>innovaties</mark> in de <mark>Kempen</mark>."
    )


def test_signs_of_markup_in_a_text_stay_signs():
    assert excerpt("<b>Mol</b> & <script>", "mol") == (
        "&lt;b&gt;<mark>Mol</mark>&lt;/b&gt; &amp; &lt;script&gt;"
    )


def test_a_long_text_is_cut_between_words_around_the_first_word():
    shown = excerpt("voor " * 100 + "Mol " + "na " * 200, "mol")
    assert shown.startswith("… voor ")
    assert shown.endswith("na …")
    assert "<mark>Mol</mark>" in shown
    assert len(shown) < LONGEST + len("… <mark></mark> …")


@pytest.mark.parametrize("text", ["x" * 5_000, "x" * 5_000 + " mol", "mol" + "x" * 5_000])
def test_a_text_without_spaces_is_cut_all_the_same(text):
    shown = excerpt(text, "mol")
    assert len(shown) < 2 * LONGEST
    assert shown


def test_without_the_words_a_text_is_shown_from_its_beginning():
    assert excerpt("Een twee drie.", "vier") == "Een twee drie."
    assert excerpt("", "vier") == ""


def test_words_that_stand_in_the_other_language_alone_are_shown_in_it():
    document = SearchDocumentFactory.build(language="en", text="Short.", other_text="Huizen.")
    found = excerpt_of(document, ["huizen"])
    assert found == ("<mark>Huizen</mark>.", "nl", True)
    assert excerpt_of(document, ["short"]) == ("<mark>Short</mark>.", "en", False)
    assert excerpt_of(document, ["nothing"]) == ("Short.", "en", False)
