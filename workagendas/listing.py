"""An agenda's actions as lists show them: each with its regions and goals, in few questions."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.models import Region
from workagendas.enums import Reach
from workagendas.models import (
    Action,
    ActionGoal,
    Milestone,
    MilestoneMove,
    Participation,
    WorkAgenda,
)

LONG_TEXTS = [
    f"{field}{language}"
    for field in ("description", "expected_result")
    for language in ("", "_nl", "_en")
]


class Listed(NamedTuple):
    """An action in a list; regions in the charter's order, goals by code, the main one first."""

    action: Action
    regions: tuple[Region, ...]
    goals: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """Return what the lead reported last; empty while there is no report."""
        return self.action.latest_update.status if self.action.latest_update else ""

    @property
    def reach(self) -> Reach | None:
        return Reach.of(len(self.regions))


def listed_actions(agenda: WorkAgenda, regions: Iterable[Region]) -> list[Listed]:
    """Return the public actions of a published agenda by code, in three queries."""
    actions = (
        Action.objects.published()
        .filter(agenda=agenda)
        .select_related("lead", "main_goal", "latest_update__round")
        .defer("internal_notes", *LONG_TEXTS)
        .order_by("code")
    )
    here = actions.order_by().values("pk")
    regions_of = regions_of_partners(here)
    goals_of = defaultdict(list)
    further = ActionGoal.objects.filter(action__in=here).order_by("goal__code")
    for action, code in further.values_list("action_id", "goal__code"):
        goals_of[action].append(code)
    return [_listed(row, agenda, regions, regions_of[row.pk], goals_of[row.pk]) for row in actions]


def regions_of_partners(actions: QuerySet) -> defaultdict[int, set[int]]:
    """Return, by action, the keys of the regions of its partners; in one query."""
    found = defaultdict(set)
    taking_part = Participation.objects.filter(action__in=actions).order_by()
    for action, region in taking_part.values_list("action_id", "organisation__region_id"):
        found[action].add(region)
    return found


def _listed(
    action: Action, agenda: WorkAgenda, regions: Iterable[Region], keys: set, further: list[str]
) -> Listed:
    action.agenda = agenda  # its address begins with the agenda's
    keys = {*keys, action.lead.region_id}
    main = [action.main_goal.code] if action.main_goal else []
    return Listed(action, tuple(row for row in regions if row.pk in keys), (*main, *further))


def milestones_of(
    agenda: WorkAgenda, actions: Iterable[Action], *, changed_since=None
) -> list[Milestone]:
    """Return the milestones of these actions, and all of the agenda that changed after a day.

    In two queries: each knows its action's code and title, and its moves, the oldest first.
    """
    wanted = Q(action__in=[action.pk for action in actions])
    if changed_since:
        moved = MilestoneMove.objects.filter(
            milestone=OuterRef("pk"), moved_at__date__gt=changed_since
        )
        wanted |= Q(achieved_on__gt=changed_since) | Exists(moved)
    rows = (
        Milestone.objects.published()
        .filter(wanted, action__agenda=agenda)
        .select_related("action")
        .with_moves()
        .order_by("due_on", "id")
    )
    for milestone in rows:
        milestone.action.agenda = agenda
    return list(rows)
