"""The screen of gaps: what the secretariat still has to ask for."""

from datetime import date, timedelta
from string import ascii_uppercase

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkAgendaFactory,
)
from workagendas.enums import ActionState, AgendaState, RoundState
from workagendas.gaps import (
    actions_without_update,
    goals_without_action,
    last_closed_round,
    late_milestones,
)
from workagendas.models import Action, WorkAgenda

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_goals_that_no_public_action_serves_are_found():
    agenda = WorkAgendaFactory()
    served, further, internal, bare = (
        GoalFactory(theme=agenda.theme, code=code) for code in ("1A", "1B", "1C", "1D")
    )
    action = ActionFactory(agenda=agenda, main_goal=served)
    action.goal_links.create(goal=further)
    unseen = ActionFactory(agenda=agenda, main_goal=internal, is_public=False)
    unseen.goal_links.create(goal=bare)
    assert [gap.goal for gap in goals_without_action()] == [internal, bare]


def test_each_agenda_has_its_own_gaps_until_it_is_closed():
    first = WorkAgendaFactory()
    goal = GoalFactory(theme=first.theme)
    ActionFactory(agenda=first, main_goal=goal)
    second = WorkAgendaFactory(theme=first.theme, starts_in=2028)
    assert [(gap.agenda, gap.goal) for gap in goals_without_action()] == [(second, goal)]
    WorkAgenda.objects.filter(pk=second.pk).update(
        state=AgendaState.CLOSED, adopted_on=TODAY, decision_nl="Besloten."
    )
    assert goals_without_action() == []


def an_action(**fields) -> Action:
    return ActionFactory(agenda=WorkAgendaFactory(adopted=True), **fields)


def reported(action, at_round) -> None:
    update = ProgressUpdateFactory(action=action, round=at_round)
    Action.objects.filter(pk=action.pk).update(latest_update=update)


def test_an_action_without_update_in_the_last_closed_round_is_found():
    before = ReportingRoundFactory(reference_date=date(2026, 3, 31))
    last = ReportingRoundFactory(reference_date=date(2026, 6, 30))
    now = ReportingRoundFactory(
        reference_date=date(2026, 9, 30), due_on=date(2026, 10, 31), state=RoundState.OPEN
    )
    never, earlier, then, already = (an_action() for _ in range(4))
    reported(earlier, before)
    reported(then, last)
    reported(already, now)
    an_action(state=ActionState.STOPPED)
    ActionFactory()  # of a draft
    assert last_closed_round() == last
    assert list(actions_without_update(last)) == [never, earlier]


def test_an_agenda_of_a_later_period_was_not_asked_yet():
    ActionFactory(agenda=WorkAgendaFactory(adopted=True, starts_in=2028))
    assert not actions_without_update(ReportingRoundFactory()).exists()


def test_without_a_closed_round_nobody_was_asked():
    an_action()
    ReportingRoundFactory(state=RoundState.OPEN)
    assert not actions_without_update(last_closed_round()).exists()


def test_milestones_whose_day_has_gone_by_are_found():
    action = an_action()
    late = MilestoneFactory(action=action, due_on=TODAY - timedelta(days=1))
    MilestoneFactory(action=action, due_on=TODAY)
    MilestoneFactory(action=action, due_on=TODAY - timedelta(days=9), achieved_on=TODAY)
    MilestoneFactory(due_on=TODAY - timedelta(days=9))  # of a draft
    assert list(late_milestones(TODAY)) == [late]


def make_gaps(number: int) -> None:
    agenda, lead = WorkAgendaFactory(adopted=True), OrganisationFactory()
    for letter in ascii_uppercase[:number]:
        GoalFactory(theme=agenda.theme, code=f"1{letter}")
    for _ in range(number):
        action = ActionFactory(agenda=agenda, lead=lead)
        MilestoneFactory(action=action, due_on=date(2026, 1, 2))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
def test_the_page_takes_as_many_queries_for_one_gap_as_for_many(
    client, secretary, number, language, django_assert_num_queries
):
    make_gaps(number)
    ReportingRoundFactory()
    client.force_login(secretary, "accounts.backends.RecognisePeople")
    with translation.override(language):
        path = reverse("gaps")
    with django_assert_num_queries(15):
        assert client.get(path).status_code == 200


def test_an_empty_page_says_that_nothing_is_missing(client, secretary):
    client.force_login(secretary, "accounts.backends.RecognisePeople")
    page = client.get(reverse("gaps"))
    assert 'class="empty"' in page.content.decode()
