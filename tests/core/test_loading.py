"""Loading rows of a file adds what is missing and undoes nobody's edit."""

import pytest

from core.loading import Load
from partners.models import StatisticalArea
from tests.factories.partners import RegionFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def region():
    return RegionFactory()


def load_turnhout(load: Load, region, name: str = "Turnhout") -> StatisticalArea:
    return load.row(
        StatisticalArea,
        key={"code": "BE213"},
        values={"name": name, "region": region, "is_whole": True},
    )


def stored() -> tuple:
    return StatisticalArea.objects.values_list("name", "region", "version").get()


def test_a_missing_row_is_added(region):
    load = Load()
    row = load_turnhout(load, region)
    assert row == StatisticalArea.objects.get(code="BE213")
    assert stored() == ("Turnhout", region.pk, 1)
    assert load.counts == {"added": 1}
    assert load.summary("areas") == "areas: 1 added"


def test_a_row_that_is_there_already_is_left_as_it_is(region):
    first = load_turnhout(Load(), region)
    load = Load()
    assert load_turnhout(load, region) == first
    assert stored() == ("Turnhout", region.pk, 1)
    assert load.summary("areas") == "areas: 1 same"


def test_an_edited_row_keeps_its_edit_and_the_summary_says_how_to_replace_it(region):
    load_turnhout(Load(), region)
    load = Load()
    row = load_turnhout(load, region, "Arrondissement Turnhout")
    assert row.name == "Turnhout"
    assert stored() == ("Turnhout", region.pk, 1)
    assert load.summary("areas") == "areas: 1 different (--update takes the file's values)"


def test_with_update_an_edited_row_takes_the_files_values(region):
    load_turnhout(Load(), RegionFactory())
    load = Load(update=True)
    row = load_turnhout(load, region, "Arrondissement Turnhout")
    assert (row.name, row.version) == ("Arrondissement Turnhout", 2)
    assert stored() == ("Arrondissement Turnhout", region.pk, 2)
    assert load.summary("areas") == "areas: 1 changed"


def test_with_update_a_row_without_a_difference_is_not_written(region):
    load_turnhout(Load(), region)
    load = Load(update=True)
    load_turnhout(load, region)
    assert stored() == ("Turnhout", region.pk, 1)
    assert load.summary("areas") == "areas: 1 same"


def test_the_summary_of_an_empty_file_says_so():
    assert Load().summary("areas") == "areas: nothing to load"


def test_the_summary_counts_each_kind(region):
    load_turnhout(Load(), region)
    load = Load()
    load_turnhout(load, region)
    load_turnhout(load, region, "Anders")
    load.row(
        StatisticalArea,
        key={"code": "BE212"},
        values={"name": "Mechelen", "region": region, "is_whole": False},
    )
    assert load.summary("areas") == (
        "areas: 1 added, 1 different, 1 same (--update takes the file's values)"
    )
