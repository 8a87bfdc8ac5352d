"""Agendas that may go where they are to go: with goals, actions, partners and Dutch texts."""

from datetime import date, timedelta

from django.utils import timezone

from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ParticipationFactory,
    WorkAgendaFactory,
)
from workagendas import workflow
from workagendas.enums import AgendaState
from workagendas.models import Action, WorkAgenda

TEXTS = {"description_nl": "Wat wij doen.", "expected_result_nl": "Wat er dan is."}


def a_whole_action(agenda: WorkAgenda, goal=None, *, partner=None, **fields) -> Action:
    """Return an action with a partner of another region and a milestone."""
    action = ActionFactory(agenda=agenda, main_goal=goal, **TEXTS | fields)
    ParticipationFactory(action=action, organisation=partner or OrganisationFactory())
    MilestoneFactory(action=action, due_on=date(agenda.starts_in, 12, 1))
    return action


def a_whole_agenda(**fields) -> WorkAgenda:
    """Return an agenda to which nothing lacks: one goal, with one action."""
    agenda = WorkAgendaFactory(**fields)
    goal = GoalFactory(theme=agenda.theme)
    a_whole_action(agenda, goal)
    return agenda


def a_heard_agenda(**fields) -> WorkAgenda:
    """Return an agenda whose consultation has ended, and that may be adopted."""
    yesterday = timezone.localdate() - timedelta(days=1)
    heard = {"state": AgendaState.CONSULTATION, "consultation_ends_on": yesterday}
    return a_whole_agenda(**heard | fields)


def an_adopted_agenda(*, by, **fields) -> WorkAgenda:
    """Return an agenda that was adopted today, with its text as number 1."""
    agenda = a_heard_agenda(**fields)
    workflow.adopt_agenda(
        agenda=agenda, adopted_on=timezone.localdate(), decision={"nl": "Besloten."}, by=by
    )
    return WorkAgenda.objects.with_theme().get(pk=agenda.pk)
