"""The Dutch words of agendas: one for a milestone's day, no pronoun for an agenda, plurals."""

import re

import polib
import pytest
from django.conf import settings
from django.contrib.admin.utils import model_ngettext
from django.utils import translation

from workagendas.models import RegionStake

CATALOGUE = polib.pofile(f"{settings.LOCALE_PATHS[0]}/nl/LC_MESSAGES/django.po")


def said(entry: polib.POEntry) -> str:
    return " ".join([entry.msgstr, *entry.msgstr_plural.values()])


def test_a_milestone_is_to_be_reached_on_its_day():
    due = [entry for entry in CATALOGUE if re.search(r"\bdue (on|soon)\b", entry.msgid)]
    assert len(due) > 8
    assert [said(entry) for entry in due if "te halen" not in said(entry)] == []


def test_an_agenda_is_called_by_its_name():
    about = [entry for entry in CATALOGUE if re.search(r"\bagenda\b", entry.msgid)]
    assert len(about) > 50
    pronoun = re.compile(r"\b(hij|hem|nadat ze|zoals ze)\b", re.I)
    assert [said(entry) for entry in about if pronoun.search(said(entry))] == []


@pytest.mark.parametrize(
    ("language", "one", "more"),
    [
        ("nl", "inschatting van een regio", "inschattingen van regio’s"),
        ("en", "view of a region", "views of regions"),
    ],
)
def test_views_of_regions_can_be_counted(language, one, more):
    with translation.override(language):
        assert (model_ngettext(RegionStake, 1), model_ngettext(RegionStake, 20)) == (one, more)
