"""Template words for texts in two languages."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.db.models import Manager
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from core.bilingual import Text, text_for_reader
from core.markdown import safe_html
from core.translation_state import Translated, TranslationState

register = template.Library()

register.simple_tag(text_for_reader, name="text_of")


@register.filter
def lang_attribute(text: Text | str) -> SafeString:
    """Return ` lang="nl"` (with its space) when the text is not in the page's language."""
    if isinstance(text, Text) and text.is_fallback:
        return format_html(' lang="{}"', text.language)
    return SafeString("")


@register.filter
def as_html(text: Text) -> SafeString:
    """Return the text, which is Markdown, as safe HTML."""
    return safe_html(str(text))


@register.simple_tag
def first_fallback(*texts: Text) -> Text | None:
    """Return the first of these texts that stands in for a missing translation, or None."""
    return next((text for text in texts if text.is_fallback), None)


@register.simple_tag
def other_languages(addresses: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return `(code, name in that language, path)` of each language but the active one.

    A page without addresses of its own (an error page) leads to the other home page.
    """
    active = (get_language() or settings.LANGUAGE_CODE)[:2]
    paths = addresses or {code: f"/{code}/" for code, _name in settings.LANGUAGES}
    return [
        (code, get_language_info(code)["name_local"].capitalize(), paths[code])
        for code, _name in settings.LANGUAGES
        if code != active
    ]


@register.simple_tag
def any_outdated(shown: Translated | Iterable[Translated] | None, *fields: str) -> bool:
    """Say whether a reader of English sees a text whose Dutch has changed since.

    `shown` is one row or more. A field may be one of related rows: `themes.title`. All of them must
    be loaded already.
    """
    if (get_language() or settings.LANGUAGE_CODE)[:2] == settings.LANGUAGE_CODE:
        return False
    return any(_is_outdated(row, field) for row in _rows(shown) for field in fields)


def _is_outdated(row: Translated, field: str) -> bool:
    relation, _dot, rest = field.partition(".")
    if not rest:
        return row.translation_state(field) == TranslationState.OUTDATED
    return any(_is_outdated(each, rest) for each in _rows(getattr(row, relation)))


def _rows(value) -> Iterable[Translated]:
    """Return the rows of a row, of several, of a relation to many, or of nothing."""
    if value is None:
        return []
    if isinstance(value, Translated):
        return [value]
    return value.all() if isinstance(value, Manager) else value
