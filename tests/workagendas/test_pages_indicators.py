"""The pages of all indicators and of one."""

from datetime import date

import pytest
from django.test import Client

from tests.factories.workagendas import (
    IndicatorFactory,
    IndicatorValueFactory,
    RegionalDefinitionFactory,
)
from tests.workagendas.reading import page_at, path_of, path_to, three_regions, words_of
from workagendas.enums import ValueStatus

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 30)


@pytest.fixture
def regions():
    return three_regions()


@pytest.fixture
def indicator(regions):
    indicator = IndicatorFactory(
        slug="bedrijven", name_nl="Bedrijven", name_en="Companies", decimals=1, adds_up=True
    )
    for place, region in enumerate(regions, start=1):
        IndicatorValueFactory(
            indicator=indicator, region=region, measured_on=DAY, value=1000 * place + 0.5
        )
    return indicator


def test_indicators_are_listed_with_their_definition(indicator):
    row = words_of(page_at(path_to("indicators", "en")).select_one(".indicator-row"))
    assert "Companies" in row
    assert "Wat wij tellen." in row


def test_without_indicators_the_page_says_what_will_come(regions):
    assert page_at(path_to("indicators")).select_one("p.empty")


def test_an_indicator_that_is_not_there_is_missing(regions):
    assert Client().get(path_of(IndicatorFactory.build(slug="zomaar"))).status_code == 404


def test_capitals_in_the_address_lead_to_the_page(indicator):
    response = Client().get(path_of(indicator).replace("bedrijven", "Bedrijven"))
    assert response["Location"] == path_of(indicator)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nl", ["1.000,5", "2.000,5", "3.000,5", "6.001,5"]),
     ("en", ["1,000.5", "2,000.5", "3,000.5", "6,001.5"])],
    ids=["nl", "en"],
)  # fmt: skip
def test_numbers_are_written_as_the_reader_does(indicator, language, shown):
    cells = page_at(path_of(indicator, language)).select("tbody td")
    assert [words_of(cell).split(" ")[0] for cell in cells] == shown


def test_drawing_has_a_line_a_region_and_points_at_the_table(indicator, regions):
    html = page_at(path_of(indicator))
    (drawing,) = html.select("svg.chart")
    assert [words_of(text) for text in drawing.select(".chart-letter")] == ["B", "L", "K"]
    assert all(html.find(id=name) for name in drawing["aria-labelledby"].split())
    places = [mark["cx"] for mark in drawing.select("circle")]
    assert places
    assert not [place for place in places if "," in place]


def test_a_provisional_value_says_so_in_words_and_sign(indicator, regions):
    IndicatorValueFactory(
        indicator=indicator,
        region=regions[0],
        measured_on=date(2026, 12, 31),
        status=ValueStatus.FINAL,
    )
    html = page_at(path_of(indicator, "en"))
    assert len(html.select(".chart .chart-provisional")) == 3
    assert "(final)" in html.table.get_text()
    assert html.table.get_text().count("(provisional)") == 3


def test_series_by_different_definitions_stand_beside_each_other(indicator, regions):
    RegionalDefinitionFactory(
        indicator=indicator, region=regions[2], definition_nl="Wij tellen anders."
    )
    html = page_at(path_of(indicator, "en"))
    assert len(html.select("svg.chart")) == 2
    assert "different definitions" in words_of(html.main)
    definitions = [words_of(each) for each in html.select(".definitions > div")]
    assert ["Wij tellen anders." in each for each in definitions] == [False, False, True]
    assert len(html.select("thead th")) == 4
    assert html.select_one("figure.drawing [id$=title]")


def test_shares_say_why_they_are_not_summed(indicator):
    indicator.adds_up = False
    indicator.save()
    html = page_at(path_of(indicator, "en"))
    assert "not added up" in words_of(html.main)
    assert len(html.select("thead th")) == 4


def test_page_names_unit_direction_frequency_source_baseline_and_target(indicator):
    indicator.baseline, indicator.baseline_on = 10, date(2025, 12, 31)
    indicator.target, indicator.target_on = 20, date(2027, 12, 31)
    indicator.save()
    text = words_of(page_at(path_of(indicator, "en")).main)
    for part in ("stuks", "up", "every year", "Voorbeeld", "10.0", "20.0", "31 December 2027"):
        assert part in text


def test_an_indicator_without_figures_says_so(regions):
    html = page_at(path_of(IndicatorFactory()))
    assert html.select_one("p.empty")
    assert not html.select("svg.chart")
