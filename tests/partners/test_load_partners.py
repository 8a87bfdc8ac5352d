"""`manage.py load_partners`: the real regions, municipalities and organisations."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

import partners
from partners.models import Municipality, Organisation, Region, StatisticalArea

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("_loaded")]

DATA = Path(partners.__file__).parent / "data"


def load_partners(**options) -> str:
    said = StringIO()
    call_command("load_partners", stdout=said, **options)
    return said.getvalue()


def stored_rows() -> dict:
    models = apps.get_app_config("partners").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def _loaded(db):
    load_partners()


def test_three_regions_stand_in_the_charters_order():
    assert list(Region.objects.values_list("slug", "letter", "country")) == [
        ("brainport", "B", "NL"),
        ("limburg", "L", "BE"),
        ("kempen", "K", "BE"),
    ]


def test_88_municipalities_belong_to_the_regions():
    found = Municipality.objects.partners()
    by_region = {
        region.slug: found.filter(region=region).count() for region in Region.objects.all()
    }
    assert by_region == {"brainport": 21, "limburg": 38, "kempen": 29}
    assert found.count() == 88


def test_each_of_them_has_a_point_and_lies_in_its_region():
    for row in Municipality.objects.partners().select_related("region", "statistical_area"):
        assert row.country == row.region.country
        assert row.statistical_area.region == row.region
        assert row.longitude
        assert row.latitude


def test_seven_neighbours_belong_to_no_region():
    neighbours = Municipality.objects.neighbours().by_region()
    assert [row.name for row in neighbours] == [
        "'s-Hertogenbosch",
        "Maastricht",
        "Meierijstad",
        "Nederweert",
        "Tilburg",
        "Venlo",
        "Weert",
    ]
    assert all(row.is_neighbour and row.region is None for row in neighbours)


def test_eight_merged_municipalities_name_their_successor():
    merged = Municipality.objects.exclude(successor=None).select_related("successor")
    assert {(row.code, row.name, row.successor.name) for row in merged} == {
        ("73006", "Bilzen", "Bilzen-Hoeselt"),
        ("73032", "Hoeselt", "Bilzen-Hoeselt"),
        ("73009", "Borgloon", "Tongeren-Borgloon"),
        ("73083", "Tongeren", "Tongeren-Borgloon"),
        ("71057", "Tessenderlo", "Tessenderlo-Ham"),
        ("71069", "Ham", "Tessenderlo-Ham"),
        ("71022", "Hasselt", "Hasselt"),
        ("73040", "Kortessem", "Hasselt"),
    }
    assert {row.successor.valid_from for row in merged} == {date(2025, 1, 1)}


def test_what_exists_today_leaves_merged_municipalities_out():
    current = Municipality.objects.current()
    assert current.count() == 88 + 7
    assert Municipality.objects.count() == 88 + 7 + 8
    assert current.get(slug="hasselt").code == "71072"
    assert not current.filter(name__in=["Bilzen", "Borgloon", "Ham", "Kortessem"]).exists()


def test_by_region_follows_the_charter_and_puts_neighbours_last():
    shown = Municipality.objects.current().by_region().select_related("region")
    regions = [row.region.slug if row.region else None for row in shown]
    assert regions == ["brainport"] * 21 + ["limburg"] * 38 + ["kempen"] * 29 + [None] * 7
    names = [row.name for row in shown]
    assert (names[0], names[21], names[59]) == ("Asten", "Alken", "Arendonk")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("oud turnhout", ["Oud-Turnhout"]),
        ("OUD-TURNHOUT", ["Oud-Turnhout"]),
        ("'s-hertogenbosch", ["'s-Hertogenbosch"]),
        ("’s Hertogenbosch", ["'s-Hertogenbosch"]),
        ("nuenen", ["Nuenen c.a."]),
        ("Nuenen c.a.", ["Nuenen c.a."]),
        ("reusel de mierden", ["Reusel-De Mierden"]),
        ("Géel", ["Geel"]),
        ("turnhout", ["Oud-Turnhout", "Turnhout"]),
        ("Luik", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_name_is_found_whatever_its_capitals_accents_and_hyphens(typed, names):
    found = Municipality.objects.named_like(typed).order_by("name")
    assert [row.name for row in found] == names


def test_an_unknown_field_stays_unknown():
    assert Municipality.objects.get(name="Eersel").at_border is None
    assert Municipality.objects.get(name="Asten").at_border is False
    assert Municipality.objects.get(name="Bladel").at_border is True
    assert Municipality.objects.get(name="Bilzen").longitude is None
    assert Municipality.objects.get(name="Asten").longitude == Decimal("5.749")


def test_every_row_of_the_files_is_stored():
    for name, model in {
        "regions": Region,
        "statistical_areas": StatisticalArea,
        "municipalities": Municipality,
        "organisations": Organisation,
    }.items():
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert model.objects.count() == len(list(csv.DictReader(file))) > 0


def test_seven_organisations_signed_in_the_charters_order():
    signatories = Organisation.objects.signatories().select_related("region")
    assert [(row.name_in_charter, row.region.slug) for row in signatories] == [
        ("Metropoolregio Eindhoven", "brainport"),
        ("Stichting Brainport", "brainport"),
        ("Provincie Limburg", "limburg"),
        ("POM Limburg", "limburg"),
        ("Streekplatform Kempen", "kempen"),
        ("Provincie Antwerpen", "kempen"),
        ("POM Antwerpen", "kempen"),
    ]


def test_the_wider_network_did_not_sign_and_names_its_source():
    network = Organisation.objects.wider_network()
    assert [row.code for row in network] == ["tudelft", "utwente", "rug", "kuleuven", "rwth"]
    assert all(row.source_nl and not row.name_in_charter and not row.region for row in network)


def test_a_second_load_changes_nothing():
    before = stored_rows()
    assert load_partners().splitlines() == [
        "regions: 3 same",
        "statistical areas: 6 same",
        "municipalities: 103 same",
        "organisations: 12 same",
    ]
    assert stored_rows() == before


def test_an_edited_name_survives_a_second_load():
    Organisation.objects.filter(code="skp").update(name_nl="Streekplatform, door ons bewerkt")
    said = load_partners()
    assert "organisations: 1 different, 11 same (--update takes the file's values)" in said
    assert Organisation.objects.get(code="skp").name_nl == "Streekplatform, door ons bewerkt"


def test_an_edited_name_is_replaced_when_asked():
    Organisation.objects.filter(code="skp").update(name_nl="Streekplatform, door ons bewerkt")
    before = Organisation.objects.get(code="skp")
    assert "organisations: 1 changed, 11 same" in load_partners(update=True)
    after = Organisation.objects.get(code="skp")
    assert after.name_nl == "Streekplatform Kempen"
    assert (after.uid, after.version) == (before.uid, before.version + 1)


def test_a_deleted_row_is_added_again():
    Municipality.objects.filter(name="Weert").delete()
    assert "municipalities: 1 added, 102 same" in load_partners()
    assert Municipality.objects.neighbours().filter(name="Weert").exists()
