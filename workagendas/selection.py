"""Which actions of an agenda a reader asked for, in the words of the address."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.models import Goal
from core.bilingual import text_for_reader
from partners.models import Region
from workagendas.coverage import pairs_of
from workagendas.enums import Reach, Status
from workagendas.listing import Listed

CROSS_CUTTING = "X"
UNREPORTED = "none"


class Chip(NamedTuple):
    """A filter in use, in words, and the query of the same list without it."""

    text: str
    query: str


class AskedChoice(forms.ChoiceField):
    """A choice from the address; one that does not exist is named, and filters nothing."""

    default_error_messages = {
        "invalid_choice": _(
            "“%(value)s” does not exist here, so the list is not narrowed by it. "
            "Choose from the list."
        )
    }

    def __init__(self, label):
        super().__init__(label=label, required=False)

    def offer(self, rest: str, choices: Iterable[tuple[str, str]]) -> None:
        self.choices = [("", rest), *choices]

    def validate(self, value: str) -> None:
        super().validate(value[:80])


class ActionFilter(forms.Form):
    """The filter above an agenda's actions. A value that does not exist is an error of its field.

    It chooses among rows that are loaded already, so that it asks the database nothing.
    """

    goal = AskedChoice(_("Goal"))
    region = AskedChoice(_("Region"))
    lead = AskedChoice(_("Lead"))
    status = AskedChoice(_("How it stands"))
    reach = AskedChoice(_("Between which regions"))

    def __init__(
        self, data, *, rows: Sequence[Listed], goals: Iterable[Goal], regions: Sequence[Region]
    ):
        super().__init__(data, auto_id="filter_%s", use_required_attribute=False)
        self.rows = rows
        self.fields["goal"].offer(
            _("all goals"),
            [(goal.code, f"{goal.code} {_text(goal, 'title')}") for goal in goals]
            + [(CROSS_CUTTING, _("cross-cutting"))],
        )
        self.fields["region"].offer(
            _("all regions"), [(row.slug, _text(row, "name")) for row in regions]
        )
        leads = {row.action.lead.position: row.action.lead for row in rows}
        self.fields["lead"].offer(
            _("all leads"),
            [(leads[place].code, _text(leads[place], "name")) for place in sorted(leads)],
        )
        self.fields["status"].offer(
            _("any"), [*Status.choices, (UNREPORTED, _("not reported yet"))]
        )
        pairs = [(name_of(pair), words_of(pair)) for pair in pairs_of(regions)]
        self.fields["reach"].offer(_("any"), [*Reach.choices, *pairs])

    @property
    def asked(self) -> dict[str, str]:
        """Return the values in the address that filter the list."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    def chips(self) -> list[Chip]:
        asked = self.asked
        return [
            Chip(
                f"{self.fields[name].label}: {dict(self.fields[name].choices)[value]}",
                urlencode({key: kept for key, kept in asked.items() if key != name}),
            )
            for name, value in asked.items()
        ]

    def chosen(self) -> list[Listed]:
        asked = self.asked
        return [row for row in self.rows if all(FITS[name](row, asked[name]) for name in asked)]


def name_of(regions: Sequence[Region]) -> str:
    """Return what regions are called in an address: brainport-limburg."""
    return "-".join(region.slug for region in regions)


def words_of(regions: Sequence[Region]) -> str:
    return " – ".join(_text(region, "name") for region in regions)


def _text(row, field: str) -> str:
    return str(text_for_reader(row, field))


def _serves(row: Listed, code: str) -> bool:
    return row.action.is_cross_cutting if code == CROSS_CUTTING else code in row.goals


def _is_between(row: Listed, reach: str) -> bool:
    return reach in (row.reach, name_of(row.regions))


FITS = {
    "goal": _serves,
    "region": lambda row, slug: any(region.slug == slug for region in row.regions),
    "lead": lambda row, code: row.action.lead.code == code,
    "status": lambda row, status: row.status == ("" if status == UNREPORTED else status),
    "reach": _is_between,
}
