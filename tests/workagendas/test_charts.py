"""Lines, ticks and sums of an indicator's values."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from partners.models import Region
from tests.factories.partners import RegionFactory
from tests.factories.workagendas import (
    IndicatorFactory,
    IndicatorValueFactory,
    RegionalDefinitionFactory,
)
from workagendas.charts import DAY_APART, GAP, charts_of, table_of
from workagendas.enums import ValueStatus
from workagendas.models import Indicator

pytestmark = pytest.mark.django_db

DAYS = [date(2025, 12, 31), date(2026, 6, 30)]
LEVELS = {
    "baseline": {"baseline": 4, "baseline_on": date(2025, 12, 31)},
    "target": {"target": 93, "target_on": date(2027, 12, 31)},
}


@pytest.fixture
def regions() -> list[Region]:
    names = ["brainport", "limburg", "kempen"]
    return [
        RegionFactory(slug=slug, position=place + 1, letter=slug[0].upper())
        for place, slug in enumerate(names)
    ]


def measured(regions, days=DAYS, **fields) -> Indicator:
    """Return an indicator with a value of each region on each day, none alike."""
    indicator = IndicatorFactory(**fields)
    for place, region in enumerate(regions):
        for number, day in enumerate(days):
            IndicatorValueFactory(
                indicator=indicator, region=region, measured_on=day, value=10 * number + place
            )
    return indicator


def loaded(indicator: Indicator) -> Indicator:
    return Indicator.objects.with_values().get(pk=indicator.pk)


def test_regions_with_one_definition_share_a_drawing_in_the_charters_order(regions):
    (chart,) = charts_of(loaded(measured(regions)))
    assert [series.region for series in chart.series] == regions
    assert chart.own is None


def test_each_region_has_a_marker_of_its_own(regions):
    (chart,) = charts_of(loaded(measured(regions)))
    assert len({series.marker for series in chart.series}) == 3


def test_a_region_with_its_own_definition_has_its_own_drawing(regions):
    indicator = measured(regions, **LEVELS["baseline"], **LEVELS["target"])
    own = RegionalDefinitionFactory(indicator=indicator, region=regions[1])
    shared, apart = charts_of(loaded(indicator))
    assert (shared.baseline.value, shared.target.value) == (4, 93)
    assert (apart.baseline, apart.target) == (None, None)
    assert apart.ticks[-1].value < 93
    assert [series.region for series in shared.series] == [regions[0], regions[2]]
    assert apart.own == own
    assert [series.region for series in apart.series] == [regions[1]]


def test_higher_values_stand_higher_and_later_days_further(regions):
    (chart,) = charts_of(loaded(measured(regions)))
    first, second = chart.series[0].points
    assert second.x > first.x
    assert second.y < first.y


def test_letters_of_lines_that_end_together_stand_apart(regions):
    (chart,) = charts_of(loaded(measured(regions)))
    heights = sorted(series.letter_y for series in chart.series)
    assert all(b - a >= GAP for a, b in pairwise(heights))


@pytest.mark.parametrize("values", [(0, 50, 100), (100, 0, 50)])
def test_a_letter_stands_where_its_line_ends_if_there_is_room(regions, values):
    indicator = IndicatorFactory()
    for region, value in zip(regions, values, strict=True):
        IndicatorValueFactory(indicator=indicator, region=region, value=value)
    (chart,) = charts_of(loaded(indicator))
    ends = [series.points[-1].y for series in chart.series]
    assert [series.letter_y for series in chart.series] == ends


@pytest.mark.parametrize("name", LEVELS)
def test_a_baseline_or_a_target_stands_alone(regions, name):
    (chart,) = charts_of(loaded(measured(regions, **LEVELS[name])))
    values = {level: getattr(chart, level) and getattr(chart, level).value for level in LEVELS}
    assert values == dict.fromkeys(LEVELS) | {name: LEVELS[name][name]}


def test_what_regions_have_together_is_no_level_of_one_of_them(regions):
    indicator = measured(regions, adds_up=True, **LEVELS["target"])
    (chart,) = charts_of(loaded(indicator))
    assert chart.target is None
    assert chart.ticks[-1].value < 93


def test_ticks_are_round_and_include_zero_and_the_target(regions):
    indicator = measured(regions, target=93, target_on=date(2027, 12, 31))
    (chart,) = charts_of(loaded(indicator))
    values = [tick.value for tick in chart.ticks]
    assert values == [0, 50, 100]
    assert chart.target.value == 93
    assert chart.baseline is None


def test_negative_values_have_room(regions):
    indicator = IndicatorFactory()
    IndicatorValueFactory(indicator=indicator, region=regions[0], value=-7)
    (chart,) = charts_of(loaded(indicator))
    assert chart.ticks[0].value <= -7
    assert chart.ticks[-1].value == 0


def test_nothing_but_zero_can_be_drawn(regions):
    indicator = IndicatorFactory()
    IndicatorValueFactory(indicator=indicator, region=regions[0], value=0)
    (chart,) = charts_of(loaded(indicator))
    assert chart.ticks[0].value == 0
    assert chart.ticks[-1].value >= 1


def test_days_below_the_drawing_do_not_run_into_each_other(regions):
    days = [date(2026, month, 1) for month in range(1, 13)]
    (chart,) = charts_of(loaded(measured(regions, days)))
    places = [day.x for day in chart.days]
    assert 2 <= len(places) < 12
    assert all(b - a >= DAY_APART for a, b in pairwise(places))
    assert chart.days[-1].day == days[-1]


def test_provisional_values_are_marked(regions):
    indicator = IndicatorFactory()
    for day, status in zip(DAYS, [ValueStatus.FINAL, ValueStatus.PROVISIONAL], strict=True):
        IndicatorValueFactory(
            indicator=indicator, region=regions[0], measured_on=day, status=status
        )
    (chart,) = charts_of(loaded(indicator))
    assert [point.is_provisional for point in chart.series[0].points] == [False, True]


def test_an_indicator_without_values_has_no_drawing_and_no_table(regions):
    indicator = loaded(IndicatorFactory())
    assert charts_of(indicator) == []
    assert table_of(indicator, regions) == []


def test_table_has_the_newest_day_first_and_a_sum(regions):
    rows = table_of(loaded(measured(regions, adds_up=True)), regions)
    assert [row.day for row in rows] == DAYS[::-1]
    assert [row.total for row in rows] == [Decimal(33), Decimal(3)]


def test_a_day_on_which_a_region_is_missing_has_no_sum(regions):
    indicator = measured(regions[:2], adds_up=True)
    for row in table_of(loaded(indicator), regions):
        assert row.values[2] is None
        assert row.total is None


@pytest.mark.parametrize("adds_up", [True, False])
def test_series_by_different_definitions_are_never_summed(regions, adds_up):
    indicator = measured(regions, adds_up=adds_up)
    RegionalDefinitionFactory(indicator=indicator, region=regions[0])
    assert {row.total for row in table_of(loaded(indicator), regions)} == {None}


def test_shares_are_not_summed(regions):
    assert {row.total for row in table_of(loaded(measured(regions)), regions)} == {None}
