"""What is measured: the list of indicators, and one indicator as drawing and table."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from charter.models import Goal
from core.addresses import addresses_of
from core.public_page import public_page
from partners.models import Region
from workagendas.charts import charts_of, table_of
from workagendas.linked_data import indicator_dataset, indicator_list
from workagendas.models import Indicator

GOALS = Prefetch("goals", Goal.objects.with_charter().order_by("code", "id"))


@public_page()
def indicators(request: HttpRequest) -> HttpResponse:
    rows = Indicator.objects.published().prefetch_related(GOALS).order_by("slug")
    context = {
        "indicators": rows,
        "addresses": addresses_of("indicators"),
        "linked_data": indicator_list(rows, request.path, request.build_absolute_uri),
    }
    return render(request, "workagendas/indicators.html", context)


@public_page()
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Indicator.objects.published().with_values().prefetch_related(GOALS)
    shown = get_object_or_404(rows.with_identifier(slug.lower()))
    if request.path != shown.get_absolute_url():
        return redirect(shown)
    regions = list(Region.objects.order_by("position"))
    table = table_of(shown, regions)
    context = {
        "indicator": shown,
        "regions": regions,
        "charts": charts_of(shown),
        "table": table,
        "latest": table[0].day if table else None,
        "is_summed": any(row.total is not None for row in table),
        "own_definitions": shown.regional_definitions.all(),
        "addresses": addresses_of(shown),
        "linked_data": indicator_dataset(shown, request.build_absolute_uri),
    }
    return render(request, "workagendas/indicator.html", context)
