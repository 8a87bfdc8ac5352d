"""One organisation: who it is, and what it does in the cooperation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.addresses import addresses_of
from core.public_page import public_page
from partners.linked_data import organisation as organisation_data
from partners.models import REGISTERS_AS_OF, Organisation
from workagendas.models import Action
from workagendas.standing import as_of


@public_page()
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    rows = Organisation.objects.select_related("region")
    shown = get_object_or_404(rows.with_identifier(code.lower()))
    if request.path != shown.get_absolute_url():
        return redirect(shown, permanent=True)
    actions = list(Action.objects.published().of(shown).for_lists())
    context = {
        "organisation": shown,
        "led": [action for action in actions if action.lead_id == shown.pk],
        "joined": [action for action in actions if action.lead_id != shown.pk],
        "as_of": as_of(actions),
        "registers_as_of": REGISTERS_AS_OF,
        "addresses": addresses_of(shown),
        "linked_data": organisation_data(shown, request.build_absolute_uri),
    }
    return render(request, "portal/organisation.html", context)
