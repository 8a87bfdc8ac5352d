"""Goals for which an agenda does nothing yet."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from charter.models import Goal
from workagendas.models import Action, WorkAgenda


class Unserved(NamedTuple):
    """A goal of an agenda's theme for which the agenda has no public action."""

    goal: Goal
    agenda: WorkAgenda


def unserved_goals(agendas: Iterable[WorkAgenda]) -> list[Unserved]:
    """Return them by agenda, in the order given, and then by goal; in one query."""
    place = {agenda.pk: (order, agenda) for order, agenda in enumerate(agendas)}
    public = Action.objects.filter(agenda=OuterRef("in_agenda"), is_public=True)
    serving = public.filter(Q(main_goal=OuterRef("pk")) | Q(goal_links__goal=OuterRef("pk")))
    rows = Goal.objects.with_charter().annotate(in_agenda=F("theme__agendas"))
    rows = rows.filter(~Exists(serving), in_agenda__in=place).order_by("code", "id")
    by_agenda = sorted(rows, key=lambda goal: place[goal.in_agenda][0])
    return [Unserved(goal, place[goal.in_agenda][1]) for goal in by_agenda]
