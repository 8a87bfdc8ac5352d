"""Acts on an agenda on its way: into consultation and back, reactions and answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.views.doors import logged_in
from core.permissions import require
from workagendas import workflow
from workagendas.forms.consultation import OpenConsultationForm, TakeBackForm
from workagendas.models import Action, Reaction
from workagendas.views.acting import by_post, done
from workagendas.views.desk import (
    agenda_page,
    answer_form,
    answer_name,
    reaction_form,
    reaction_name,
    seen_agenda,
)


@by_post("desk_agenda")
def open_consultation(request: HttpRequest, *, period: str, slug: str) -> HttpResponse:
    agenda = seen_agenda(request.user, period, slug)
    require(request.user, "workagendas.open_consultation", agenda)
    form = OpenConsultationForm(request.POST, prefix="consultation")
    act, who = workflow.open_consultation, {"agenda": agenda, "by": request.user}
    if form.is_valid() and done(form, act, **form.cleaned_data, **who):
        messages.success(request, _("The agenda is in consultation. The partners are told."))
        return redirect("desk_agenda", **agenda.place)
    return agenda_page(request, agenda, bound={"consultation_form": form})


@by_post("desk_agenda")
def take_back(request: HttpRequest, *, period: str, slug: str) -> HttpResponse:
    agenda = seen_agenda(request.user, period, slug)
    require(request.user, "workagendas.take_back_agenda", agenda)
    form = TakeBackForm(request.POST, prefix="taking-back")
    act, who = workflow.take_back, {"agenda": agenda, "by": request.user}
    if form.is_valid() and done(form, act, **form.cleaned_data, **who):
        messages.success(request, _("The agenda is a draft again."))
        return redirect("desk_agenda", **agenda.place)
    return agenda_page(request, agenda, bound={"taking_back_form": form})


@by_post("desk_agenda")
def react(request: HttpRequest, *, period: str, slug: str) -> HttpResponse:
    """Take a reaction to the agenda, or to the action whose code was sent as `about`."""
    by = request.user
    try:
        agenda = seen_agenda(by, period, slug)
    except Http404:
        return _not_kept(request)
    require(by, "workagendas.react", agenda)
    action = None
    if code := request.POST.get("about"):
        seen = Action.objects.visible_to(by).filter(agenda=agenda)
        action = get_object_or_404(seen, code=code)
    form = reaction_form(action, request.POST)
    about = {"agenda": agenda, "action": action, "by": by}
    if form.is_valid() and done(form, workflow.react, **form.cleaned_data, **about):
        messages.success(request, _("Your reaction has been kept. You will be told of the answer."))
        return redirect("desk_agenda", **agenda.place)
    return agenda_page(request, agenda, bound={reaction_name(action): form})


def _not_kept(request: HttpRequest) -> HttpResponse:
    """Give back what was typed for an agenda that was taken back meanwhile, or is not there."""
    typed = [text for name, text in request.POST.items() if name.endswith("text") and text.strip()]
    return render(request, "workagendas/desk/not_kept.html", {"typed": typed}, status=404)


@logged_in
def answer(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    seen = Reaction.objects.visible_to(request.user)
    rows = seen.select_related("agenda__theme__charter", "author")
    reaction = get_object_or_404(rows, uid=uid)
    agenda = reaction.agenda
    if request.method != "POST":
        return redirect("desk_agenda", **agenda.place)
    require(request.user, "workagendas.answer_reaction", reaction)
    form = answer_form(reaction, request.POST)
    who = {"reaction": reaction, "by": request.user}
    if form.is_valid() and done(form, workflow.answer_reaction, **form.cleaned_data, **who):
        messages.success(request, _("The reaction has been answered."))
        return redirect("desk_agenda", **agenda.place)
    return agenda_page(request, agenda, bound={answer_name(reaction): form})
