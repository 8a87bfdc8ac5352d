"""The people that one may see, and who is on the way in."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.forms.people import PeopleFilter
from accounts.views.doors import only_with
from core.addresses import addresses_of

A_PAGE = 50


@only_with("accounts.view_people")
def people(request: HttpRequest) -> HttpResponse:
    form = PeopleFilter(request.GET, by=request.user)
    form.is_valid()  # a value that makes no sense filters nothing, and the form says so
    page = Paginator(form.people().with_place(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "invitations": form.invitations() if page.number == 1 else [],
        "query": urlencode(form.chosen),
        "addresses": addresses_of("people", query=form.chosen),
    }
    return render(request, "accounts/people.html", context)
