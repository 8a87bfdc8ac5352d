"""What the database refuses about regions, municipalities and organisations."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from partners.enums import Country, MunicipalityKind, Relation
from partners.models import Municipality, Organisation
from tests.factories.partners import (
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
    StatisticalAreaFactory,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def at(longitude, latitude):
    return partial(MunicipalityFactory, longitude=longitude, latitude=latitude)


def dutch(code):
    return partial(MunicipalityFactory, code=code, country=Country.NETHERLANDS)


def belgian(code):
    return partial(MunicipalityFactory, code=code, country=Country.BELGIUM)


def a_municipality_that_merges_into_itself():
    municipality = MunicipalityFactory()
    Municipality.objects.filter(pk=municipality.pk).update(successor=municipality)


def two_at_one_address():
    first = MunicipalityFactory.build(region=RegionFactory(), slug="hasselt")
    second = MunicipalityFactory.build(region=first.region, slug="hasselt")
    Municipality.objects.bulk_create([first, second])


def a_signatory_that_loses_its_region():
    OrganisationFactory()
    Organisation.objects.update(region=None)


# Each: the constraint's name, and a write that breaks it and nothing else.
CHECKS = [
    ("region_name_nl_required", partial(RegionFactory, name_nl=None, name_in_sentence_nl="x")),
    ("region_name_nl_required", partial(RegionFactory, name_nl="", name_in_sentence_nl="x")),
    ("region_name_in_sentence_nl_required", partial(RegionFactory, name_in_sentence_nl="")),
    ("region_country_is_known", partial(RegionFactory, country="FR")),
    ("region_letter_is_a_capital", partial(RegionFactory, letter="b")),
    ("region_letter_is_a_capital", partial(RegionFactory, letter="1")),
    ("region_letter_is_a_capital", partial(RegionFactory, letter="")),
    ("statistical_area_code_is_nuts3", partial(StatisticalAreaFactory, code="BE21")),
    ("statistical_area_code_is_nuts3", partial(StatisticalAreaFactory, code="be213")),
    ("statistical_area_code_is_nuts3", partial(StatisticalAreaFactory, code="12345")),
    ("municipality_code_of_its_country", dutch("13040")),
    ("municipality_code_of_its_country", dutch("GM077")),
    ("municipality_code_of_its_country", belgian("GM0772")),
    ("municipality_code_of_its_country", belgian("1304")),
    ("municipality_code_of_its_country", belgian("13040\n")),
    ("municipality_code_of_its_country", partial(MunicipalityFactory, country=Country.GERMANY)),
    ("municipality_partner_has_region", partial(MunicipalityFactory, region=None)),
    (
        "municipality_partner_has_region",
        partial(MunicipalityFactory, kind=MunicipalityKind.NEIGHBOUR),
    ),
    ("municipality_partner_has_region", partial(MunicipalityFactory, kind="friend")),
    ("municipality_point_is_whole_and_in_range", at(5, None)),
    ("municipality_point_is_whole_and_in_range", at(None, 51)),
    ("municipality_point_is_whole_and_in_range", at("180.000001", 51)),
    ("municipality_point_is_whole_and_in_range", at("-180.000001", 51)),
    ("municipality_point_is_whole_and_in_range", at(5, "90.000001")),
    ("municipality_point_is_whole_and_in_range", at(5, "-90.000001")),
    ("municipality_succeeded_by_another", a_municipality_that_merges_into_itself),
    ("organisation_name_nl_required", partial(OrganisationFactory, name_nl=None)),
    ("organisation_name_nl_required", partial(OrganisationFactory, name_nl="")),
    ("organisation_source_nl_required", partial(OrganisationFactory, source_nl=None)),
    ("organisation_source_nl_required", partial(OrganisationFactory, source_nl="")),
    ("organisation_kind_is_known", partial(OrganisationFactory, kind="company")),
    ("organisation_relation_is_known", partial(OrganisationFactory, relation="friend")),
    ("organisation_country_is_known", partial(OrganisationFactory, country="FR")),
    (
        "organisation_signatory_has_name_and_region",
        partial(OrganisationFactory, name_in_charter=""),
    ),
    ("organisation_signatory_has_name_and_region", a_signatory_that_loses_its_region),
]

# Each: the constraint's name, what SQLite says instead of it, and a write that breaks it.
UNIQUES = [
    ("municipality_one_at_an_address", "partners_municipality.slug", two_at_one_address),
    (
        "organisation_one_name_in_charter",
        "partners_organisation.name_in_charter",
        lambda: OrganisationFactory.create_batch(2, name_in_charter="POM Limburg"),
    ),
]


@pytest.mark.parametrize(("name", "write"), CHECKS, ids=[name for name, _write in CHECKS])
def test_database_refuses(name, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        write()


@pytest.mark.parametrize(
    ("name", "columns", "write"), UNIQUES, ids=[name for name, _columns, _write in UNIQUES]
)
def test_database_refuses_a_second(name, columns, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {columns}$"):
        write()


@pytest.mark.parametrize(("longitude", "latitude"), [(180, 90), (-180, -90), (None, None)])
def test_a_point_may_lie_at_the_edge_of_the_world_or_be_unknown(longitude, latitude):
    at(longitude, latitude)()


def test_merged_municipalities_may_share_the_address_of_the_one_that_exists():
    hasselt = MunicipalityFactory(slug="hasselt")
    MunicipalityFactory.create_batch(2, slug="hasselt", successor=hasselt)
    assert Municipality.objects.current().get(slug="hasselt") == hasselt


def test_the_wider_network_needs_no_region_and_no_name_in_the_charter():
    network = {"relation": Relation.NETWORK, "name_in_charter": "", "region": None}
    OrganisationFactory.create_batch(2, **network)
    assert Organisation.objects.wider_network().count() == 2


def test_a_form_shows_what_is_wrong_in_dutch():
    municipality = MunicipalityFactory.build(region=RegionFactory(), code="GM0772")
    with pytest.raises(ValidationError) as error:
        municipality.full_clean()
    assert error.value.messages == [
        "Een Nederlandse code is GM met vier cijfers, een Belgische code is vijf cijfers."
    ]


def test_a_form_names_a_missing_text_as_the_form_names_it():
    region = RegionFactory()
    region.name_nl = ""
    with pytest.raises(ValidationError) as error:
        region.full_clean()
    assert "De Nederlandse tekst van “naam” ontbreekt." in error.value.messages


def test_an_unknown_value_is_named_as_the_form_names_it():
    region = RegionFactory()
    region.country = "FR"
    with pytest.raises(ValidationError) as error:
        region.validate_constraints()
    assert error.value.messages == ["“land” heeft een waarde die niet bestaat."]
