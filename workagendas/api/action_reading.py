"""What a reader is told of an action: nothing that they may not see, in a fixed few questions."""

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from charter.models import Goal
from core.api.fields import Reference, References, TranslatedText, Untranslated
from core.api.serializers import HEAD, ReadSerializer, ResourceSerializer
from workagendas.enums import Reach, Status
from workagendas.models import Action, ActionRelation, BudgetLine, Milestone, Participation


class ParticipationSerializer(ReadSerializer):
    """An organisation that takes part beside the lead, and what it does."""

    organisation = Reference(read_only=True)
    region = Reference(source="organisation.region", read_only=True)
    part = TranslatedText()

    class Meta:
        model = Participation
        fields = ["organisation", "region", "part"]


class BudgetLineSerializer(ReadSerializer):
    """An amount in euro, and where it comes from."""

    funding = serializers.CharField(source="funding.code", read_only=True)
    organisation = Reference(read_only=True)
    amount = serializers.FloatField(read_only=True, help_text=_("In euro."))
    note = TranslatedText()

    class Meta:
        model = BudgetLine
        fields = ["funding", "organisation", "amount", "note", "is_public"]


class Regions(serializers.ListField):
    """The identifiers of the regions of lead and partners, in the charter's order."""

    def reader(self):
        return lambda row, reading: [region.identifier for region in row.regions]


class ReachField(serializers.ChoiceField):
    def reader(self):
        return lambda row, reading: row.reach


class InternalNotes(serializers.CharField):
    """For who works on the action and who oversees all of them; null for everybody else."""

    def reader(self):
        return lambda row, reading: row.internal_notes if row.is_open else None


class RelatedActions(serializers.ListField):
    """The codes of the actions that have to do with this one, as far as the reader sees them."""

    def reader(self):
        def read(row: Action, reading) -> list[str]:
            links = [*row.later_relations.all(), *row.earlier_relations.all()]
            return sorted(link.code for link in links)

        return read


class ActionSerializer(ResourceSerializer):
    work_agenda = Reference(source="agenda", read_only=True)
    title = TranslatedText()
    description = TranslatedText(help_text=_("In Markdown."))
    expected_result = TranslatedText(help_text=_("In Markdown."))
    main_goal = Reference(
        read_only=True, help_text=_("Null for an action that cuts across the goals.")
    )
    further_goals = References(read_only=True)
    lead = Reference(read_only=True)
    partners = ParticipationSerializer(source="participations", many=True, read_only=True)
    regions = Regions(
        child=serializers.CharField(),
        read_only=True,
        label=_("regions"),
        help_text=_("Those of lead and partners, in the charter’s order."),
    )
    reach = ReachField(
        choices=Reach.choices,
        read_only=True,
        allow_null=True,
        label=_("reach"),
        help_text=_("Between how many regions it is; null while there is one only."),
    )
    status = serializers.ChoiceField(
        choices=Status.choices,
        source="reported_status",
        read_only=True,
        allow_null=True,
        label=_("how it stands"),
        help_text=_("What its lead reported last; null while it reported nothing."),
    )
    percentage = serializers.IntegerField(
        source="reported_percentage",
        read_only=True,
        allow_null=True,
        label=_("how far, in percent"),
    )
    headline = serializers.CharField(
        source="reported_headline",
        read_only=True,
        allow_null=True,
        label=_("headline"),
        help_text=_("In the words and the language of the lead."),
    )
    reference_date = serializers.DateField(
        source="reported_on",
        read_only=True,
        allow_null=True,
        label=_("reference date"),
        help_text=_("The day of which the lead told how it stands."),
    )
    latest_update = serializers.UUIDField(source="reported_in", read_only=True, allow_null=True)
    milestones = serializers.IntegerField(
        source="number_of_milestones", read_only=True, label=_("number of milestones")
    )
    milestones_achieved = serializers.IntegerField(
        source="number_achieved", read_only=True, label=_("number of milestones achieved")
    )
    depends_on = References(read_only=True)
    related_actions = RelatedActions(
        source="*",
        child=serializers.CharField(),
        read_only=True,
        label=_("related actions"),
    )
    budget_lines = BudgetLineSerializer(
        many=True,
        read_only=True,
        label=_("budget lines"),
        help_text=_("The public ones; all of them for who works on the action."),
    )
    internal_notes = InternalNotes(
        read_only=True,
        allow_null=True,
        help_text=_("Null for who does not work on the action."),
    )
    untranslated = Untranslated()

    class Meta:
        model = Action
        fields = [
            *[*HEAD, "work_agenda", "code", "title", "description", "expected_result"],
            *["main_goal", "is_cross_cutting", "further_goals", "lead", "partners", "regions"],
            *["reach", "state", "status", "percentage", "headline", "reference_date"],
            *["latest_update", "starts_on", "starts_precision", "due_on", "due_precision"],
            *["milestones", "milestones_achieved", "depends_on", "related_actions"],
            *["budget_lines", "is_public", "internal_notes", "untranslated", "is_example"],
        ]


def with_all_that_is_told(rows: QuerySet, person: User) -> QuerySet:
    """Fetch with each action what the person reads of it: nothing of what they may not see."""
    seen = Action.objects.visible_to(person)
    milestones = Milestone.objects.filter(action=OuterRef("pk")).order_by()
    partners = Participation.objects.select_related("organisation__region")
    lines = BudgetLine.objects.select_related("funding", "organisation")
    return (
        rows.select_related("agenda", "lead__region", "main_goal__theme__charter")
        .annotate(
            is_open=_is_open_to(person),
            reported_in=F("latest_update__uid"),
            reported_status=F("latest_update__status"),
            reported_percentage=F("latest_update__percentage"),
            reported_headline=F("latest_update__headline"),
            reported_on=F("latest_update__round__reference_date"),
            number_of_milestones=_number(milestones),
            number_achieved=_number(milestones.achieved()),
        )
        .prefetch_related(
            Prefetch("participations", partners.order_by("position", "id")),
            Prefetch("further_goals", Goal.objects.with_charter().order_by("code", "id")),
            Prefetch("depends_on", seen.only("code").order_by("code")),
            Prefetch("later_relations", _relations_to("second", seen)),
            Prefetch("earlier_relations", _relations_to("first", seen)),
            Prefetch("budget_lines", lines.filter(_are_open_to(person)).order_by("id")),
        )
    )


def _is_open_to(person: User):
    """Return whether the person reads the action from inside, as an annotation of it."""
    if person.has_perm("workagendas.read_inside"):
        return Value(True)
    if not person.is_authenticated:
        return Value(False)
    return Exists(Action.objects.open_to(person).filter(pk=OuterRef("pk")))


def _are_open_to(person: User) -> Q:
    if person.has_perm("workagendas.read_inside"):
        return Q()
    if not person.is_authenticated:
        return Q(is_public=True)
    return Q(is_public=True) | Q(action__in=Action.objects.open_to(person))


def _number(rows: QuerySet):
    counted = rows.values("action").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _relations_to(end: str, seen: QuerySet) -> QuerySet:
    rows = ActionRelation.objects.filter(**{f"{end}__in": seen})
    return rows.annotate(code=F(f"{end}__code")).order_by("id")
