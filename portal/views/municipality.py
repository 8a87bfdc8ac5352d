"""Your municipality: finding it, and one sheet about it."""

from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from charter.models import Charter, Signature, Theme
from core.addresses import addresses_of
from core.public_page import public_page
from partners.linked_data import municipality_place
from partners.models import REGISTERS_AS_OF, Municipality
from partners.schematic_map import DRAWN
from portal.linked_data import web_page
from workagendas.models import Action, Milestone
from workagendas.standing import as_of


@public_page(query=("q",))
def municipalities(request: HttpRequest) -> HttpResponse:
    """Show all municipalities, or those that a name fits; a single one is opened at once."""
    wanted = request.GET.get("q", "").strip()
    rows = Municipality.objects.select_related("region", "successor").by_region()
    found = list(rows.named_like(wanted) if wanted else rows.current())
    exact = [row for row in found if row.slug == slugify(wanted)]
    current = {row.successor or row for row in exact or found}
    if wanted and len(current) == 1:
        return redirect(current.pop())
    about = web_page(_("Municipalities"), request.path, request.build_absolute_uri)
    context = {
        "wanted": wanted,
        "found": found,
        "names": [row.name for row in rows.current()],
        "listed": found or rows.current(),
        "registers_as_of": REGISTERS_AS_OF,
        "addresses": addresses_of("municipalities", query={"q": wanted} if wanted else None),
        "linked_data": {**about, "@type": "CollectionPage"},
    }
    return render(request, "portal/municipalities.html", context)


@public_page()
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sheet of one municipality; a merged one leads to its successor."""
    rows = Municipality.objects.select_related("region", "statistical_area")
    shown = get_object_or_404(rows.with_identifier(slug.lower()))
    if request.path != shown.get_absolute_url():
        return redirect(shown, permanent=True)
    signatures, actions = Signature.objects.in_force(), list(_actions_of(shown))
    context = {
        "municipality": shown,
        "predecessors": shown.predecessors.all(),
        "actions": actions,
        "as_of": as_of(actions),
        "charter": Charter.objects.in_force().first(),
        "signatures": signatures.for_region(shown.region) if shown.region else (),
        "themes": Theme.objects.in_force().with_goals(),
        "is_on_the_map": shown.slug in DRAWN,
        "registers_as_of": REGISTERS_AS_OF,
        "addresses": addresses_of(shown),
        "linked_data": municipality_place(shown, request.build_absolute_uri),
    }
    return render(request, "portal/municipality.html", context)


def _actions_of(municipality: Municipality) -> Iterable[Action]:
    """Return the actions of the municipality's region with what they reach next; a neighbour has
    none."""
    if municipality.region is None:
        return ()
    waiting = Milestone.objects.filter(achieved_on=None).order_by("due_on", "id")
    actions = Action.objects.published().in_region(municipality.region).for_lists()
    return actions.prefetch_related(Prefetch("milestones", waiting, to_attr="open_milestones"))
