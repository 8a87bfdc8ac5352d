"""Permanent links: each leads to where its thing stands now, in the reader's language."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from charter.models import Charter, Goal, Paragraph, Signature, Theme
from core.public_page import public_link
from partners.models import Municipality, Organisation, Region
from workagendas.models import (
    Action,
    Contribution,
    Indicator,
    IndicatorValue,
    Milestone,
    ProgressUpdate,
    ReportingRound,
    WorkAgenda,
)

LINKED = {
    rows.model.PLURAL: rows
    for rows in (
        Charter.objects.published(),
        Theme.objects.published().with_charter(),
        Goal.objects.published().with_charter(),
        Paragraph.objects.published().with_charter(),
        Signature.objects.published().with_charter(),
        Region.objects.all(),
        Municipality.objects.all(),
        Organisation.objects.all(),
        WorkAgenda.objects.published(),
        Action.objects.published().select_related("agenda"),
        Milestone.objects.published().select_related("action__agenda"),
        Indicator.objects.published(),
        IndicatorValue.objects.select_related("indicator"),
        ReportingRound.objects.all(),
        ProgressUpdate.objects.published().select_related("action__agenda"),
        Contribution.objects.published().select_related("action__agenda"),
    )
}


@public_link
def permanent_link(request: HttpRequest, plural: str, identifier: str) -> HttpResponse:
    if plural not in LINKED:
        raise Http404
    return redirect(get_object_or_404(LINKED[plural].with_identifier(identifier)))
