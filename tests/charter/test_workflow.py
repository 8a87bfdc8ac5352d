"""Which charter is in force: one at a time, and time goes one way."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

import charter
from accounts.roles import Role
from charter.enums import CHARTER_TRANSITIONS, CharterState
from charter.models import Charter
from charter.workflow import bring_into_force
from core.errors import ForbiddenTransition, NotAllowed
from core.loading import Load
from core.models import AuditEntry
from partners.management.commands.load_partners import load_organisations, load_regions
from tests.factories.accounts import make_person
from tests.factories.charter import CharterFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DUTCH = (Path(charter.__file__).parent / "data/charter-2026.nl.txt").read_text("utf-8")
DRAFT, IN_FORCE, SUPERSEDED = CharterState.DRAFT, CharterState.IN_FORCE, CharterState.SUPERSEDED


def states() -> dict[int, str]:
    return dict(Charter.objects.values_list("year", "state"))


def test_a_charter_brought_into_force_supersedes_the_earlier_one():
    CharterFactory(year=2020, state=SUPERSEDED)
    CharterFactory(year=2026, state=IN_FORCE)
    CharterFactory(year=2034)
    bring_into_force(charter=CharterFactory(year=2030), by=None, reason="Getekend.")
    assert states() == {2020: SUPERSEDED, 2026: SUPERSEDED, 2030: IN_FORCE, 2034: DRAFT}
    assert Charter.objects.in_force().get().year == 2030


def test_the_first_charter_needs_no_earlier_one():
    bring_into_force(charter=CharterFactory(year=2026), by=None, reason="Getekend.")
    assert states() == {2026: IN_FORCE}


def test_both_charters_get_a_new_version_so_that_an_editor_of_either_notices():
    earlier, later = CharterFactory(state=IN_FORCE), CharterFactory()
    bring_into_force(charter=later, by=None, reason="Getekend.")
    assert set(Charter.objects.values_list("pk", "version")) == {(earlier.pk, 2), (later.pk, 2)}


def test_who_why_and_what_stand_in_history_and_audit():
    earlier, later = CharterFactory(state=IN_FORCE), CharterFactory()
    secretary = make_person(Role.SECRETARIAT)
    bring_into_force(charter=later, by=secretary, reason="Getekend in Turnhout.")
    for charter_, state in ((earlier, SUPERSEDED), (later, IN_FORCE)):
        last = charter_.history.first()
        assert (last.state, last.history_user) == (state, secretary)
        assert last.history_change_reason == "Getekend in Turnhout."
    acts = AuditEntry.objects.values_list("act", "object_uid", "actor").order_by("id")
    assert list(acts) == [
        ("charter.superseded", earlier.uid, secretary.uid),
        ("charter.brought_into_force", later.uid, secretary.uid),
    ]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT}))
def test_only_the_secretariat_brings_a_charter_into_force(role):
    draft = CharterFactory()
    with pytest.raises(NotAllowed):
        bring_into_force(charter=draft, by=make_person(role), reason="")
    assert states()[draft.year] == DRAFT
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("state", "language", "sentence"),
    [
        (SUPERSEDED, "nl", "Dit kan niet van “vervangen” naar “van kracht” gaan."),
        (SUPERSEDED, "en", "This cannot go from “superseded” to “in force”."),
        (IN_FORCE, "nl", "Dit kan niet van “van kracht” naar “van kracht” gaan."),
        (IN_FORCE, "en", "This cannot go from “in force” to “in force”."),
    ],
)
def test_only_a_draft_comes_into_force(state, language, sentence):
    CharterFactory(year=2026, state=SUPERSEDED if state == IN_FORCE else IN_FORCE)
    refused = CharterFactory(year=2030, state=state)
    before = states()
    with translation.override(language), pytest.raises(ForbiddenTransition) as error:
        bring_into_force(charter=refused, by=None, reason="Getekend.")
    assert str(error.value) == sentence
    assert states() == before


def test_a_state_follows_from_the_database_and_not_from_a_row_read_before():
    read_before = CharterFactory()
    Charter.objects.update(state=SUPERSEDED)
    with pytest.raises(ForbiddenTransition):
        bring_into_force(charter=read_before, by=None, reason="Getekend.")


@pytest.mark.parametrize("current", CharterState)
@pytest.mark.parametrize("wanted", CharterState)
def test_a_charter_goes_from_draft_to_in_force_to_superseded_and_no_other_way(current, wanted):
    allowed = {(DRAFT, IN_FORCE), (IN_FORCE, SUPERSEDED)}
    assert CHARTER_TRANSITIONS.allow(current, wanted) == ((current, wanted) in allowed)


@pytest.fixture
def load(tmp_path) -> Callable[[int], None]:
    """Load the real text as if it had been signed in a year."""
    load_regions(Load())
    load_organisations(Load())

    def load(year: int) -> None:
        file = tmp_path / f"charter-{year}.txt"
        file.write_text(DUTCH.replace("18 maart 2026", f"18 maart {year}"), "utf-8")
        call_command("load_charter", file, language="nl", stdout=StringIO())

    return load


def test_loading_a_newer_charter_supersedes_the_older_one(load):
    load(2026)
    load(2030)
    assert states() == {2026: SUPERSEDED, 2030: IN_FORCE}


def test_an_older_charter_cannot_be_loaded_after_a_newer_one(load):
    load(2030)
    with pytest.raises(CommandError, match=r"line 1: A later charter \(2030\) is here already"):
        load(2026)
    assert states() == {2030: IN_FORCE}


def test_loading_a_superseded_charter_again_does_not_bring_it_back(load):
    load(2026)
    load(2030)
    load(2026)
    assert states() == {2026: SUPERSEDED, 2030: IN_FORCE}
