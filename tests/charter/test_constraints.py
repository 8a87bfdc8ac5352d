"""What the database refuses in a charter."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from charter.enums import CharterState, Part
from charter.models import Charter, SignatureParty
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    ParagraphFactory,
    SignatureFactory,
    SignaturePartyFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def all_charters_in_force():
    CharterFactory.create_batch(2)
    Charter.objects.update(state=CharterState.IN_FORCE)


def an_unknown_state():
    CharterFactory()
    Charter.objects.update(state="archived")


def one_organisation_twice():
    party = SignaturePartyFactory()
    again = SignatureParty(signature=party.signature, organisation=party.organisation)
    SignatureParty.objects.bulk_create([again])


# Each: the constraint's name, and a write that breaks it and nothing else.
CHECKS = [
    (
        "charter_year_is_that_of_signing",
        partial(CharterFactory, year=2030, signed_on=date(2031, 1, 1)),
    ),
    ("charter_state_is_known", an_unknown_state),
    ("charter_title_nl_required", partial(CharterFactory, title_nl=None)),
    ("charter_title_nl_required", partial(CharterFactory, title_nl="")),
    ("charter_subtitle_nl_required", partial(CharterFactory, subtitle_nl=None)),
    ("charter_subtitle_nl_required", partial(CharterFactory, subtitle_nl="")),
    ("charter_signing_line_nl_required", partial(CharterFactory, signing_line_nl=None)),
    ("charter_signing_line_nl_required", partial(CharterFactory, signing_line_nl="")),
    ("theme_number_is_one_digit", partial(ThemeFactory, number=0)),
    ("theme_number_is_one_digit", partial(ThemeFactory, number=10)),
    ("theme_title_nl_required", partial(ThemeFactory, title_nl=None)),
    ("theme_title_nl_required", partial(ThemeFactory, title_nl="")),
    ("goal_code_is_number_and_letter", partial(GoalFactory, code="0A")),
    ("goal_code_is_number_and_letter", partial(GoalFactory, code="1a")),
    ("goal_code_is_number_and_letter", partial(GoalFactory, code="A1")),
    ("goal_code_is_number_and_letter", partial(GoalFactory, code="1")),
    ("goal_text_nl_required", partial(GoalFactory, text_nl=None)),
    ("goal_text_nl_required", partial(GoalFactory, text_nl="")),
    ("goal_title_nl_required", partial(GoalFactory, title_nl=None)),
    ("goal_title_nl_required", partial(GoalFactory, title_nl="")),
    ("paragraph_theme_only_in_theme_part", partial(ParagraphFactory, part=Part.THEME)),
    (
        "paragraph_theme_only_in_theme_part",
        lambda: ParagraphFactory(part=Part.CLOSING, theme=ThemeFactory()),
    ),
    ("paragraph_part_is_known", partial(ParagraphFactory, part="annex")),
    ("paragraph_text_nl_required", partial(ParagraphFactory, text_nl=None)),
    ("paragraph_text_nl_required", partial(ParagraphFactory, text_nl="")),
    ("signature_on_behalf_of_nl_required", partial(SignatureFactory, on_behalf_of_nl=None)),
    ("signature_on_behalf_of_nl_required", partial(SignatureFactory, on_behalf_of_nl="")),
]

# Each: the constraint's name, what SQLite says instead of it, and a write that breaks it.
UNIQUES = [
    ("charter_one_in_force", "charter_charter.state", all_charters_in_force),
    (
        "theme_number_once_in_a_charter",
        "charter_theme.charter_id, charter_theme.number",
        lambda: ThemeFactory.create_batch(2, charter=CharterFactory(), number=1),
    ),
    (
        "goal_code_once_in_a_theme",
        "charter_goal.theme_id, charter_goal.code",
        lambda: GoalFactory.create_batch(2, theme=ThemeFactory(), code="1A"),
    ),
    (
        "paragraph_one_at_a_place",
        "charter_paragraph.charter_id, charter_paragraph.position",
        lambda: ParagraphFactory.create_batch(2, charter=CharterFactory(), position=1),
    ),
    (
        "paragraph_anchor_once_in_a_charter",
        "charter_paragraph.charter_id, charter_paragraph.anchor",
        lambda: ParagraphFactory.create_batch(2, charter=CharterFactory(), anchor="opening-1"),
    ),
    (
        "signature_one_at_a_place",
        "charter_signature.charter_id, charter_signature.position",
        lambda: SignatureFactory.create_batch(2, charter=CharterFactory(), position=1),
    ),
    (
        "signature_party_once",
        "charter_signatureparty.signature_id, charter_signatureparty.organisation_id",
        one_organisation_twice,
    ),
]


@pytest.mark.parametrize(("name", "write"), CHECKS, ids=[name for name, _write in CHECKS])
def test_database_refuses(name, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        write()


@pytest.mark.parametrize(("name", "columns", "write"), UNIQUES, ids=[row[0] for row in UNIQUES])
def test_database_refuses_a_second(name, columns, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {columns}$"):
        write()


def test_several_charters_may_be_drafts_or_superseded():
    CharterFactory.create_batch(2, state=CharterState.DRAFT)
    CharterFactory.create_batch(2, state=CharterState.SUPERSEDED)


def test_two_charters_may_have_the_same_numbers_codes_and_places():
    for charter in CharterFactory.create_batch(2):
        GoalFactory(theme=ThemeFactory(charter=charter, number=9), code="9Z")
        ParagraphFactory(charter=charter, position=1, anchor="opening-1")
        SignatureFactory(charter=charter, position=1)


def test_a_form_shows_what_is_wrong_in_dutch():
    theme = ThemeFactory.build(charter=CharterFactory(), number=10)
    with pytest.raises(ValidationError) as error:
        theme.full_clean()
    assert error.value.messages == ["Het nummer van een thema is 1 tot en met 9."]


def test_a_form_names_a_missing_text_as_the_form_names_it():
    goal = GoalFactory()
    goal.title_nl = ""
    with pytest.raises(ValidationError) as error:
        goal.full_clean()
    assert error.value.messages == ["De Nederlandse tekst van “korte titel” ontbreekt."]
