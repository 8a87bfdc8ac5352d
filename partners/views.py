"""The page of the partners: three regions as equals, and the wider network."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.addresses import addresses_of
from core.public_page import public_page
from partners.linked_data import organisation_list
from partners.models import REGISTERS_AS_OF, Municipality, Organisation, Region


@public_page()
def partners(request: HttpRequest) -> HttpResponse:
    regions = Region.objects.with_signatories().prefetch_related(
        Prefetch("municipalities", Municipality.objects.partners(), to_attr="partners"),
        "statistical_areas",
    )
    network = Organisation.objects.wider_network().order_by("-relation", "position")
    listed = [row for region in regions for row in region.signatories] + list(network)
    context = {
        "regions": regions,
        "neighbours": Municipality.objects.neighbours(),
        "network": network,
        "registers_as_of": REGISTERS_AS_OF,
        "addresses": addresses_of("partners"),
        "linked_data": organisation_list(listed, request.build_absolute_uri),
    }
    return render(request, "partners/partners.html", context)
