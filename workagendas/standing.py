"""Where each goal stands: counts of actions by status and of milestones, never one number."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter.models import Goal
from partners.models import Region
from workagendas.enums import Status
from workagendas.listing import regions_of_partners
from workagendas.models import Action, ActionGoal, Milestone, WorkAgenda


class StatusCount(NamedTuple):
    """How many of all actions have a status."""

    status: Status
    number: int
    total: int

    @property
    def words(self) -> str:
        """Return “3 of 4 actions on track”, in the active language."""
        if self.total == 1:
            return _("1 of 1 action: {status}").format(status=self.status.label)
        return _said(self.status, self.number).format(number=self.number, total=self.total)


def _said(status: Status, number: int) -> str:
    """Return the sentence for so many actions of all; the verb follows their number."""
    match status:
        case Status.ON_TRACK:
            return ngettext(
                "{number} of {total} actions on track",
                "{number} of {total} actions on track",
                number,
            )
        case Status.NEEDS_ATTENTION:
            return ngettext(
                "{number} of {total} actions needs attention",
                "{number} of {total} actions need attention",
                number,
            )
        case Status.NEEDS_CORRECTION:
            return ngettext(
                "{number} of {total} actions needs correction",
                "{number} of {total} actions need correction",
                number,
            )
        case Status.COMPLETED:
            return ngettext(
                "{number} of {total} actions completed",
                "{number} of {total} actions completed",
                number,
            )
    return ngettext(
        "{number} of {total} actions stopped", "{number} of {total} actions stopped", number
    )


class Standing(NamedTuple):
    """Where a goal stands in the agenda that runs: what its leads reported, in counts."""

    actions: int = 0
    statuses: tuple[StatusCount, ...] = ()  # in the order of `Status`, those that occur
    unreported: int = 0
    milestones: int = 0
    achieved: int = 0
    regions: tuple[Region, ...] = ()  # that take part, in the charter's order
    as_of: date | None = None  # the newest reference date among the reports


def as_of(actions: Iterable[Action]) -> date | None:
    """Return the newest day on which a lead said how one of them stood (`with_latest_update`)."""
    days = [each.latest_update.round.reference_date for each in actions if each.latest_update]
    return max(days, default=None)


def running_agendas(day: date) -> dict[int, WorkAgenda]:
    """Return, by the key of its theme, the newest published agenda that has begun by that day."""
    begun = WorkAgenda.objects.published().with_theme().filter(starts_in__lte=day.year)
    return {agenda.theme_id: agenda for agenda in begun.order_by("starts_in")}


def standings_of(goals: Iterable[Goal], agendas: Iterable[WorkAgenda]) -> dict[int, Standing]:
    """Return, by the key of the goal, where each stands by these agendas; in five queries.

    An action counts for its main goal and for each further one.
    """
    keys = {goal.pk for goal in goals}
    actions = Action.objects.published().filter(agenda__in=[agenda.pk for agenda in agendas])
    rows = actions.values_list(
        "pk",
        "main_goal_id",
        "lead__region_id",
        "latest_update__status",
        "latest_update__round__reference_date",
    )
    actions_of = _actions_by_goal(actions, rows, keys)
    regions_of = regions_of_partners(actions)
    for pk, _goal, region, *_others in rows:
        regions_of[pk].add(region)
    milestones = _milestones_by_action(actions)
    regions = {region.pk: region for region in Region.objects.all()}
    told = {pk: (status, day) for pk, _goal, _region, status, day in rows}
    return {
        key: _standing(
            [told[pk] for pk in here],
            [milestones.get(pk, (0, 0)) for pk in here],
            [row for pk, row in regions.items() if any(pk in regions_of[each] for each in here)],
        )
        for key, here in ((key, actions_of[key]) for key in keys)
    }


def _actions_by_goal(actions, rows, keys: set[int]) -> dict[int, set[int]]:
    found = defaultdict(set)
    for pk, main_goal, *_others in rows:
        found[main_goal].add(pk)
    further = ActionGoal.objects.filter(action__in=actions, goal__in=keys)
    for action, goal in further.values_list("action_id", "goal_id"):
        found[goal].add(action)
    return found


def _milestones_by_action(actions) -> dict[int, tuple[int, int]]:
    """Return how many milestones each action has, and how many of them were reached."""
    counted = (
        Milestone.objects.filter(action__in=actions)
        .order_by()
        .values_list("action_id")
        .annotate(number=Count("pk"), achieved=Count("pk", filter=Q(achieved_on__isnull=False)))
    )
    return {action: (number, achieved) for action, number, achieved in counted}


def _standing(
    told: list[tuple[str | None, date | None]],
    milestones: list[tuple[int, int]],
    regions: list[Region],
) -> Standing:
    counts = Counter(status for status, _day in told if status)
    return Standing(
        actions=len(told),
        statuses=tuple(StatusCount(s, counts[s], len(told)) for s in Status if counts[s]),
        unreported=len(told) - counts.total(),
        milestones=sum(number for number, _achieved in milestones),
        achieved=sum(achieved for _number, achieved in milestones),
        regions=tuple(regions),
        as_of=max((day for _status, day in told if day), default=None),
    )
