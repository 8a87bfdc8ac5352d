"""Markdown of an editor to HTML that is safe to show."""

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "li", "ol", "p", "strong"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href", "lang", "hreflang"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def safe_html(text: str) -> SafeString:
    """Return the text as HTML with only the tags, attributes and link schemes listed above.

    A heading of the first level becomes a second one: a page has one h1, and that is its title.
    """
    html = markdown.markdown(text, extensions=["sane_lists", "tables"], output_format="html")
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return mark_safe(  # noqa: S308 - nh3 has just cleaned it
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
    )
