"""My desk: one action from inside, with what its readers outside do not see."""

from typing import NamedTuple

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.models import User
from accounts.views.doors import logged_in
from core.addresses import addresses_of
from partners.models import Region
from workagendas.enums import AgendaState
from workagendas.forms.milestones import AchievedForm, MoveForm
from workagendas.forms.stakes import StakeForm
from workagendas.models import Action, BudgetLine, Milestone, RegionStake


class Held(NamedTuple):
    """A milestone with its moves, and the forms of the acts that the person may do on it."""

    milestone: Milestone
    is_late: bool
    move_form: Form | None
    achieved_form: Form | None
    may_achieve: bool


@logged_in
def desk_action(request: HttpRequest, *, period: str, slug: str, code: str) -> HttpResponse:
    return action_page(request, seen_action(request.user, code))


def seen_action(person: User, code: str) -> Action:
    """Return the action with this code, if the person sees it; else 404."""
    rows = Action.objects.visible_to(person).with_agenda().with_parties().with_latest_update()
    return get_object_or_404(rows.select_related("contact"), code=code)


def action_page(
    request: HttpRequest, action: Action, *, bound: dict[str, Form] | None = None
) -> HttpResponse:
    """The action's page; `bound` are forms, by name, that were sent and are not right yet."""
    by, bound = request.user, bound or {}
    is_inside = by.has_perm("workagendas.read_inside", action)
    stakes = RegionStake.objects.visible_to(by).filter(action=action)
    context = {
        "action": action,
        "agenda": action.agenda,
        "goals": [goal for goal in (action.main_goal, *action.further_goals.all()) if goal],
        "is_inside": is_inside,
        "budget_lines": _budget_lines(action, is_inside=is_inside),
        "milestones": _held(by, action, bound),
        "stakes": stakes.in_order(),
        "place": {**action.agenda.place, "code": action.code},
        "addresses": addresses_of(
            "desk_action", kwargs={**action.agenda.place, "code": action.code}
        ),
        **_own_stake(by, action),
        **bound,
    }
    return render(request, "workagendas/desk/action.html", context)


def _budget_lines(action: Action, *, is_inside: bool):
    lines = BudgetLine.objects.filter(action=action)
    lines = lines if is_inside else lines.filter(is_public=True)
    return lines.select_related("funding", "organisation").order_by("id")


def _held(by: User, action: Action, bound: dict[str, Form]) -> list[Held]:
    rows = Milestone.objects.filter(action=action).select_related("action").with_moves()
    rows = rows.order_by("due_on", "id")
    is_closed = action.agenda.state == AgendaState.CLOSED
    return [_held_one(by, row, bound, is_closed=is_closed) for row in rows]


def _held_one(by: User, row: Milestone, bound: dict[str, Form], *, is_closed: bool) -> Held:
    is_open = row.achieved_on is None
    may_move = is_open and not is_closed and by.has_perm("workagendas.move_milestone", row)
    may_achieve = by.has_perm("workagendas.achieve_milestone", row)
    asks = may_achieve and is_open
    return Held(
        row,
        row.is_late_on(timezone.localdate()),
        bound.get(move_name(row)) or (move_form(row) if may_move else None),
        bound.get(achieved_name(row)) or (achieved_form(row) if asks else None),
        may_achieve,
    )


def move_name(milestone: Milestone) -> str:
    """Return what the form to move it is called on the page."""
    return f"move-{milestone.uid}"


def move_form(milestone: Milestone, data=None) -> MoveForm:
    initial = {"due_on": milestone.due_on}
    return MoveForm(data, prefix=move_name(milestone), initial=initial)


def achieved_name(milestone: Milestone) -> str:
    return f"achieved-{milestone.uid}"


def achieved_form(milestone: Milestone, data=None) -> AchievedForm:
    initial = {"achieved_on": timezone.localdate()}
    return AchievedForm(data, prefix=achieved_name(milestone), initial=initial)


def own_region(person: User) -> Region | None:
    """Return the region for which the person may write how it sees an action."""
    region = person.organisation.region if person.organisation else None
    may_write = region is not None and person.has_perm("workagendas.write_stake", region)
    return region if may_write else None


def stake_form(action: Action, region: Region, data=None) -> StakeForm:
    stake = RegionStake.objects.filter(action=action, region=region).first()
    return StakeForm(data, stake=stake, prefix="stake")


def _own_stake(by: User, action: Action) -> dict[str, object]:
    region = own_region(by)
    if region is None or action.agenda.state == AgendaState.CLOSED:
        return {}
    return {"region": region, "stake_form": stake_form(action, region)}
