"""What regions, municipalities and organisations are called in addresses."""

from itertools import pairwise

import pytest

from partners.models import Municipality, Organisation, Region
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db


def found(identifier: str) -> list[str]:
    return [row.code for row in Municipality.objects.with_identifier(identifier)]


def test_a_row_is_found_by_its_identifier():
    region = RegionFactory(slug="kempen")
    organisation = OrganisationFactory(code="mre")
    municipality = MunicipalityFactory(slug="oud-turnhout")
    assert list(Region.objects.with_identifier("kempen")) == [region]
    assert list(Organisation.objects.with_identifier("mre")) == [organisation]
    assert list(Municipality.objects.with_identifier("oud-turnhout")) == [municipality]
    identifiers = [row.identifier for row in (region, organisation, municipality)]
    assert identifiers == ["kempen", "mre", "oud-turnhout"]


@pytest.mark.parametrize("model", [Region, Organisation, Municipality])
@pytest.mark.parametrize("malformed", ["", " ", "a b", "a/b", "\0", "é"])
def test_what_cannot_be_an_identifier_finds_nothing(model, malformed):
    MunicipalityFactory()
    assert list(model.objects.with_identifier(malformed)) == []


def test_a_merged_municipality_leads_to_its_successor():
    now = MunicipalityFactory(slug="bilzen-hoeselt", code="73110")
    MunicipalityFactory(slug="bilzen", successor=now)
    assert found("bilzen") == ["73110"]


def test_after_any_number_of_mergers_each_name_leads_to_what_is_there_now():
    names = ["bilzen", "bilzen-hoeselt", "samen", "groter"]
    rows = [MunicipalityFactory(slug=name) for name in names]
    for before, after in pairwise(rows):
        before.refresh_from_db()
        before.successor = after
        before.save()
    assert all(found(name) == [rows[-1].code] for name in names)
    assert set(rows[-1].predecessors.all()) == set(rows[:-1])


def test_what_merges_into_one_that_has_merged_is_a_part_of_what_that_one_is():
    now = MunicipalityFactory(slug="samen")
    between = MunicipalityFactory(slug="bilzen-hoeselt", successor=now)
    assert MunicipalityFactory(slug="bilzen", successor=between).successor == now


def test_the_municipality_of_today_comes_before_one_that_merged():
    now = MunicipalityFactory(slug="hasselt", code="71072")
    MunicipalityFactory(slug="hasselt", code="71022", successor=now)
    other = MunicipalityFactory(slug="elders", code="99999")
    MunicipalityFactory(slug="hasselt", code="10000", successor=other)
    assert found("hasselt") == ["71072"]


def test_a_name_that_two_merged_municipalities_had_leads_to_one_of_them():
    first, second = MunicipalityFactory(code="20001"), MunicipalityFactory(code="20002")
    MunicipalityFactory(slug="dorp", code="10002", successor=second)
    MunicipalityFactory(slug="dorp", code="10001", successor=first)
    assert found("dorp") in (["20001"], ["20002"])
