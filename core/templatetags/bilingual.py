"""Template words for texts in two languages."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from core.bilingual import Text, text_for_reader
from core.markdown import safe_html

register = template.Library()

register.simple_tag(text_for_reader, name="text_of")


@register.filter
def lang_attribute(text: Text) -> SafeString:
    """Return ` lang="nl"` (with its space) when the text is not in the page's language."""
    return format_html(' lang="{}"', text.language) if text.is_fallback else SafeString("")


@register.filter
def as_html(text: Text) -> SafeString:
    """Return the text, which is Markdown, as safe HTML."""
    return safe_html(str(text))


@register.simple_tag
def any_fallback(*texts: Text) -> bool:
    """Say whether any of these texts stands in for a missing translation."""
    return any(text.is_fallback for text in texts)


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Return `(code, name in that language)` of each language but the active one."""
    active = (get_language() or settings.LANGUAGE_CODE)[:2]
    return [
        (code, get_language_info(code)["name_local"].capitalize())
        for code, _name in settings.LANGUAGES
        if code != active
    ]
