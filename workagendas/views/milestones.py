"""Acts on a milestone: moved, reached, and not reached after all."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.views.doors import logged_in
from core.permissions import require
from workagendas import workflow
from workagendas.models import Milestone
from workagendas.views.acting import done
from workagendas.views.desk_action import (
    achieved_form,
    achieved_name,
    action_page,
    move_form,
    move_name,
    seen_action,
)


@logged_in
def move(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    milestone = _seen(request.user, uid)
    if request.method != "POST":
        return _back(milestone)
    require(request.user, "workagendas.move_milestone", milestone)
    form = move_form(milestone, request.POST)
    who = {"milestone": milestone, "by": request.user}
    if form.is_valid() and done(form, workflow.move_milestone, **form.cleaned_data, **who):
        messages.success(request, _("The milestone has been moved. The old day stays on record."))
        return _back(milestone)
    return _page(request, milestone, {move_name(milestone): form})


@logged_in
def achieve(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """The milestone was reached; with `undo` sent, it was not after all."""
    milestone, by = _seen(request.user, uid), request.user
    if request.method != "POST":
        return _back(milestone)
    require(by, "workagendas.achieve_milestone", milestone)
    if "undo" in request.POST:
        workflow.achieve_milestone(milestone=milestone, achieved_on=None, by=by)
        messages.success(request, _("The milestone counts as not reached."))
        return _back(milestone)
    form = achieved_form(milestone, request.POST)
    who = {"milestone": milestone, "by": by}
    if form.is_valid() and done(form, workflow.achieve_milestone, **form.cleaned_data, **who):
        messages.success(request, _("The milestone has been reached."))
        return _back(milestone)
    return _page(request, milestone, {achieved_name(milestone): form})


def _seen(person: User, uid: UUID) -> Milestone:
    rows = Milestone.objects.visible_to(person).select_related("action__agenda__theme__charter")
    return get_object_or_404(rows, uid=uid)


def _back(milestone: Milestone) -> HttpResponse:
    action = milestone.action
    place = {**action.agenda.place, "code": action.code}
    return redirect(f"{reverse('desk_action', kwargs=place)}#{milestone.anchor}")


def _page(request: HttpRequest, milestone: Milestone, bound: dict) -> HttpResponse:
    action = seen_action(request.user, milestone.action.code)
    return action_page(request, action, bound=bound)
