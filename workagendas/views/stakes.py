"""How a region sees an action, and its agreement to publish what the regions wrote."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.errors import NotAllowed
from core.permissions import require
from partners.models import Region
from workagendas import workflow
from workagendas.views.acting import by_post, done
from workagendas.views.desk import seen_agenda
from workagendas.views.desk_action import action_page, own_region, seen_action, stake_form


@by_post("desk_action")
def write(request: HttpRequest, *, period: str, slug: str, code: str) -> HttpResponse:
    action, by = seen_action(request.user, code), request.user
    region = own_region(by)
    if region is None:
        raise NotAllowed
    form = stake_form(action, region, request.POST)
    if form.is_valid():
        language = form.cleaned_data["language"]
        what = {"values": form.values, "language": language, "by": by}
        if done(form, workflow.write_stake, action=action, region=region, **what):
            messages.success(request, _("What your region wrote has been kept."))
            return redirect("desk_action", **action.agenda.place, code=action.code)
    return action_page(request, action, bound={"stake_form": form})


@by_post("desk_agenda")
def agree(request: HttpRequest, *, period: str, slug: str) -> HttpResponse:
    """The region agrees to publish; with `undo` sent, it does not (any more)."""
    agenda, by = seen_agenda(request.user, period, slug), request.user
    region = get_object_or_404(Region, slug=request.POST.get("region"))
    require(by, "workagendas.agree_to_stakes", region)
    if "undo" in request.POST:
        workflow.take_back_agreement(agenda=agenda, region=region, by=by)
        messages.success(request, _("Your region’s agreement has been taken back."))
    else:
        workflow.agree_to_stakes(agenda=agenda, region=region, by=by)
        messages.success(request, _("Your region agrees to publish."))
    return redirect("desk_agenda", **agenda.place)
