"""The pages whose texts the secretariat edits."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.addresses import addresses_of, is_example_address
from core.public_page import public_page
from partners.models import Region
from portal.enums import PageKey
from portal.linked_data import text_page
from portal.models import AccessibilityStatement, Page


@public_page()
def page(request: HttpRequest, key: PageKey) -> HttpResponse:
    shown = get_object_or_404(Page, key=key)
    context = {
        "page": shown,
        "addresses": addresses_of(shown),
        "linked_data": text_page(shown, request.build_absolute_uri),
    }
    return render(request, "portal/page.html", context)


@public_page()
def contact(request: HttpRequest) -> HttpResponse:
    """Tell whom to write to; an address under a reserved name is called an example."""
    shown = get_object_or_404(Page, key=PageKey.CONTACT)
    context = {
        "page": shown,
        "is_example_address": is_example_address(settings.CONTACT_EMAIL),
        "regions": Region.objects.with_signatories(),
        "addresses": addresses_of(shown),
        "linked_data": text_page(shown, request.build_absolute_uri),
    }
    return render(request, "portal/contact.html", context)


@public_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the portal is, in words made from the fields of the statement alone."""
    shown = get_object_or_404(Page, key=PageKey.ACCESSIBILITY)
    context = {
        "page": shown,
        "statement": AccessibilityStatement.objects.first(),
        "addresses": addresses_of(shown),
        "linked_data": text_page(shown, request.build_absolute_uri),
    }
    return render(request, "portal/accessibility.html", context)
