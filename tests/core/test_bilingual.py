"""A reader gets a text in their own language, or in the other one with its name on it."""

import pytest
from django.utils import translation

from core.bilingual import Text, text_for_reader
from tests.factories.charter import ThemeFactory

BOTH = {"title_nl": "Wonen", "title_en": "Housing"}
ONLY_DUTCH = {"title_nl": "Wonen", "title_en": None}
EMPTY_ENGLISH = {"title_nl": "Wonen", "title_en": ""}
ONLY_ENGLISH = {"title_nl": None, "title_en": "Housing"}
NEITHER = {"title_nl": None, "title_en": ""}


@pytest.mark.parametrize(
    ("texts", "language", "text"),
    [
        (BOTH, "nl", Text("Wonen", "nl", is_fallback=False)),
        (BOTH, "en", Text("Housing", "en", is_fallback=False)),
        (BOTH, "en-gb", Text("Housing", "en", is_fallback=False)),
        (ONLY_DUTCH, "nl", Text("Wonen", "nl", is_fallback=False)),
        (ONLY_DUTCH, "en", Text("Wonen", "nl", is_fallback=True)),
        (EMPTY_ENGLISH, "en", Text("Wonen", "nl", is_fallback=True)),
        (ONLY_ENGLISH, "nl", Text("Housing", "en", is_fallback=True)),
        (ONLY_ENGLISH, "en", Text("Housing", "en", is_fallback=False)),
        (NEITHER, "nl", Text("", "nl", is_fallback=False)),
        (NEITHER, "en", Text("", "en", is_fallback=False)),
    ],
)
def test_reader_gets_the_text_and_is_told_its_language(texts, language, text):
    theme = ThemeFactory.build(**texts)
    with translation.override(language):
        assert text_for_reader(theme, "title") == text


def test_where_no_language_is_active_the_text_is_dutch():
    with translation.override(None):
        assert text_for_reader(ThemeFactory.build(**BOTH), "title").language == "nl"


def test_a_text_prints_as_its_words_alone():
    assert f"{text_for_reader(ThemeFactory.build(**BOTH), 'title')}" == "Wonen"
