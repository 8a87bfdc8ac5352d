"""The agendas by period and theme, one agenda, and its text as it was adopted or amended."""

import json

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, TextField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from charter.models import Goal
from core.addresses import addresses_of
from core.public_page import public_page
from partners.models import Region
from workagendas.changes import changes_in, changes_since, last_two_rounds
from workagendas.coverage import coverage_of
from workagendas.linked_data import agenda_list, agenda_work
from workagendas.listing import Listed, listed_actions, milestones_of
from workagendas.models import AgendaSnapshot, Milestone, WorkAgenda
from workagendas.selection import ActionFilter
from workagendas.standing import as_of
from workagendas.substance import Difference, differences
from workagendas.timeline import timeline_of
from workagendas.views.places import agenda_at

A_PAGE = 50


@public_page()
def agendas(request: HttpRequest) -> HttpResponse:
    rows = WorkAgenda.objects.published().with_theme().order_by("-starts_in", "theme__number", "id")
    context = {
        "agendas": rows,
        "addresses": addresses_of("work_agendas"),
        "linked_data": agenda_list(rows, request.path, request.build_absolute_uri),
    }
    return render(request, "workagendas/agendas.html", context)


@public_page(query=("goal", "region", "lead", "status", "reach", "page"))
def agenda(request: HttpRequest, period: str, slug: str) -> HttpResponse:
    shown = published_agenda(period, slug)
    if request.path != shown.get_absolute_url():
        query = request.GET.urlencode()
        return redirect(shown.get_absolute_url() + (f"?{query}" if query else ""))
    regions = list(Region.objects.order_by("position"))
    goals = list(Goal.objects.filter(theme=shown.theme_id).order_by("code"))
    rows = listed_actions(shown, regions)
    form = ActionFilter(request.GET, rows=rows, goals=goals, regions=regions)
    page = Paginator(form.chosen(), A_PAGE).get_page(request.GET.get("page"))
    rounds = last_two_rounds(shown)
    listed = [row.action for row in page.object_list]
    milestones = milestones_of(shown, listed, changed_since=changes_since(shown, rounds))
    snapshots = snapshots_of(shown)
    context = {
        "agenda": shown,
        "previous": _if_published(shown.previous),
        "next": _if_published(getattr(shown, "next", None)),
        "form": form,
        "rows": rows,
        "page": page,
        "listed": [(row, _next_open(milestones, row)) for row in page.object_list],
        "timeline": timeline_of(shown, listed, milestones, timezone.localdate()),
        "regions": regions,
        "coverage": coverage_of(rows, goals, regions),
        "changes": changes_in(shown, rows, rounds, milestones),
        "snapshots": snapshots,
        "differences": _differences(snapshots),
        "as_of": as_of(row.action for row in rows),
        "addresses": addresses_of(shown, query=_place_in_list(form, page)),
        "linked_data": agenda_work(shown, page.object_list, request.build_absolute_uri),
    }
    return render(request, "workagendas/agenda.html", context)


@public_page()
def snapshot(request: HttpRequest, period: str, slug: str, number: int) -> HttpResponse:
    """Give the bytes that were frozen, so that whoever has them can check the digest."""
    of_agenda = published_agenda(period, slug)
    shown = get_object_or_404(AgendaSnapshot, agenda=of_agenda, number=number)
    name = f"{of_agenda.identifier}-{number}.json"
    return HttpResponse(
        shown.content.encode(),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def published_agenda(period: str, slug: str) -> WorkAgenda:
    rows = WorkAgenda.objects.published().with_theme()
    return agenda_at(period, slug, rows.select_related("previous", "next"))


def snapshots_of(shown: WorkAgenda) -> list[AgendaSnapshot]:
    """Return what was frozen, the newest first; the first and the last come with their content."""
    last = AgendaSnapshot.objects.filter(agenda=OuterRef("agenda")).order_by().values("agenda")
    is_compared = Q(number=1) | Q(number=Subquery(last.annotate(most=Max("number")).values("most")))
    kept = Case(When(is_compared, then=F("content")), default=Value(""), output_field=TextField())
    rows = AgendaSnapshot.objects.filter(agenda=shown).defer("content")
    return list(rows.annotate(kept=kept).order_by("-number"))


def _differences(snapshots: list[AgendaSnapshot]) -> list[Difference]:
    """Return what differs from the adopted text. The last snapshot is the text as it is now."""
    if len(snapshots) < 2:
        return []
    return differences(json.loads(snapshots[-1].kept), json.loads(snapshots[0].kept))


def _if_published(other: WorkAgenda | None) -> WorkAgenda | None:
    return other if other and other.is_published else None


def _next_open(milestones: list[Milestone], row: Listed) -> Milestone | None:
    """Return the action's first milestone that was not reached yet; they come by day."""
    own = (each for each in milestones if each.action_id == row.action.pk)
    return next((each for each in own if each.achieved_on is None), None)


def _place_in_list(form: ActionFilter, page: Page) -> dict[str, str]:
    return form.asked | ({"page": str(page.number)} if page.number > 1 else {})
