"""One action: what was promised, by whom, and the story of what came of it."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.addresses import addresses_of
from core.public_page import public_page
from workagendas.linked_data import action_act
from workagendas.models import (
    Action,
    ActionDependency,
    BudgetLine,
    RegionStake,
)
from workagendas.story import page_with, story_of


@public_page(query=("page", "report"))
def action(request: HttpRequest, period: str, slug: str, code: str) -> HttpResponse:
    """Show a public action; it is found by its code, and any other way to it leads here.

    Of its story the asked page is shown, or that with the asked `report`.
    """
    rows = Action.objects.published().with_agenda().with_parties().with_latest_update()
    shown = get_object_or_404(rows.select_related("contact", "latest_update__round"), code=code)
    if request.path != shown.get_absolute_url():
        query = request.GET.urlencode()
        return redirect(shown.get_absolute_url() + (f"?{query}" if query else ""))
    milestones = list(shown.milestones.with_moves().order_by("due_on", "id"))
    page = _number(request.GET.get("page"))
    if report := request.GET.get("report"):
        page = page_with(report, shown, milestones) or page
    story = story_of(shown, milestones, page=page)
    context = {
        "action": shown,
        "agenda": shown.agenda,
        "regions": shown.regions,
        "goals": [goal for goal in (shown.main_goal, *shown.further_goals.all()) if goal],
        "contact": shown.contact.shown if shown.contact else {},
        "milestones": milestones,
        "budget_lines": _budget_lines(shown),
        **_beside(shown),
        "stakes": RegionStake.objects.published().filter(action=shown).in_order(),
        "story": story,
        "addresses": addresses_of(shown, query=_page_of(story)),
        "linked_data": action_act(shown, request.build_absolute_uri),
    }
    return render(request, "workagendas/action.html", context)


def _budget_lines(shown: Action):
    """Return the amounts that were made public."""
    lines = BudgetLine.objects.filter(action=shown, is_public=True)
    return lines.select_related("funding", "organisation").order_by("id")


def _beside(shown: Action) -> dict[str, list[Action]]:
    """Return the published actions that have to do with this one, in one query."""
    related = Action.objects.related_to(shown).filter(pk=OuterRef("pk"))
    needed = ActionDependency.objects.filter(action=shown, needs=OuterRef("pk"))
    waiting = ActionDependency.objects.filter(action=OuterRef("pk"), needs=shown)
    others = (
        Action.objects.published()
        .with_agenda()
        .annotate(is_related=Exists(related), is_needed=Exists(needed), is_waiting=Exists(waiting))
        .filter(Q(is_related=True) | Q(is_needed=True) | Q(is_waiting=True))
        .order_by("code")
    )
    found = list(others)
    return {
        "related": [row for row in found if row.is_related],
        "depends_on": [row for row in found if row.is_needed],
        "needed_by": [row for row in found if row.is_waiting],
    }


def _number(asked: str | None) -> int:
    return int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


def _page_of(story) -> dict[str, int] | None:
    here = (story.newer or 0) + 1
    return {"page": here} if here > 1 else None
