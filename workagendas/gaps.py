"""What the secretariat still has to ask for: goals, reports and milestones that are missing."""

from datetime import date

from django.db.models import F, Q

from workagendas.enums import ENDED, AgendaState
from workagendas.models import Action, Milestone, ReportingRound, WorkAgenda
from workagendas.unserved import Unserved, unserved_goals


def goals_without_action() -> list[Unserved]:
    """Return them for every agenda that is not closed, by period and goal; in two queries."""
    agendas = WorkAgenda.objects.exclude(state=AgendaState.CLOSED).with_theme()
    return unserved_goals(agendas.order_by("starts_in", "theme__number", "id"))


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
