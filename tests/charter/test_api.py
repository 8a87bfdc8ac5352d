"""The charter in the API: each resource as it is read, filtered, sorted and searched."""

from datetime import date

import pytest

from charter.enums import CharterState, Part
from charter.models import Charter
from tests.core.api.calls import call, errors_of, ids_of, place
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    ParagraphFactory,
    SignatureFactory,
    SignaturePartyFactory,
    ThemeFactory,
)
from tests.factories.partners import OrganisationFactory, RegionFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def charter(db) -> Charter:
    return CharterFactory(
        year=2026,
        state=CharterState.IN_FORCE,
        title_nl="Samenwerkingscharter",
        title_en="Cooperation charter",
        signed_on=date(2026, 3, 18),
    )


@pytest.fixture
def rows(charter):
    """Two themes with goals, three paragraphs and two signatures; and an earlier charter."""
    first = ThemeFactory(charter=charter, number=1, title_nl="Innovatie", title_en="Innovation")
    second = ThemeFactory(charter=charter, number=2, title_nl="Economie", title_en="")
    titles = {"1A": ("Clusters", "Clusters"), "1B": ("Talent", "Ability"), "2A": ("Ruimte", "")}
    for code, (dutch, english) in titles.items():
        theme = second if code == "2A" else first
        GoalFactory(theme=theme, code=code, title_nl=dutch, title_en=english)
    ParagraphFactory(charter=charter, position=1, anchor="opening-1", text_en="A paragraph.")
    ParagraphFactory(charter=charter, position=2, anchor="thema-1", part=Part.THEME, theme=first)
    ParagraphFactory(charter=charter, position=3, anchor="slot", part=Part.CLOSING)
    party = OrganisationFactory(
        code="pa", name_nl="Provincie", name_en="Province", region=RegionFactory(slug="kempen")
    )
    signature = SignatureFactory(charter=charter, position=1, signed_by="Voorbeeld Persoon")
    SignaturePartyFactory(signature=signature, organisation=party)
    SignatureFactory(charter=charter, position=2, signed_by="Ander Persoon")
    earlier = CharterFactory(
        year=2020,
        state=CharterState.SUPERSEDED,
        subtitle_nl="Een vroegere afspraak",
        subtitle_en="An earlier agreement",
    )
    GoalFactory(
        theme=ThemeFactory(charter=earlier),
        title_nl="Vroeger",
        explanation_nl="Met zonnepanelen.",
        explanation_en="With solar panels.",
    )


# ── What a reader gets ──


def test_a_charter(rows):
    assert call("charters/2026").json() == place("charters", "2026") | {
        "version": 1,
        "year": 2026,
        "state": "in_force",
        "title": "Samenwerkingscharter",
        "subtitle": "Een voorbeeld",
        "signedOn": "2026-03-18",
        "signedIn": "Eindhoven",
        "signingLine": "18 maart te Eindhoven;",
        "untranslated": [],
    }


def test_a_theme(rows):
    assert call("themes/2026-2?lang=en").json() == place("themes", "2026-2") | {
        "version": 1,
        "charter": "2026",
        "number": 2,
        "title": "Economie",
        "untranslated": ["title"],
    }


def test_a_goal(rows):
    assert call("goals/2026-1B?lang=en").json() == place("goals", "2026-1B") | {
        "version": 1,
        "charter": "2026",
        "theme": "2026-1",
        "code": "1B",
        "text": "Officiële woorden.",
        "title": "Ability",
        "summary": None,
        "explanation": None,
        "untranslated": ["text"],
    }


def test_a_paragraph(rows):
    told = place("paragraphs", "2026-thema-1") | {
        "version": 1,
        "charter": "2026",
        "part": "theme",
        "theme": "2026-1",
        "position": 2,
        "anchor": "thema-1",
        "text": "Een alinea.",
        "untranslated": [],
    }
    assert call("paragraphs/2026-thema-1").json() == told
    assert call("paragraphs/2026-opening-1?lang=en").json()["theme"] is None


def test_a_signature_and_whom_it_stands_for(rows):
    assert call("signatures/2026-1?lang=en").json() == place("signatures", "2026-1") | {
        "version": 1,
        "charter": "2026",
        "position": 1,
        "signedBy": "Voorbeeld Persoon",
        "onBehalfOf": "Namens Voorbeeld",
        "organisations": [{"id": "pa", "name": "Province", "region": "kempen"}],
        "untranslated": ["onBehalfOf"],
    }
    told = call("signatures/2026-1?translations=all").json()["organisations"]
    assert told == [{"id": "pa", "name": {"nl": "Provincie", "en": "Province"}, "region": "kempen"}]


def test_a_list_holds_the_same_as_each_row(rows):
    for plural in ("charters", "themes", "goals", "paragraphs", "signatures"):
        for row in call(plural).json()["results"]:
            assert row == call(f"{plural}/{row['id']}").json()


@pytest.mark.parametrize(
    ("short", "whole"), [("goals/1A", "goals/2026-1A"), ("themes/2", "themes/2026-2")]
)
def test_a_short_identifier_means_the_charter_in_force(rows, short, whole):
    assert call(short).json() == call(whole).json()


# ── Which rows, in which order ──

ORDERED = [
    ("charters", ["2026", "2020"]),
    ("charters?state=in_force", ["2026"]),
    ("charters?sort=year", ["2020", "2026"]),
    ("charters?sort=-signedOn", ["2026", "2020"]),
    ("charters?q=cooperation", ["2026"]),
    ("charters?q=2020", ["2020"]),
    ("charters?q=afspraak", ["2020"]),
    ("charters?q=agreement", ["2020"]),
    ("themes?charter=2026", ["2026-1", "2026-2"]),
    ("themes?charter=2026&sort=-number", ["2026-2", "2026-1"]),
    ("themes?charter=2026&sort=title", ["2026-2", "2026-1"]),
    ("themes?q=innovation", ["2026-1"]),
    ("goals?theme=1", ["2026-1A", "2026-1B"]),
    ("goals?theme=2026-2", ["2026-2A"]),
    ("goals?charter=2026", ["2026-1A", "2026-1B", "2026-2A"]),
    ("goals?charter=2020", ["2020-1A"]),
    ("goals?code=1A&charter=2026", ["2026-1A"]),
    ("goals?code=9Z", []),
    ("goals?charter=2026&theme=2020-1", []),
    ("goals?charter=2026&sort=-code", ["2026-2A", "2026-1B", "2026-1A"]),
    ("goals?charter=2026&sort=title", ["2026-1A", "2026-2A", "2026-1B"]),
    ("goals?charter=2026&sort=title&lang=en", ["2026-1B", "2026-1A", "2026-2A"]),
    ("goals?charter=2026&sort=-title&lang=en", ["2026-2A", "2026-1A", "2026-1B"]),
    ("goals?q=ability", ["2026-1B"]),
    ("goals?q=TALENT", ["2026-1B"]),
    ("goals?q=talent%201b", ["2026-1B"]),
    ("goals?q=talent%202a", []),
    ("goals?q=zonnepanelen", ["2020-1A"]),
    ("goals?q=solar", ["2020-1A"]),
    ("paragraphs", ["2026-opening-1", "2026-thema-1", "2026-slot"]),
    ("paragraphs?part=theme", ["2026-thema-1"]),
    ("paragraphs?theme=1", ["2026-thema-1"]),
    ("paragraphs?sort=-position", ["2026-slot", "2026-thema-1", "2026-opening-1"]),
    ("paragraphs?q=slot", ["2026-slot"]),
    ("signatures", ["2026-1", "2026-2"]),
    ("signatures?organisation=pa", ["2026-1"]),
    ("signatures?sort=signedBy", ["2026-2", "2026-1"]),
    ("signatures?q=ander", ["2026-2"]),
]


@pytest.mark.parametrize(("asked", "found"), ORDERED, ids=[asked for asked, _found in ORDERED])
def test_which_rows_in_which_order(rows, asked, found):
    assert ids_of(call(asked)) == found


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("goals?theme=9", "theme"),
        ("goals?theme=x", "theme"),
        ("goals?charter=1999", "charter"),
        ("goals?code=foo", "code"),
        ("charters?state=draught", "state"),
        ("paragraphs?part=x", "part"),
        ("signatures?organisation=nobody", "organisation"),
    ],
)
def test_a_value_that_does_not_exist_is_named(rows, asked, key):
    assert errors_of(call(asked)).keys() == {key}


def test_who_asks_for_what_is_no_code_reads_what_a_code_is(rows):
    for language in ("nl", "en"):
        answer = call(f"goals?code=foo&lang={language}")
        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert error.keys() == {"parameter", "detail"}
        assert error["parameter"] == "code"
        assert error["detail"]
    assert error["detail"] == "A code is a digit and a capital, like 1A."


# ── What it costs ──

QUERIES = {"charters": 1, "themes": 1, "goals": 1, "paragraphs": 1, "signatures": 3}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("plural", "queries"), QUERIES.items())
def test_a_list_asks_the_same_however_many_rows(
    charter, django_assert_num_queries, plural, queries, number, language
):
    region = RegionFactory()
    for n in range(number):
        earlier = CharterFactory(year=1990 + n, state=CharterState.SUPERSEDED)
        theme = ThemeFactory(charter=earlier)
        GoalFactory(theme=theme)
        ParagraphFactory(charter=earlier, part=Part.THEME, theme=theme)
        SignaturePartyFactory(signature__charter=earlier, organisation__region=region)
    with django_assert_num_queries(queries):
        told = call(f"{plural}?lang={language}&pageSize=200")
    assert len(told.json()["results"]) >= number
