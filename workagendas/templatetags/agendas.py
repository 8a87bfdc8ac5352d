"""Template words for days, numbers and partners' own words."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.bilingual import text_for_reader
from core.days import in_words
from core.numbers import as_it_is, with_decimals
from partners.models import Region
from workagendas.models import RegionalDefinition

register = template.Library()

register.filter("in_words", in_words)
register.filter("with_decimals", with_decimals)
register.filter("as_tick", as_it_is)


@register.filter
def lang_of(language: str) -> SafeString:
    """Return ` lang="nl"` (with its space) for words that are not in the page's language."""
    if not language or language == (get_language() or "nl")[:2]:
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag
def reach_in_words(regions: Sequence[Region]) -> str:
    """Return between which regions something is: of two by name, of all three in one phrase."""
    names = [str(text_for_reader(region, "name_in_sentence")) for region in regions]
    match len(names):
        case 0:
            return ""
        case 1:
            return _("in {region}").format(region=names[0])
        case 2:
            return _("between {one} and {other}").format(one=names[0], other=names[1])
    return _("between the three regions")


@register.filter
def at(rows: Sequence, place: int):
    return rows[place]


@register.simple_tag
def own_definition(
    definitions: Sequence[RegionalDefinition], region: Region
) -> RegionalDefinition | None:
    """Return the region's own definition, if it has one."""
    return next((row for row in definitions if row.region_id == region.pk), None)


@register.simple_tag
def left_out(rows: Sequence, most: int) -> int:
    """Return how many rows stand behind the first so many."""
    return max(len(rows) - most, 0)
