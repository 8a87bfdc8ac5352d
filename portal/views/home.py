"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from charter.models import Charter, Theme
from core.addresses import addresses_of
from core.public_page import public_page
from partners.models import Municipality
from portal.enums import PageKey
from portal.models import Page


@public_page()
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "page": get_object_or_404(Page, key=PageKey.HOME),
        "charter": Charter.objects.in_force().first(),
        "themes": Theme.objects.in_force().with_goals(),
        "municipalities": Municipality.objects.current(),
        "addresses": addresses_of("home"),
    }
    return render(request, "portal/home.html", context)
