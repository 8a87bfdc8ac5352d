"""Template words for what a page tells programs about itself."""

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.urls import reverse

from core import linked_data
from core.bilingual import Text
from core.markdown import first_sentence

register = template.Library()

register.filter("as_json_ld", linked_data.as_json)


class Captured(template.Node):
    """Keeps what it surrounds under a name. Blocks in it are those of the page (`block.super`)."""

    def __init__(self, nodelist: NodeList, name: str):
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        context[self.name] = self.nodelist.render(context)
        return ""


@register.tag
def captured(parser: Parser, token: Token) -> Captured:
    """Use what stands between `captured as title` and `endcaptured` more than once: `title`."""
    _tag, _as, name = token.split_contents()
    nodelist = parser.parse(["endcaptured"])
    parser.delete_first_token()
    return Captured(nodelist, name)


@register.filter
def as_first_sentence(text: Text) -> str:
    """Return the first sentence of a text (Markdown), without its markup."""
    return first_sentence(str(text))


@register.simple_tag(takes_context=True)
def breadcrumb_list(
    context: Context, here: Text | str, parent_url: str | None, parent: Text | str | None
) -> dict:
    """Return the way to this page as linked data: home, its parent if it has one, itself."""
    steps = [("Home", reverse("home")), (here, context.request.path)]
    if parent_url:
        steps.insert(1, (parent, parent_url))
    return linked_data.breadcrumbs(steps, context.request.build_absolute_uri)
