"""Which regions work together on which goal."""

import pytest

from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionFactory,
    ActionGoalFactory,
    ParticipationFactory,
    WorkAgendaFactory,
)
from workagendas.coverage import coverage_of
from workagendas.listing import listed_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    return [RegionFactory(position=place) for place in (1, 2, 3)]


@pytest.fixture
def agenda():
    return WorkAgendaFactory(adopted=True)


@pytest.fixture
def goals(agenda):
    return [GoalFactory(theme=agenda.theme, code=code) for code in ("1A", "1B")]


def add_action(agenda, regions, **fields):
    """Return an action that the first region leads and in which the others take part."""
    lead, *others = [OrganisationFactory(region=region) for region in regions]
    action = ActionFactory(agenda=agenda, lead=lead, **fields)
    for organisation in others:
        ParticipationFactory(action=action, organisation=organisation)
    return action


def counts(agenda, goals, regions) -> list[list[int]]:
    """Return a line for each goal and the last for cross-cutting: BL, BK, LK, all, elsewhere."""
    rows = listed_actions(agenda, regions)
    return [
        [*(cell.number for cell in row.cells), row.elsewhere]
        for row in coverage_of(rows, goals, regions)
    ]


def test_actions_are_counted_by_the_regions_that_they_join(agenda, goals, regions):
    one, two, three = regions
    add_action(agenda, [two, one], main_goal=goals[0])
    add_action(agenda, [one, three], main_goal=goals[0])
    add_action(agenda, [three, two, one], main_goal=goals[1])
    add_action(agenda, [two, three])
    assert counts(agenda, goals, regions) == [
        [1, 1, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 1, 0, 0],
    ]


def test_a_further_goal_counts_too(agenda, goals, regions):
    action = add_action(agenda, regions, main_goal=goals[0])
    ActionGoalFactory(action=action, goal=goals[1])
    assert counts(agenda, goals, regions)[:2] == [[0, 0, 0, 1, 0], [0, 0, 0, 1, 0]]


def test_what_cuts_across_counts_for_a_further_goal_as_well(agenda, goals, regions):
    action = add_action(agenda, regions)
    ActionGoalFactory(action=action, goal=goals[1])
    assert counts(agenda, goals, regions) == [
        [0, 0, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 0, 1, 0],
    ]


def test_an_action_with_one_region_is_counted_apart(agenda, goals, regions):
    add_action(agenda, regions[:1], main_goal=goals[0])
    assert counts(agenda, goals, regions)[0] == [0, 0, 0, 0, 1]


def test_what_is_not_public_is_not_counted(agenda, goals, regions):
    add_action(agenda, regions, main_goal=goals[0], is_public=False)
    assert counts(agenda, goals, regions)[0] == [0, 0, 0, 0, 0]


def test_goals_are_listed_with_the_main_one_first(agenda, goals, regions):
    action = add_action(agenda, regions, main_goal=goals[1])
    ActionGoalFactory(action=action, goal=goals[0])
    (row,) = listed_actions(agenda, regions)
    assert row.goals == ("1B", "1A")
    assert row.regions == tuple(regions)
