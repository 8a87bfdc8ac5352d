"""Each page of agendas asks the database the same few questions, however many rows there are."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.factories.charter import GoalFactory
from tests.factories.workagendas import (
    ActionDependencyFactory,
    ActionGoalFactory,
    ActionRelationFactory,
    AgendaSnapshotFactory,
    BudgetLineFactory,
    ContributionFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    MilestoneMoveFactory,
    ProgressUpdateFactory,
    RegionalDefinitionFactory,
    RegionStakeFactory,
    ReportingRoundFactory,
    StakeConsentFactory,
    WorkAgendaFactory,
)
from tests.workagendas.reading import action_between, three_regions
from workagendas.models import Action, Indicator
from workagendas.substance import canonical, substance_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]

MOST = 12  # one of them asks whether there are examples
PAGES = {
    "work_agendas": {},
    "work_agenda": {"period": "2026-2027", "slug": "thema"},
    "action": {"period": "2026-2027", "slug": "thema", "code": "2026-X-001"},
    "indicators": {},
    "indicator": {"slug": "indicator-0"},
}


@pytest.fixture
def world():
    """An agenda with a goal, two rounds, three regions that agreed, and its first text."""
    agenda = WorkAgendaFactory(adopted=True, slug_nl="thema", slug_en="thema")
    regions = three_regions()
    for region in regions:
        StakeConsentFactory(agenda=agenda, region=region)
    rounds = [ReportingRoundFactory(), _round(date(2026, 9, 30))]
    snapshot(agenda, 1)
    return agenda, regions, rounds, GoalFactory(theme=agenda.theme, code="1A")


def _round(day: date):
    return ReportingRoundFactory(starts_on=day, ends_on=day, reference_date=day, due_on=day)


def snapshot(agenda, number: int) -> None:
    content = canonical(substance_of(agenda))
    AgendaSnapshotFactory(agenda=agenda, number=number, reason_nl="Anders.", content=content)


def add_rows(world, start: int, stop: int) -> None:
    """Add one row of each kind for each number from start up to stop."""
    agenda, regions, rounds, goal = world
    for number in range(start, stop):
        action = action_between(agenda, regions, code=f"2026-X-{number + 1:03}")
        ActionGoalFactory(action=action, goal=goal)
        _add_reports(action, rounds)
        _add_to(Action.objects.get(code="2026-X-001"), action, regions, number)
        _add_to_indicators(regions, goal, number)
        snapshot(agenda, number + 2)


def _add_reports(action, rounds) -> None:
    for round_, status in zip(rounds, ["on_track", "needs_attention"], strict=True):
        update = ProgressUpdateFactory(action=action, round=round_, status=status)
        ContributionFactory(action=action, round=round_, organisation=action.lead)
    action.latest_update = update
    action.save()
    milestone = MilestoneFactory(action=action, achieved_on=date(2026, 8, 1))
    MilestoneMoveFactory(milestone=milestone, moved_at=datetime(2026, 8, 2, tzinfo=UTC))


def _add_to(first, action, regions, number: int) -> None:
    """Let the first action have one more of everything."""
    BudgetLineFactory(action=first, is_public=True, organisation=action.lead)
    MilestoneMoveFactory(milestone=MilestoneFactory(action=first))
    if number < len(regions):
        RegionStakeFactory(action=first, region=regions[number])
    if action != first:
        ActionRelationFactory(first=first, second=action)
        ActionDependencyFactory(action=first, needs=action)
        ActionDependencyFactory(action=action, needs=first)


def _add_to_indicators(regions, goal, number: int) -> None:
    indicator = IndicatorFactory(slug=f"indicator-{number}")
    IndicatorGoalFactory(indicator=indicator, goal=goal)
    if number == 0:
        RegionalDefinitionFactory(indicator=indicator, region=regions[0])
    first = Indicator.objects.get(slug="indicator-0")
    for region in regions:
        day = date(2026, 1 + number % 12, 1 + number % 28)
        IndicatorValueFactory(indicator=first, region=region, measured_on=day)


def queries_of(page: str, language: str, query: dict | None = None) -> int:
    with translation.override(language):
        path = reverse(page, kwargs=PAGES[page])
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path, query)
    assert response.status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("page", PAGES)
def test_number_of_queries_does_not_grow(world, page):
    add_rows(world, 0, 1)
    few = [queries_of(page, language) for language in ("nl", "en")]
    add_rows(world, 1, 30)
    many = [queries_of(page, language) for language in ("nl", "en")]
    assert few == many
    assert max(many) <= MOST, many


def test_filters_ask_nothing_more(world):
    add_rows(world, 0, 3)
    plain = queries_of("work_agenda", "nl")
    filters = {"goal": "1A", "region": "kempen", "status": "on_track", "reach": "trilateral"}
    assert queries_of("work_agenda", "nl", filters) == plain
    assert queries_of("work_agenda", "nl", {"goal": "9Z"}) == plain


def test_a_longer_story_asks_nothing_more(world):
    add_rows(world, 0, 1)
    few = queries_of("action", "nl")
    action = Action.objects.get(code="2026-X-001")
    for month in range(1, 12):
        for day in range(1, 4):
            round_ = _round(date(2030, month, day))
            ProgressUpdateFactory(action=action, round=round_)
            ContributionFactory(action=action, round=round_, organisation=action.lead)
    assert queries_of("action", "nl") == few
    assert queries_of("action", "nl", {"page": 2}) == few


def test_the_way_to_a_report_asks_the_same_however_long_the_story(world):
    add_rows(world, 0, 1)
    action = Action.objects.get(code="2026-X-001")
    reports = [action.latest_update, action.contributions.first()]
    few = [queries_of("action", "nl", {"report": str(row.uid)}) for row in reports]
    for day in range(1, 29):
        round_ = _round(date(2030, 1, day))
        ProgressUpdateFactory(action=action, round=round_)
        ContributionFactory(action=action, round=round_, organisation=action.lead)
    many = [queries_of("action", "nl", {"report": str(row.uid)}) for row in reports]
    assert few == many
    assert max(many) <= queries_of("action", "nl") + 4
