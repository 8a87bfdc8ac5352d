"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from charter.models import Charter
from core.addresses import addresses_of
from core.public_page import public_page
from partners.models import Municipality, Organisation
from portal.enums import PageKey
from portal.linked_data import home_site
from portal.models import Page
from portal.progress import themes_with_standing
from workagendas.news import latest_news

MOST_NEWS = 4


@public_page()
def home(request: HttpRequest) -> HttpResponse:
    page = get_object_or_404(Page, key=PageKey.HOME)
    signatories = Organisation.objects.signatories()
    context = {
        "page": page,
        "charter": Charter.objects.in_force().first(),
        "themes": themes_with_standing(),
        "news": latest_news(MOST_NEWS),
        "municipalities": Municipality.objects.current(),
        "addresses": addresses_of("home"),
        "linked_data": home_site(page, signatories, request.build_absolute_uri),
    }
    return render(request, "portal/home.html", context)
