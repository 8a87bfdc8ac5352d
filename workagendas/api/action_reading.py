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
from core.api.fields import TranslatedText, Untranslated
from core.api.serializers import HEAD, ReadSerializer, ResourceSerializer
from workagendas.api.budget import BudgetLineSerializer
from workagendas.api.contacts import Contact, with_contact
from workagendas.enums import Reach, Status
from workagendas.models import (
    Action,
    ActionDependency,
    ActionGoal,
    ActionRelation,
    BudgetLine,
    Milestone,
    Participation,
)


class ParticipationSerializer(ReadSerializer):
    """An organisation that takes part beside the lead, and what it does."""

    organisation = serializers.CharField(source="organisation_code", read_only=True)
    region = serializers.CharField(source="region_slug", read_only=True, allow_null=True)
    part = TranslatedText()

    class Meta:
        model = Participation
        fields = ["organisation", "region", "part"]


class AgendaOf(serializers.CharField):
    """The identifier of its agenda (`WorkAgenda.identifier`), by what was fetched of that."""

    def reader(self):
        def read(row: Action, reading) -> str:
            return f"{row.agenda_starts_in}-{row.agenda_starts_in + 1}-{row.agenda_slug}"

        return read


class GoalOf(serializers.CharField):
    """The identifier of its main goal (`Goal.identifier`); null where it has none."""

    def reader(self):
        return lambda row, reading: _goal(row) if row.goal_code else None


class GoalsOf(serializers.ListField):
    """The identifiers of its further goals, by code."""

    def reader(self):
        return lambda row, reading: [_goal(link) for link in row.told_goals]


def _goal(row: Action | ActionGoal) -> str:
    return f"{row.goal_year}-{row.goal_code}"


class Regions(serializers.ListField):
    """The identifiers of the regions of lead and partners, in the charter's order."""

    def reader(self):
        return lambda row, reading: _regions(row)


def _regions(row: Action) -> list[str]:
    slugs = {each.region_position: each.region_slug for each in (row, *row.told_partners)}
    return [slugs[position] for position in sorted(slugs.keys() - {None})]


class ReachField(serializers.ChoiceField):
    def reader(self):
        return lambda row, reading: Reach.of(len(_regions(row)))


class InternalNotes(serializers.CharField):
    """For who works on the action and who oversees all of them; null for everybody else."""

    def reader(self):
        return lambda row, reading: row.internal_notes if row.is_open else None


class Codes(serializers.ListField):
    """The codes of other actions, as far as the reader sees them."""

    def reader(self):
        name = self.source
        return lambda row, reading: [each.code for each in getattr(row, name)]


class RelatedActions(serializers.ListField):
    """The codes of the actions that have to do with this one, as far as the reader sees them."""

    def reader(self):
        def read(row: Action, reading) -> list[str]:
            return sorted(link.code for link in (*row.told_later, *row.told_earlier))

        return read


class ActionSerializer(ResourceSerializer):
    work_agenda = AgendaOf(source="*", read_only=True, label=_("work agenda"))
    title = TranslatedText()
    description = TranslatedText(help_text=_("In Markdown."))
    expected_result = TranslatedText(help_text=_("In Markdown."))
    main_goal = GoalOf(
        source="*",
        read_only=True,
        allow_null=True,
        help_text=_("Null for an action that cuts across the goals."),
    )
    further_goals = GoalsOf(source="*", child=serializers.CharField(), read_only=True)
    lead = serializers.CharField(source="lead_code", read_only=True)
    partners = ParticipationSerializer(source="told_partners", many=True, read_only=True)
    contact = Contact(
        source="*",
        read_only=True,
        allow_null=True,
        label=_("contact person"),
        help_text=_("What this person chose to show; null where that is nothing."),
    )
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
    depends_on = Codes(source="told_needs", child=serializers.CharField(), read_only=True)
    related_actions = RelatedActions(
        source="*",
        child=serializers.CharField(),
        read_only=True,
        label=_("related actions"),
    )
    budget_lines = BudgetLineSerializer(
        source="told_lines",
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
            *["main_goal", "is_cross_cutting", "further_goals", "lead", "partners", "contact"],
            *["regions", "reach", "state", "status", "percentage", "headline", "reference_date"],
            *["latest_update", "starts_on", "starts_precision", "due_on", "due_precision"],
            *["milestones", "milestones_achieved", "depends_on", "related_actions"],
            *["budget_lines", "is_public", "internal_notes", "untranslated", "is_example"],
        ]


def with_all_that_is_told(rows: QuerySet, person: User) -> QuerySet:
    """Fetch with each action what the person reads of it, and nothing else.

    What belongs to other rows comes as a value and not as that row: making a row of each would
    take longer than all the rest.
    """
    milestones = Milestone.objects.filter(action=OuterRef("pk")).order_by()
    return rows.annotate(
        is_open=_is_open_to(person),
        agenda_starts_in=F("agenda__starts_in"),
        agenda_slug=F("agenda__slug_nl"),
        goal_year=F("main_goal__theme__charter__year"),
        goal_code=F("main_goal__code"),
        lead_code=F("lead__code"),
        region_slug=F("lead__region__slug"),
        region_position=F("lead__region__position"),
        reported_in=F("latest_update__uid"),
        reported_status=F("latest_update__status"),
        reported_percentage=F("latest_update__percentage"),
        reported_headline=F("latest_update__headline"),
        reported_on=F("latest_update__round__reference_date"),
        number_of_milestones=_number(milestones),
        number_achieved=_number(milestones.achieved()),
        **with_contact(),
    ).prefetch_related(*_beside(person))


def _beside(person: User) -> list[Prefetch]:
    """Return what stands in lists beside an action, each below a name of its own (`told_…`)."""
    seen = Action.objects.visible_to(person)
    partners = (
        Participation.objects.only("action", "part_nl", "part_en")
        .annotate(
            organisation_code=F("organisation__code"),
            region_slug=F("organisation__region__slug"),
            region_position=F("organisation__region__position"),
        )
        .order_by("position", "id")
    )
    goals = (
        ActionGoal.objects.only("action")
        .annotate(goal_year=F("goal__theme__charter__year"), goal_code=F("goal__code"))
        .order_by("goal_code", "goal_year", "id")
    )
    needs = ActionDependency.objects.only("action").annotate(code=F("needs__code"))
    lines = BudgetLine.objects.annotate(
        funding_code=F("funding__code"), organisation_code=F("organisation__code")
    )
    return [
        Prefetch("participations", partners, "told_partners"),
        Prefetch("goal_links", goals, "told_goals"),
        Prefetch("needs_links", needs.filter(needs__in=seen).order_by("code"), "told_needs"),
        Prefetch("later_relations", _relations_to("second", seen), "told_later"),
        Prefetch("earlier_relations", _relations_to("first", seen), "told_earlier"),
        Prefetch("budget_lines", lines.filter(_are_open_to(person)).order_by("id"), "told_lines"),
    ]


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
    return rows.only("first", "second").annotate(code=F(f"{end}__code")).order_by("id")
