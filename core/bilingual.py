"""Texts in two languages: which one a reader gets.

Dutch is the first language; English may be missing. Reads go through `text_for_reader`, so that a
text in the other language always carries its own `lang`. That Dutch is there is a constraint
(`core.constraints.dutch_required`).
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language, override

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class Text(NamedTuple):
    """A text, the language it is in, and whether the reader asked for another one."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text


def text_for_reader(row: Model, field: str) -> Text:
    """Return the field's text in the active language, else in the other one, else empty."""
    wanted = (get_language() or settings.LANGUAGE_CODE)[:2]
    for language in (wanted, *(code for code in LANGUAGES if code != wanted)):
        text = getattr(row, f"{field}_{language}")
        if text:
            return Text(text, language, is_fallback=language != wanted)
    return Text("", wanted, is_fallback=False)


def in_each_language(words: Callable[[], object]) -> dict[str, str]:
    """Return what the words say, by language: how something is kept that is read later."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(words())
    return said


def in_active_language(kept: object) -> object:
    """Return what `in_each_language` kept, in the active language; anything else as it is."""
    if isinstance(kept, dict) and kept.keys() == set(LANGUAGES):
        return kept[(get_language() or settings.LANGUAGE_CODE)[:2]]
    return kept
