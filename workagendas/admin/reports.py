"""Reporting rounds, and what partners and regions wrote: theirs to change, and read here."""

from django.contrib.admin import display, register
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.admin import ContentAdmin, ReadOnlyAdmin
from workagendas.admin.filters import AgendaFilter, AgendaOfActionFilter
from workagendas.models import (
    Contribution,
    ProgressUpdate,
    Reaction,
    RegionStake,
    ReportingRound,
)

BEGINNING = 60  # characters of a text in a list


@register(ReportingRound)
class ReportingRoundAdmin(ContentAdmin):
    list_display = ["name", "reference_date", "due_on", "state"]
    list_filter = ["state"]
    search_fields = ["name_nl", "name_en", "reference_date"]
    fields = ["name", "starts_on", "ends_on", "reference_date", "due_on", "state"]
    readonly_fields = ["state"]


@register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnlyAdmin):
    list_display = ["action", "round", "organisation", "state", "status", "headline"]
    list_filter = [AgendaOfActionFilter, "round", "state", "status"]
    list_select_related = ["action__agenda", "round", "organisation"]
    search_fields = ["action__code", "action__title_nl", "headline", "happened", "next_steps"]
    fields = [
        *["action", "round", "organisation", "state", "status", "percentage", "language"],
        *["headline", "happened", "next_steps", "help_needed", "corrects", "shielded_because"],
        *["author", "entered_by", "reviewer", "submitted_at", "published_at"],
    ]


@register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    list_display = ["action", "round", "organisation", "state", "beginning"]
    list_filter = [AgendaOfActionFilter, "round", "state"]
    list_select_related = ["action__agenda", "round", "organisation"]
    search_fields = ["action__code", "action__title_nl", "text"]
    fields = [
        *["action", "round", "organisation", "state", "language", "text", "corrects"],
        *["shielded_because", "author", "entered_by", "reviewer", "submitted_at", "published_at"],
    ]

    @display(description=_("text"))
    def beginning(self, row: Contribution) -> str:
        return Truncator(row.text).chars(BEGINNING)


@register(Reaction)
class ReactionAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "agenda", "action", "written_at", "answered_at", "beginning"]
    list_filter = [AgendaFilter]
    list_select_related = ["organisation", "agenda", "action"]
    search_fields = ["text", "answer", "organisation__name_nl", "action__code"]
    fields = [
        *["agenda", "action", "organisation", "language", "text", "written_at"],
        *["answer", "answer_language", "answered_at"],
    ]

    @display(description=_("reaction"))
    def beginning(self, row: Reaction) -> str:
        return Truncator(row.text).chars(BEGINNING)


@register(RegionStake)
class RegionStakeAdmin(ReadOnlyAdmin):
    list_display = ["action", "region", "effort_level", "benefit_level", "burden_level"]
    list_filter = [AgendaOfActionFilter, "region"]
    list_select_related = ["action__agenda", "region"]
    search_fields = ["action__code", "action__title_nl", "effort", "benefit", "burden"]
    fields = [
        *["action", "region", "language", "effort", "effort_level", "benefit", "benefit_level"],
        *["burden", "burden_level"],
    ]
