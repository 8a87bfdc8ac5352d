"""Linked data: what a page is about in the words of schema.org, for programs that read it.

A view of a public page gives its template one thing as `linked_data`: a dict whose addresses are
absolute. It has no personal data, and nothing that the page does not say.
"""

import json
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe

from core.bilingual import Text

Absolute = Callable[[str], str]  # makes an address absolute: `request.build_absolute_uri`

NEVER_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def as_json(thing: dict) -> SafeString:
    """Return the thing as JSON-LD for inside a script element, which no text in it can close."""
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False)
    return mark_safe(text.translate(NEVER_MARKUP))  # noqa: S308 - no sign of markup is left


def words(text: Text | str) -> str | dict:
    """Return a text; with its language when that is not the page's."""
    if isinstance(text, Text) and text.is_fallback:
        return {"@value": text.text, "@language": text.language}
    return str(text)


def website(absolute: Absolute) -> dict:
    """Return the website that every page is part of; its home page says more of it."""
    return {"@type": "WebSite", "@id": absolute("/#website")}


def breadcrumbs(steps: list[tuple[Text | str, str]], absolute: Absolute) -> dict:
    """Return the way to a page: the name and path of each step, the page itself last."""
    items = [
        {"@type": "ListItem", "position": position, "name": words(name), "item": absolute(path)}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
