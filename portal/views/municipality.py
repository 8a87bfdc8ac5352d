"""Your municipality: finding it, and one sheet about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from charter.models import Charter, Signature, Theme
from core.addresses import addresses_of
from core.public_page import public_page
from partners.models import Municipality


@public_page(query=("q",))
def municipalities(request: HttpRequest) -> HttpResponse:
    """Show all municipalities, or those that a name fits; a single one is opened at once."""
    wanted = request.GET.get("q", "").strip()
    rows = Municipality.objects.select_related("region", "successor").by_region()
    found = list(rows.named_like(wanted) if wanted else rows.current())
    exact = [row for row in found if row.name.casefold() == wanted.casefold()]
    current = {row.successor or row for row in exact or found}
    if wanted and len(current) == 1:
        return redirect(current.pop())
    context = {
        "wanted": wanted,
        "found": found,
        "addresses": addresses_of("municipalities", query={"q": wanted} if wanted else None),
    }
    return render(request, "portal/municipalities.html", context)


@public_page()
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sheet of one municipality; a merged one leads to its successor."""
    rows = Municipality.objects.select_related("region", "statistical_area", "successor")
    shown = rows.current().filter(slug=slug).first() or get_object_or_404(rows, slug=slug)
    if shown.successor:
        return redirect(shown.successor, permanent=True)
    signatures = Signature.objects.in_force()
    context = {
        "municipality": shown,
        "predecessors": shown.predecessors.all(),
        "charter": Charter.objects.in_force().first(),
        "signatures": signatures.for_region(shown.region) if shown.region else (),
        "themes": Theme.objects.in_force().with_goals(),
        "addresses": addresses_of(shown),
    }
    return render(request, "portal/municipality.html", context)
