"""Actions in the API: what is done for a goal, by whom, and how its lead says that it stands."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, Filter
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request
from rest_framework.response import Response

from charter.models import Goal, Theme
from core import edits
from core.api.filters import DayFilter, Filters, IdentifierFilter, YesNoFilter
from core.api.idempotency import once_per_key
from core.api.views import Added, Changed, Deleted, Listed, Resource
from partners.models import Organisation, Region
from workagendas.api.action_reading import ActionSerializer, with_all_that_is_told
from workagendas.api.action_writing import ActionWriteSerializer, write_beside
from workagendas.api.amendments import StaysOnceAdopted, amended, for_history
from workagendas.enums import ActionState, Reach, Status
from workagendas.models import Action, WorkAgenda
from workagendas.workflow import add_action, amending

UNREPORTED = "none"


class _RegionsField(forms.CharField):
    """Identifiers of regions, with a comma between them."""

    def to_python(self, value: str) -> list[Region]:
        if not (text := super().to_python(value)):
            return []
        named = [each.strip() for each in text.split(",")]
        regions = {region.identifier: region for region in Region.objects.all()}
        for each in named:
            if each not in regions:
                raise ValidationError(_("“{identifier}” does not exist.").format(identifier=each))
        return [regions[each] for each in named]


@extend_schema_field({"type": "string"})
class ReachFilter(ChoiceFilter):
    """Between how many regions: each counts once, whoever takes part there."""

    def filter(self, rows: QuerySet, value: str | None) -> QuerySet:
        if not value:
            return rows
        number = Reach(value).regions
        return rows.alias(regions_in_it=_number_of_regions()).filter(regions_in_it=number)


@extend_schema_field({"type": "string"})
class RegionsFilter(Filter):
    """Between exactly these regions, whoever takes part there."""

    field_class = _RegionsField

    def filter(self, rows: QuerySet, value: Sequence[Region]) -> QuerySet:
        if not value:
            return rows
        for region in Region.objects.all():
            takes_part = Exists(Action.objects.in_region(region).filter(pk=OuterRef("pk")))
            rows = rows.filter(takes_part if region in value else ~takes_part)
        return rows


class ActionFilters(Filters):
    work_agenda = IdentifierFilter(WorkAgenda, field_name="agenda")
    theme = IdentifierFilter(Theme, field_name="agenda__theme")
    goal = IdentifierFilter(Goal, method="for_goal", help_text=_("Its main goal or a further one."))
    is_cross_cutting = YesNoFilter()
    region = IdentifierFilter(
        Region, method="in_region", help_text=_("The lead or a partner lies in this region.")
    )
    lead = IdentifierFilter(Organisation)
    partner = IdentifierFilter(
        Organisation,
        field_name="participations__organisation",
        help_text=_("Takes part beside the lead."),
    )
    organisation = IdentifierFilter(
        Organisation, method="of_organisation", help_text=_("Leads the action or takes part.")
    )
    regions = RegionsFilter(
        help_text=_("These regions take part and no other: identifiers with a comma between them.")
    )
    reach = ReachFilter(choices=Reach)
    state = ChoiceFilter(choices=ActionState)
    status = ChoiceFilter(
        choices=[*Status.choices, (UNREPORTED, UNREPORTED)],
        method="with_status",
        help_text=_("What the lead reported last; “none” where it reported nothing."),
    )
    due_before = DayFilter(
        field_name="due_on", lookup_expr="lt", help_text=_("Due before this day.")
    )
    due_after = DayFilter(field_name="due_on", lookup_expr="gt", help_text=_("Due after this day."))

    def for_goal(self, rows: QuerySet, name: str, goal: Goal) -> QuerySet:
        return rows.serving(goal)

    def in_region(self, rows: QuerySet, name: str, region: Region) -> QuerySet:
        return rows.in_region(region)

    def of_organisation(self, rows: QuerySet, name: str, organisation: Organisation) -> QuerySet:
        return rows.of(organisation)

    def with_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        if status == UNREPORTED:
            return rows.filter(latest_update=None)
        return rows.filter(latest_update__status=status)


def _number_of_regions():
    here = OuterRef("pk")
    each = [
        Case(When(Exists(Action.objects.in_region(region).filter(pk=here)), then=1), default=0)
        for region in Region.objects.order_by("position")
    ]
    return sum(each, start=Value(0))


class Actions(StaysOnceAdopted, Listed, Added, Changed, Deleted, Resource):
    """What partners do together for a goal, within the period of a work agenda."""

    queryset = Action.objects.all()
    serializer_class = ActionSerializer
    write_serializer_class = ActionWriteSerializer
    if_match_required = True
    filterset_class = ActionFilters
    search_fields = (
        *("code", "title_nl", "title_en", "description_nl", "description_en"),
        *("expected_result_nl", "expected_result_en"),
    )
    sort_fields = {
        "code": "code",
        "title": "title",
        "starts_on": "starts_on",
        "due_on": "due_on",
        "reference_date": "latest_update__round__reference_date",
    }

    def get_queryset(self) -> QuerySet:
        return with_all_that_is_told(super().get_queryset(), self.request.user)

    @once_per_key
    def add_once(self, request: Request) -> Response:
        written = self.checked()
        row, reason = Action(**written.validated_data), written.reason
        with amended(agenda=row.agenda, by=request.user, reason=reason):
            add_action(action=row, by=request.user, reason=reason)
            write_beside(row, written, by=request.user)
        return self.answer_again(row, 201)

    @transaction.atomic
    def partial_update(self, request: Request, **kwargs) -> Response:
        written = self.checked(self.seen_to("change"))
        agenda, reason = written.instance.agenda, for_history(written.reason)
        with amended(agenda=agenda, by=request.user, reason=written.reason):
            row = self.row_to("change")
            seen = row.version
            edits.change(row, values=written.validated_data, by=request.user, reason=reason)
            if write_beside(row, written, by=request.user) and row.version == seen:
                edits.raise_version(row, by=request.user, reason=reason)
        return self.answer_again(row)

    @transaction.atomic
    def destroy(self, request: Request, **kwargs) -> Response:
        with amending(agenda=self.seen_to("delete").agenda, by=request.user):
            edits.delete(self.row_to("delete"), by=request.user)
        return Response(status=204)
