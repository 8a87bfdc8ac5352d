"""The page with the whole text of a charter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from charter.enums import CharterState, Part
from charter.linked_data import charter_work
from charter.models import Charter
from core.addresses import addresses_of
from core.public_page import public_page


@public_page()
def charter(request: HttpRequest) -> HttpResponse:
    in_force = get_object_or_404(Charter.objects.in_force().with_text())
    return _text_page(request, in_force)


@public_page()
def charter_of_year(request: HttpRequest, year: int) -> HttpResponse:
    of_year = get_object_or_404(Charter.objects.published().with_text(), year=year)
    if of_year.state == CharterState.IN_FORCE:
        return redirect(of_year)
    return _text_page(request, of_year)


def _text_page(request: HttpRequest, shown: Charter) -> HttpResponse:
    paragraphs = list(shown.paragraphs.all())
    context = {
        "charter": shown,
        "themes": [
            (theme, [row for row in paragraphs if row.theme_id == theme.pk])
            for theme in shown.themes.all()
        ],
        "opening": [row for row in paragraphs if row.part == Part.OPENING],
        "closing": [row for row in paragraphs if row.part == Part.CLOSING],
        "addresses": addresses_of(shown),
        "linked_data": charter_work(shown, request.build_absolute_uri),
    }
    return render(request, "charter/charter.html", context)
