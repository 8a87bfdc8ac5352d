"""The page of one goal of the charter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from charter.enums import CharterState
from charter.models import Goal
from core.addresses import addresses_of
from core.public_page import public_page


@public_page()
def goal(request: HttpRequest, code: str) -> HttpResponse:
    return _goal_page(request, get_object_or_404(Goal.objects.in_force().with_charter(), code=code))


@public_page()
def goal_of_year(request: HttpRequest, year: int, code: str) -> HttpResponse:
    goals = Goal.objects.published().with_charter()
    of_year = get_object_or_404(goals, theme__charter__year=year, code=code)
    if of_year.theme.charter.state == CharterState.IN_FORCE:
        return redirect(of_year)
    return _goal_page(request, of_year)


def _goal_page(request: HttpRequest, shown: Goal) -> HttpResponse:
    charter = shown.theme.charter
    goals = list(Goal.objects.with_charter().filter(theme__charter=charter))
    place = goals.index(shown)
    context = {
        "goal": shown,
        "theme": shown.theme,
        "charter": charter,
        "previous": goals[place - 1] if place else None,
        "next": goals[place + 1] if place + 1 < len(goals) else None,
        "addresses": addresses_of(shown),
    }
    return render(request, "portal/goal.html", context)
