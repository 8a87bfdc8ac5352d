"""The page of the partners: three regions as equals, and the wider network."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.addresses import addresses_of
from core.public_page import public_page
from partners.models import REGISTERS_AS_OF, Municipality, Organisation, Region


@public_page()
def partners(request: HttpRequest) -> HttpResponse:
    regions = Region.objects.with_signatories().prefetch_related(
        Prefetch("municipalities", Municipality.objects.partners(), to_attr="partners"),
        "statistical_areas",
    )
    context = {
        "regions": regions,
        "neighbours": Municipality.objects.neighbours(),
        "network": Organisation.objects.wider_network().order_by("-relation", "position"),
        "registers_as_of": REGISTERS_AS_OF,
        "addresses": addresses_of("partners"),
    }
    return render(request, "partners/partners.html", context)
