"""The page of one goal of the charter."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from charter.linked_data import goal_work
from charter.models import Goal
from core.addresses import addresses_of
from core.public_page import public_page
from portal.progress import set_standing
from workagendas.models import Action, Indicator, WorkAgenda


@public_page()
def goal(request: HttpRequest, code: str) -> HttpResponse:
    in_force = get_object_or_404(Goal.objects.in_force().with_charter(), code=code)
    return _goal_page(request, in_force)


@public_page()
def goal_of_year(request: HttpRequest, year: int, code: str) -> HttpResponse:
    goals = Goal.objects.published().with_charter()
    of_year = get_object_or_404(goals, theme__charter__year=year, code=code)
    return _goal_page(request, of_year)


def _goal_page(request: HttpRequest, shown: Goal) -> HttpResponse:
    if request.path != shown.get_absolute_url():
        return redirect(shown)
    charter = shown.theme.charter
    serving = Action.objects.published().serving(shown)
    running = set_standing(shown)
    goals = list(Goal.objects.with_charter().filter(theme__charter=charter))
    place = goals.index(shown)
    context = {
        "goal": shown,
        "actions": serving.filter(agenda__in=running).for_lists(),
        "other_agendas": _agendas_with(serving).exclude(pk__in=[row.pk for row in running]),
        "indicators": Indicator.objects.published().for_goal(shown),
        "theme": shown.theme,
        "charter": charter,
        "goals": goals,
        "previous": goals[place - 1] if place else None,
        "next": goals[place + 1] if place + 1 < len(goals) else None,
        "addresses": addresses_of(shown),
        "linked_data": goal_work(shown, request.build_absolute_uri),
    }
    return render(request, "portal/goal.html", context)


def _agendas_with(actions: QuerySet[Action]) -> QuerySet[WorkAgenda]:
    """Return the agendas of these actions, the earliest first, each with the `number` of them."""
    rows = WorkAgenda.objects.filter(actions__in=actions).annotate(number=Count("actions"))
    return rows.order_by("starts_in", "theme__number", "id")
