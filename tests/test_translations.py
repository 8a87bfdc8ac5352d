"""Every text exists in Dutch; the catalogue says the same things in the same places."""

import re

import polib
import pytest
from django.conf import settings

CATALOGUE = polib.pofile(str(settings.BASE_DIR / "locale/nl/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>")


def test_every_text_is_translated():
    untranslated = [entry.msgid for entry in CATALOGUE if not entry.translated()]
    assert untranslated == []
    assert len(CATALOGUE) > 200


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.msgid[:40])
def test_translation_keeps_placeholders_and_tags(entry):
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for text in entry.msgstr_plural.values() or [entry.msgstr]:
        assert set(PLACEHOLDER.findall(text)) == wanted


def test_dutch_uses_typographic_apostrophes_and_the_words_of_the_portal():
    for entry in CATALOGUE:
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        for text in texts:
            assert "'" not in re.sub(r"'s-", "", text), text
            avoided = r"\b(aanmelden|nomineren|woningprogrammering|goedkeuren|terugsturen)\b"
            assert not re.search(avoided, text, re.IGNORECASE), text


def test_templates_hold_no_text_that_cannot_be_translated():
    same_in_both = {"Brainport", "Limburg", "Kempen", "Charter", "Partners", "Contact", "Privacy"}
    same_in_both |= {"Home", "NUTS", "Charter (", "Menu", "API", "CSV", "GeoJSON", "JSON", "XLSX"}
    same_in_both |= {"OpenAPI", "Atom"}
    found = []
    for file in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = file.read_text("utf-8")
        text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S)
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
        text = re.sub(r"{% block (page_class|kind) %}.*?{% endblock %}", "", text)
        text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.S)
        text = re.sub(r"<[^>]*>", "\n", text, flags=re.S)
        words = set(re.findall(r"[^\W\d_]{3,}", text)) - same_in_both
        found += [(file.name, word) for word in words]
    assert found == []
