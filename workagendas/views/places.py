"""What an address of the pages means."""

from django.db.models import Q, QuerySet
from django.http import Http404

from workagendas.models import WorkAgenda


def agenda_at(period: str, slug: str, rows: QuerySet[WorkAgenda]) -> WorkAgenda:
    """Return the one of the rows at an address in either language, that of the active one first.

    Else 404.
    """
    starts_in, ends_in = map(int, period.split("-"))
    found = rows.of_period(starts_in).filter(Q(slug_nl=slug) | Q(slug_en=slug)).order_by("id")
    if ends_in != starts_in + 1 or not found:
        raise Http404
    return next((row for row in found if row.place["slug"] == slug), found[0])
