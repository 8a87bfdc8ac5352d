"""What the secretariat still has to ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.views.doors import only_with
from core.addresses import addresses_of
from workagendas import gaps as missing

MOST = 100  # of each kind; the count says how many there are


@only_with("workagendas.view_gaps")
def gaps(request: HttpRequest) -> HttpResponse:
    last, today = missing.last_closed_round(), timezone.localdate()
    goals = missing.goals_without_action()
    actions = missing.actions_without_update(last)
    milestones = missing.late_milestones(today)
    context = {
        "goals": goals,
        "round": last,
        "actions": actions[:MOST],
        "action_count": actions.count(),
        "milestones": milestones[:MOST],
        "milestone_count": milestones.count(),
        "most": MOST,
        "addresses": addresses_of("gaps"),
    }
    return render(request, "workagendas/desk/gaps.html", context)
