"""Indicators and their values in the API."""

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from charter.models import Goal
from core import edits
from core.api.fields import Reference, References, TranslatedText, Untranslated
from core.api.filters import DayFilter, Filters, IdentifierFilter, YesNoFilter
from core.api.idempotency import once_per_key
from core.api.serializers import HEAD, ReadSerializer, ResourceSerializer, WriteSerializer
from core.api.views import Added, Changed, Deleted, Listed, Resource
from partners.models import Region
from workagendas.api.beside import LIST_MESSAGES, Nested, named_twice, replace_rows
from workagendas.enums import Frequency, ValueStatus
from workagendas.models import Indicator, IndicatorGoal, IndicatorValue, RegionalDefinition


class RegionalDefinitionSerializer(ReadSerializer):
    """How a region measures, where that is not by the indicator’s own definition."""

    region = Reference(read_only=True)
    definition = TranslatedText()
    source = TranslatedText()

    class Meta:
        model = RegionalDefinition
        fields = ["region", "definition", "source"]


class IndicatorSerializer(ResourceSerializer):
    name = TranslatedText()
    definition = TranslatedText()
    unit = TranslatedText()
    source = TranslatedText()
    can_be_summed = serializers.BooleanField(
        read_only=True,
        label=_("values of the regions add up"),
        help_text=_(
            "False where a sum means nothing, and where regions measure by other definitions."
        ),
    )
    baseline = serializers.FloatField(read_only=True, allow_null=True)
    target = serializers.FloatField(read_only=True, allow_null=True)
    goals = References(read_only=True, help_text=_("The goals that it says something about."))
    regional_definitions = RegionalDefinitionSerializer(
        many=True, read_only=True, label=_("regions with a definition of their own")
    )
    untranslated = Untranslated()

    class Meta:
        model = Indicator
        fields = [
            *[*HEAD, "slug", "name", "definition", "unit", "direction", "decimals", "frequency"],
            *["source", "adds_up", "can_be_summed", "baseline", "baseline_on", "target"],
            *["target_on", "goals", "regional_definitions", "untranslated", "is_example"],
        ]


class RegionalDefinitionWriteSerializer(Nested):
    region = Reference(rows=Region.objects.visible_to)
    definition = TranslatedText()
    source = TranslatedText(max_length=200)

    class Meta:
        model = RegionalDefinition
        fields = ["region", "definition", "source"]


class IndicatorWriteSerializer(WriteSerializer):
    """`goals` and `regionalDefinitions` are sent whole: what is left out goes."""

    fixed_once_added = ("slug",)
    rows_of_their_own = ("goals", "regional_definitions")

    name = TranslatedText(max_length=120)
    definition = TranslatedText()
    unit = TranslatedText(max_length=40)
    source = TranslatedText(max_length=200)
    goals = References(rows=Goal.objects.visible_to, required=False)
    regional_definitions = RegionalDefinitionWriteSerializer(
        many=True, required=False, error_messages=LIST_MESSAGES
    )

    class Meta:
        model = Indicator
        fields = [
            *["slug", "name", "definition", "unit", "direction", "decimals", "frequency"],
            *["source", "adds_up", "baseline", "baseline_on", "target", "target_on", "goals"],
            *["regional_definitions", "reason"],
        ]

    def _refused(self, columns: dict[str, object], unread: set[str]) -> dict[str, object]:
        errors = super()._refused(columns, unread)
        written = self.beside.get("regional_definitions", [])
        if said := named_twice(written, "region", "region"):
            errors["regionalDefinitions"] = said
        return errors


class IndicatorFilters(Filters):
    goal = IdentifierFilter(Goal, field_name="goal_links__goal")
    frequency = ChoiceFilter(choices=Frequency)
    adds_up = YesNoFilter()


class Indicators(Listed, Added, Changed, Deleted, Resource):
    """What is measured for the goals: what it means, in which unit, and which way it should go."""

    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer
    write_serializer_class = IndicatorWriteSerializer
    filterset_class = IndicatorFilters
    search_fields = ("name_nl", "name_en", "definition_nl", "definition_en", "slug")
    sort_fields = {"name": "name", "target_on": "target_on"}

    def get_queryset(self) -> QuerySet:
        goals = Goal.objects.visible_to(self.request.user).with_charter()
        definitions = RegionalDefinition.objects.select_related("region")
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("goals", goals.order_by("theme__charter__year", "code", "id")),
                Prefetch("regional_definitions", definitions.order_by("region__position", "id")),
            )
        )

    @once_per_key
    def add_once(self, request: Request) -> Response:
        written = self.checked()
        row = Indicator(**written.validated_data)
        edits.add(row, by=request.user, reason=written.reason)
        _write_beside(row, written, by=request.user)
        return self.answer_again(row, 201)

    @transaction.atomic
    def partial_update(self, request: Request, **kwargs) -> Response:
        row = self.row_to("change")
        written = self.checked(row)
        seen, reason = row.version, written.reason
        edits.change(row, values=written.validated_data, by=request.user, reason=reason)
        if _write_beside(row, written, by=request.user) and row.version == seen:
            edits.raise_version(row, by=request.user, reason=reason)
        return self.answer_again(row)


def _write_beside(row: Indicator, written: IndicatorWriteSerializer, *, by) -> bool:
    """The indicator has the goals and the regional definitions that were sent.

    Says whether any of that differs from before.
    """
    history, differs = {"by": by, "reason": written.reason}, False
    if (goals := written.beside.get("goals")) is not None:
        wanted = [{"goal": goal} for goal in goals]
        differs |= replace_rows(IndicatorGoal, {"indicator": row}, ("goal",), wanted, **history)
    if (definitions := written.beside.get("regional_definitions")) is not None:
        of_it = {"indicator": row}
        differs |= replace_rows(RegionalDefinition, of_it, ("region",), definitions, **history)
    return differs


class IndicatorValueSerializer(ResourceSerializer):
    indicator = Reference(read_only=True)
    region = Reference(read_only=True)
    value = serializers.FloatField(read_only=True, help_text=_("In the indicator’s unit."))

    class Meta:
        model = IndicatorValue
        fields = [
            *[*HEAD, "indicator", "region", "measured_on", "value", "status", "is_example"],
        ]


class IndicatorValueWriteSerializer(WriteSerializer):
    """Of which indicator, region and day a value is, is said once."""

    fixed_once_added = ("indicator", "region", "measured_on")

    indicator = Reference(rows=Indicator.objects.visible_to)
    region = Reference(rows=Region.objects.visible_to)

    class Meta:
        model = IndicatorValue
        fields = ["indicator", "region", "measured_on", "value", "status", "reason"]


class ValueFilters(Filters):
    indicator = IdentifierFilter(Indicator)
    region = IdentifierFilter(Region)
    status = ChoiceFilter(choices=ValueStatus)
    measured_before = DayFilter(
        field_name="measured_on", lookup_expr="lt", help_text=_("Measured before this day.")
    )
    measured_after = DayFilter(
        field_name="measured_on", lookup_expr="gt", help_text=_("Measured after this day.")
    )


class IndicatorValues(Listed, Added, Changed, Deleted, Resource):
    """What was measured in each region, and when; provisional or final."""

    queryset = IndicatorValue.objects.select_related("indicator", "region").order_by(
        "indicator__slug", "region__position", "measured_on", "id"
    )
    serializer_class = IndicatorValueSerializer
    write_serializer_class = IndicatorValueWriteSerializer
    filterset_class = ValueFilters
    sort_fields = {"measured_on": "measured_on", "value": "value", "region": "region__position"}
