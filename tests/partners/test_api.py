"""Regions, municipalities and organisations in the API."""

from datetime import date
from decimal import Decimal
from string import ascii_uppercase

import pytest

from accounts.roles import Role
from partners.enums import Country, MunicipalityKind, OrganisationKind, Relation
from partners.models import Municipality
from tests.core.api.calls import call, errors_of, ids_of, place
from tests.factories.accounts import make_person
from tests.factories.partners import (
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
    StatisticalAreaFactory,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def rows(db):
    """Two regions, three municipalities (one merged) and a neighbour, three organisations."""
    limburg = RegionFactory(
        slug="limburg", letter="L", position=2, name_nl="Belgisch Limburg", name_en="Limburg (BE)"
    )
    kempen = RegionFactory(
        slug="kempen", letter="K", position=3, name_nl="Antwerpse Kempen", name_en="Kempen"
    )
    area = StatisticalAreaFactory(code="BE213", region=kempen)
    mol = MunicipalityFactory(
        code="13025",
        slug="mol",
        name="Mol",
        region=kempen,
        statistical_area=area,
        longitude=Decimal("5.117"),
        latitude=Decimal("51.192"),
        at_border=True,
        valid_from=date(1977, 1, 1),
    )
    pelt = MunicipalityFactory(
        code="72043", slug="pelt", name="Pelt", region=limburg, at_border=False
    )
    MunicipalityFactory(
        code="72029", slug="overpelt", name="Overpelt", region=limburg, successor=pelt
    )
    MunicipalityFactory(
        code="GM0988",
        slug="weert",
        name="Weert",
        country=Country.NETHERLANDS,
        kind=MunicipalityKind.NEIGHBOUR,
        region=None,
    )
    OrganisationFactory(
        code="pl",
        name_nl="Provincie Limburg",
        name_en="Province of Limburg",
        name_in_charter="Provincie Limburg",
        region=limburg,
        position=1,
    )
    OrganisationFactory(code="kov", name_nl="Aardig", region=kempen, position=2)
    OrganisationFactory(
        code="uni",
        name_nl="Universiteit",
        name_en="A university",
        name_in_charter="",
        kind=OrganisationKind.UNIVERSITY,
        relation=Relation.NETWORK,
        country=Country.NETHERLANDS,
        region=None,
        position=3,
    )
    return mol


# ── What a reader gets ──


def test_a_region(rows):
    assert call("regions/limburg?lang=en").json() == place("regions", "limburg") | {
        "version": 1,
        "slug": "limburg",
        "letter": "L",
        "position": 2,
        "country": "BE",
        "name": "Limburg (BE)",
        "nameInSentence": "Belgisch Limburg",
        "untranslated": ["nameInSentence"],
    }


def test_a_municipality(rows):
    assert call("municipalities/mol").json() == place("municipalities", "mol") | {
        "version": 1,
        "code": "13025",
        "slug": "mol",
        "name": "Mol",
        "country": "BE",
        "kind": "partner",
        "region": "kempen",
        "statisticalArea": "BE213",
        "longitude": 5.117,
        "latitude": 51.192,
        "atBorder": True,
        "validFrom": "1977-01-01",
    }


def test_what_is_not_known_of_a_municipality_is_null(rows):
    told = call("municipalities/weert").json()
    unknown = ("region", "statisticalArea", "longitude", "latitude", "atBorder", "validFrom")
    assert {told[member] for member in unknown} == {None}


def test_an_organisation(rows):
    assert call("organisations/pl").json() == place("organisations", "pl") | {
        "version": 1,
        "code": "pl",
        "name": "Provincie Limburg",
        "nameInCharter": "Provincie Limburg",
        "kind": "province",
        "relation": "signatory",
        "country": "BE",
        "region": "limburg",
        "position": 1,
        "source": "Voorbeeld",
        "leftOn": None,
        "untranslated": [],
    }
    assert call("organisations/uni").json()["region"] is None


def test_a_list_holds_the_same_as_each_row(rows):
    for plural in ("regions", "municipalities", "organisations"):
        for row in call(plural).json()["results"]:
            assert row == call(f"{plural}/{row['id']}").json()


def test_what_merged_is_not_changed_in_the_name_of_what_it_is_part_of_now(rows):
    secretary = make_person(Role.SECRETARIAT)
    for language, sentence in [
        ("nl", "Deze gemeente is nu een deel van Pelt. Wijzig die gemeente."),
        ("en", "This municipality is a part of Pelt now. Change that one."),
    ]:
        answer = call(
            "municipalities/overpelt",
            method="patch",
            by=secretary,
            body={"name": "Anders"},
            Accept_Language=language,
        )
        assert (answer.status_code, answer.json()["detail"]) == (409, sentence)
    assert not Municipality.objects.filter(name="Anders").exists()


def test_who_may_change_no_municipality_may_change_no_merged_one(rows):
    body = {"name": "Anders"}
    answer = call(
        "municipalities/overpelt", method="patch", by=make_person(Role.PARTNER), body=body
    )
    assert answer.status_code == 403


def test_the_address_of_a_merged_municipality_is_that_of_what_it_is_part_of_now(rows):
    told = call("municipalities/overpelt").json()
    assert (told["id"], told["name"]) == ("pelt", "Pelt")
    assert "overpelt" not in ids_of(call("municipalities"))
    assert ids_of(call("municipalities?q=overpelt")) == []


# ── Which rows, in which order ──

ORDERED = [
    ("regions", ["limburg", "kempen"]),
    ("regions?sort=-position", ["kempen", "limburg"]),
    ("regions?sort=name&lang=nl", ["kempen", "limburg"]),
    ("regions?country=BE", ["limburg", "kempen"]),
    ("regions?country=NL", []),
    ("regions?q=limburg", ["limburg"]),
    ("municipalities", ["mol", "pelt", "weert"]),
    ("municipalities?kind=partner", ["mol", "pelt"]),
    ("municipalities?kind=neighbour", ["weert"]),
    ("municipalities?region=kempen", ["mol"]),
    ("municipalities?region=kempen&kind=neighbour", []),
    ("municipalities?country=NL", ["weert"]),
    ("municipalities?atBorder=true", ["mol"]),
    ("municipalities?atBorder=false", ["pelt"]),
    ("municipalities?sort=-name", ["weert", "pelt", "mol"]),
    ("municipalities?sort=code", ["mol", "pelt", "weert"]),
    ("municipalities?sort=region", ["pelt", "mol", "weert"]),
    ("municipalities?sort=-region", ["mol", "pelt", "weert"]),
    ("municipalities?q=PEL", ["pelt"]),
    ("municipalities?q=13025", ["mol"]),
    ("organisations", ["pl", "kov", "uni"]),
    ("organisations?relation=network", ["uni"]),
    ("organisations?kind=university", ["uni"]),
    ("organisations?region=limburg", ["pl"]),
    ("organisations?country=BE", ["pl", "kov"]),
    ("organisations?sort=name", ["kov", "pl", "uni"]),
    ("organisations?sort=name&lang=en", ["uni", "kov", "pl"]),
    ("organisations?sort=-name&lang=en", ["pl", "kov", "uni"]),
    ("organisations?sort=-position", ["uni", "kov", "pl"]),
    ("municipalities?sort=-region,-name", ["mol", "pelt", "weert"]),
    ("organisations?q=province", ["pl"]),
]


@pytest.mark.parametrize(("asked", "found"), ORDERED, ids=[asked for asked, _found in ORDERED])
def test_which_rows_in_which_order(rows, asked, found):
    assert ids_of(call(asked)) == found


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("municipalities?region=nergens", "region"),
        ("municipalities?region=", "region"),
        ("municipalities?kind=village", "kind"),
        ("municipalities?atBorder=maybe", "atBorder"),
        ("organisations?relation=x", "relation"),
        ("regions?country=FR", "country"),
    ],
)
def test_a_value_that_does_not_exist_is_named(rows, asked, key):
    assert errors_of(call(asked)).keys() == {key}


# ── What it costs ──


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("plural", ["regions", "municipalities", "organisations"])
def test_a_list_asks_the_same_however_many_rows(
    db, django_assert_num_queries, plural, number, language
):
    regions = [RegionFactory(letter=letter) for letter in ascii_uppercase[:number]]
    for n in range(number):
        region = regions[n % len(regions)]
        area = StatisticalAreaFactory(region=region)
        MunicipalityFactory(region=region, statistical_area=area)
        OrganisationFactory(region=region)
    with django_assert_num_queries(1):
        told = call(f"{plural}?lang={language}&pageSize=200")
    assert len(told.json()["results"]) == (len(regions) if plural == "regions" else number)
