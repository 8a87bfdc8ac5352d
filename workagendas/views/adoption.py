"""Acts at the end of an agenda's way: adopted, and closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.permissions import require
from workagendas import workflow
from workagendas.forms.adoption import AdoptionForm, CloseForm
from workagendas.views.acting import by_post, done
from workagendas.views.desk import agenda_page, seen_agenda


@by_post("desk_agenda")
def adopt(request: HttpRequest, *, period: str, slug: str) -> HttpResponse:
    agenda, by = seen_agenda(request.user, period, slug), request.user
    require(by, "workagendas.adopt_agenda", agenda)
    form = AdoptionForm(request.POST, prefix="adoption")
    if form.is_valid():
        day, decision = form.cleaned_data["adopted_on"], form.decision
        what = {"agenda": agenda, "adopted_on": day, "decision": decision, "by": by}
        if done(form, workflow.adopt_agenda, **what):
            messages.success(request, _("The agenda was adopted. Everybody can read it now."))
            return redirect("desk_agenda", **agenda.place)
    return agenda_page(request, agenda, bound={"adoption_form": form})


@by_post("desk_agenda")
def close(request: HttpRequest, *, period: str, slug: str) -> HttpResponse:
    agenda, by = seen_agenda(request.user, period, slug), request.user
    require(by, "workagendas.close_agenda", agenda)
    form = CloseForm(request.POST, prefix="closing")
    act, who = workflow.close_agenda, {"agenda": agenda, "by": by}
    if form.is_valid() and done(form, act, **form.cleaned_data, **who):
        messages.success(request, _("The agenda is closed. It stays public."))
        return redirect("desk_agenda", **agenda.place)
    return agenda_page(request, agenda, bound={"closing_form": form})
