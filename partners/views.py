"""The page of the partners: three regions as equals, and the wider network."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.addresses import addresses_of
from core.public_page import public_page
from partners.models import Municipality, Organisation, Region


@public_page()
def partners(request: HttpRequest) -> HttpResponse:
    regions = Region.objects.prefetch_related(
        Prefetch("organisations", Organisation.objects.signatories(), to_attr="signatories"),
        Prefetch("municipalities", Municipality.objects.partners(), to_attr="partners"),
        "statistical_areas",
    )
    context = {
        "regions": regions,
        "neighbours": Municipality.objects.neighbours(),
        "network": Organisation.objects.wider_network(),
        "addresses": addresses_of("partners"),
    }
    return render(request, "partners/partners.html", context)
