"""Markdown of an editor to HTML that is safe to show, in a time that no text can stretch.

The parser reads from each `[` and `<` to the end of the text. A text for which that adds up, is
longer than any page, or has lists in lists in lists without end, is shown as plain paragraphs.
"""

import html
import re
import textwrap

import markdown
import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "li", "ol", "p", "strong"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href", "lang", "hreflang"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto", "tel"}
MOST_CHARACTERS = 100_000
ENDLESS = re.compile(r"(?m)^(?:[ \t]*+(?:>|[-*+][ \t]|[0-9]{1,9}+\.[ \t])){20}")  # one in another
MOST_CHARACTERS_TO_READ = 2_000_000  # 50 links in a text of 40,000 characters; half a second


def safe_html(text: str) -> SafeString:
    """Return the text as HTML with only the tags, attributes and link schemes listed above.

    A heading of the first level becomes a second one: a page has one h1, and that is its title.
    """
    parsed = _parsed(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return mark_safe(  # noqa: S308 - nh3 has just cleaned it
        nh3.clean(parsed, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
    )


def first_sentence(text: str) -> str:
    """Return the first sentence of the first paragraph, without markup, in 300 characters."""
    _before, _tag, rest = safe_html(text).partition("<p>")
    paragraph = html.unescape(nh3.clean(rest.partition("</p>")[0], tags=set()))
    sentence = re.split(r"(?<=[.!?])\s", paragraph.strip(), maxsplit=1)[0]
    return textwrap.shorten(sentence, 300, placeholder="…")


def _parsed(text: str) -> str:
    reads = (text.count("[") + text.count("<")) * len(text)
    if len(text) > MOST_CHARACTERS or reads > MOST_CHARACTERS_TO_READ or ENDLESS.search(text):
        return linebreaks(text, autoescape=True)
    try:
        return markdown.markdown(text, extensions=["sane_lists", "tables"], output_format="html")
    except RecursionError:
        return linebreaks(text, autoescape=True)
