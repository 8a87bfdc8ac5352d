"""Where goals stand: counts by status and of milestones, in the agenda that runs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkAgendaFactory,
)
from workagendas.enums import AgendaState, Status
from workagendas.models import Action, ActionGoal
from workagendas.standing import running_agendas, standings_of

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def goal():
    return GoalFactory()


@pytest.fixture
def agenda(goal):
    return WorkAgendaFactory(theme=goal.theme, adopted=True)


def report(action: Action, status: Status, reporting_round) -> None:
    update = ProgressUpdateFactory(action=action, status=status, round=reporting_round)
    Action.objects.filter(pk=action.pk).update(latest_update=update)


def test_actions_are_counted_by_the_status_that_their_leads_reported(goal, agenda):
    summer = ReportingRoundFactory()
    for status in (Status.ON_TRACK, Status.ON_TRACK, Status.NEEDS_ATTENTION):
        report(ActionFactory(agenda=agenda, main_goal=goal), status, summer)
    ActionFactory(agenda=agenda, main_goal=goal)
    standing = standings_of([goal], [agenda])[goal.pk]
    assert [(each.status, each.number, each.total) for each in standing.statuses] == [
        (Status.ON_TRACK, 2, 4),
        (Status.NEEDS_ATTENTION, 1, 4),
    ]
    assert (standing.actions, standing.unreported) == (4, 1)
    assert standing.as_of == date(2026, 6, 30)


def test_what_leads_report_is_as_old_as_the_newest_report(goal, agenda):
    days = [date(2026, 6, 30), date(2026, 12, 31), date(2026, 9, 30)]
    for day in days:
        at_round = ReportingRoundFactory(reference_date=day, due_on=day)
        report(ActionFactory(agenda=agenda, main_goal=goal), Status.ON_TRACK, at_round)
    assert standings_of([goal], [agenda])[goal.pk].as_of == date(2026, 12, 31)


def test_a_further_goal_counts_the_action_too_and_an_internal_one_never(goal, agenda):
    other = GoalFactory(theme=goal.theme, code="1B")
    action = ActionFactory(agenda=agenda, main_goal=other)
    ActionGoal.objects.create(action=action, goal=goal)
    ActionFactory(agenda=agenda, main_goal=goal, is_public=False)
    standings = standings_of([goal, other], [agenda])
    assert (standings[goal.pk].actions, standings[other.pk].actions) == (1, 1)


def test_milestones_reached_are_counted_beside_all(goal, agenda):
    action = ActionFactory(agenda=agenda, main_goal=goal)
    MilestoneFactory(action=action, achieved_on=date(2026, 5, 1))
    MilestoneFactory(action=action)
    standing = standings_of([goal], [agenda])[goal.pk]
    assert (standing.milestones, standing.achieved) == (2, 1)


def test_regions_of_lead_and_partners_stand_in_the_charters_order(goal, agenda):
    first, second, third = (RegionFactory(position=n) for n in (1, 2, 3))
    action = ActionFactory(agenda=agenda, main_goal=goal, lead=OrganisationFactory(region=third))
    ParticipationFactory(action=action, organisation=OrganisationFactory(region=first))
    standing = standings_of([goal], [agenda])[goal.pk]
    assert standing.regions == (first, third)
    ParticipationFactory(action=action, organisation=OrganisationFactory(region=second))
    assert standings_of([goal], [agenda])[goal.pk].regions == (first, second, third)


def test_a_goal_without_actions_stands_nowhere(goal, agenda):
    standing = standings_of([goal], [agenda])[goal.pk]
    assert (standing.actions, standing.statuses, standing.regions) == (0, (), ())
    assert standing.as_of is None


@pytest.mark.parametrize(
    ("number", "status", "dutch", "english"),
    [
        (1, Status.ON_TRACK, "1 van 2 acties op koers", "1 of 2 actions on track"),
        (1, Status.NEEDS_ATTENTION, "1 van 2 acties vraagt aandacht", "needs attention"),
        (2, Status.NEEDS_ATTENTION, "2 van 2 acties vragen aandacht", "need attention"),
    ],
)
def test_a_count_is_a_sentence(goal, agenda, number, status, dutch, english):
    summer = ReportingRoundFactory()
    for each in range(2):
        action = ActionFactory(agenda=agenda, main_goal=goal)
        if each < number:
            report(action, status, summer)
    (count,) = standings_of([goal], [agenda])[goal.pk].statuses
    assert count.words == dutch
    with translation.override("en"):
        assert english in count.words


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 22), 2026), (date(2027, 12, 31), 2026), (date(2028, 1, 1), 2028)],
)
def test_the_newest_published_agenda_that_has_begun_is_the_one_that_runs(goal, day, expected):
    for year in (2026, 2028):
        WorkAgendaFactory(theme=goal.theme, starts_in=year, adopted=True)
    WorkAgendaFactory(theme=goal.theme, starts_in=2030, state=AgendaState.CONSULTATION)
    assert running_agendas(day)[goal.theme_id].starts_in == expected


def test_nothing_runs_before_the_first_agenda_is_adopted(goal):
    WorkAgendaFactory(theme=goal.theme)
    assert running_agendas(date(2026, 11, 22)) == {}


def test_the_number_of_queries_does_not_grow(goal, agenda):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            standings_of([goal], [agenda])
        return len(asked)

    ParticipationFactory(action=ActionFactory(agenda=agenda, main_goal=goal))
    few = queries()
    for _each in range(5):
        MilestoneFactory(action=ActionFactory(agenda=agenda, main_goal=goal))
    assert queries() == few == 5
