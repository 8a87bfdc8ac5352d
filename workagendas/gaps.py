"""What the secretariat still has to ask for: goals, reports and milestones that are missing."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q

from charter.models import Goal
from workagendas.enums import ENDED, AgendaState
from workagendas.models import Action, ActionGoal, Milestone, ReportingRound, WorkAgenda


class GoalGap(NamedTuple):
    """A goal for which an agenda has no public action."""

    goal: Goal
    agenda: WorkAgenda


def goals_without_action() -> list[GoalGap]:
    """Return them for every agenda that is not closed, by period and goal; in four queries."""
    agendas = WorkAgenda.objects.exclude(state=AgendaState.CLOSED).with_theme()
    agendas = list(agendas.order_by("starts_in", "theme__number", "id"))
    goals = defaultdict(list)
    themes = {agenda.theme_id for agenda in agendas}
    for goal in Goal.objects.with_charter().filter(theme__in=themes).order_by("code", "id"):
        goals[goal.theme_id].append(goal)
    served = _served(agendas)
    return [
        GoalGap(goal, agenda)
        for agenda in agendas
        for goal in goals[agenda.theme_id]
        if (agenda.pk, goal.pk) not in served
    ]


def _served(agendas: list[WorkAgenda]) -> set[tuple[int, int]]:
    """Return which agenda serves which goal, by their keys."""
    actions = Action.objects.filter(is_public=True, agenda__in=agendas, main_goal__isnull=False)
    further = ActionGoal.objects.filter(action__is_public=True, action__agenda__in=agendas)
    return {
        *actions.order_by().values_list("agenda_id", "main_goal_id").distinct(),
        *further.order_by().values_list("action__agenda_id", "goal_id").distinct(),
    }


def last_closed_round() -> ReportingRound | None:
    return ReportingRound.objects.closed().latest_first().first()


def actions_without_update(last: ReportingRound | None):
    """Return the running actions of which their lead said nothing in this round, or later.

    Without a round nobody was asked, so that none is missing.
    """
    if last is None:
        return Action.objects.none()
    silent = Q(latest_update=None) | Q(latest_update__round__reference_date__lt=last.reference_date)
    running = Action.objects.filter(
        agenda__state=AgendaState.ADOPTED, agenda__starts_in__lte=last.reference_date.year
    ).exclude(state__in=ENDED)
    rows = running.filter(silent).with_agenda().with_latest_update().select_related("lead")
    return rows.order_by(F("latest_update__round__reference_date").asc(nulls_first=True), "code")


def late_milestones(today: date):
    """Return the milestones of adopted agendas whose day has gone by, the oldest first."""
    running = Milestone.objects.of_running_actions()
    rows = running.filter(action__agenda__state=AgendaState.ADOPTED).late_on(today)
    rows = rows.select_related("action__agenda__theme__charter", "action__lead")
    return rows.order_by("due_on", "id")
