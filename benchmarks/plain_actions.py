"""The list of actions as the framework teaches it: a ModelSerializer with prefetched rows.

Members, values and order are those of `workagendas.api.actions.ActionSerializer` for somebody who
is not known; the conventions (strictness, languages, ETags) are missing.
"""

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from rest_framework import serializers
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.models import User
from benchmarks.plain import PlainPages
from charter.models import Goal
from core.bilingual import text_for_reader
from workagendas.models import Action, ActionRelation, BudgetLine, Participation


class Text(serializers.Field):
    """A bilingual text in the active language, else in the other one."""

    def __init__(self, name: str):
        self.name = name
        super().__init__(source="*", read_only=True)

    def to_representation(self, row) -> str | None:
        return text_for_reader(row, self.name).text or None


class PlainPart(serializers.ModelSerializer):
    organisation = serializers.SlugRelatedField("code", read_only=True)
    region = serializers.CharField(source="organisation.region.slug", default=None)
    part = Text("part")

    class Meta:
        model = Participation
        fields = ["organisation", "region", "part"]


class PlainLine(serializers.ModelSerializer):
    funding = serializers.SlugRelatedField("code", read_only=True)
    organisation = serializers.SlugRelatedField("code", read_only=True)
    amount = serializers.FloatField()
    note = Text("note")
    isPublic = serializers.BooleanField(source="is_public")  # noqa: N815 (as the API calls it)

    class Meta:
        model = BudgetLine
        fields = ["funding", "organisation", "amount", "note", "isPublic"]


class PlainAction(serializers.ModelSerializer):
    id = serializers.CharField(source="code")
    url = serializers.HyperlinkedIdentityField(
        "api-actions-detail", lookup_field="code", lookup_url_kwarg="identifier"
    )
    permanent_link = serializers.SerializerMethodField()
    work_agenda = serializers.CharField(source="agenda.identifier")
    title = Text("title")
    description = Text("description")
    expected_result = Text("expected_result")
    main_goal = serializers.CharField(source="main_goal.identifier", default=None)
    further_goals = serializers.SerializerMethodField()
    lead = serializers.SlugRelatedField("code", read_only=True)
    partners = PlainPart(source="participations", many=True)
    contact = serializers.SerializerMethodField()
    regions = serializers.SerializerMethodField()
    reach = serializers.CharField()
    status = serializers.CharField(source="latest_update.status", default=None)
    percentage = serializers.IntegerField(source="latest_update.percentage", default=None)
    headline = serializers.CharField(source="latest_update.headline", default=None)
    reference_date = serializers.DateField(
        source="latest_update.round.reference_date", default=None
    )
    latest_update = serializers.UUIDField(source="latest_update.uid", default=None)
    milestones = serializers.IntegerField(source="number_of_milestones")
    milestones_achieved = serializers.IntegerField(source="number_achieved")
    depends_on = serializers.SlugRelatedField("code", many=True, read_only=True)
    related_actions = serializers.SerializerMethodField()
    budget_lines = PlainLine(many=True)
    internal_notes = serializers.SerializerMethodField()
    untranslated = serializers.SerializerMethodField()

    class Meta:
        model = Action
        fields = [
            *["id", "url", "permanent_link", "version", "work_agenda", "code", "title"],
            *["description", "expected_result", "main_goal", "is_cross_cutting", "further_goals"],
            *["lead", "partners", "contact", "regions", "reach", "state", "status", "percentage"],
            *["headline", "reference_date", "latest_update", "starts_on", "starts_precision"],
            *["due_on", "due_precision", "milestones", "milestones_achieved", "depends_on"],
            *["related_actions", "budget_lines", "is_public", "internal_notes", "untranslated"],
            *["is_example"],
        ]

    def get_permanent_link(self, row: Action) -> str:
        kwargs = {"plural": "actions", "identifier": row.code}
        return self.context["request"].build_absolute_uri(reverse("permanent_link", kwargs=kwargs))

    def get_further_goals(self, row: Action) -> list[str]:
        return [goal.identifier for goal in row.further_goals.all()]

    def get_contact(self, row: Action) -> dict[str, str | None] | None:
        shown = row.contact.shown if row.contact else {}
        return {what: shown.get(what) for what in User.SHOWABLE} if shown else None

    def get_regions(self, row: Action) -> list[str]:
        return [region.slug for region in row.regions]

    def get_related_actions(self, row: Action) -> list[str]:
        later = [link.second.code for link in row.later_relations.all()]
        return sorted([*later, *(link.first.code for link in row.earlier_relations.all())])

    def get_internal_notes(self, row: Action) -> None:
        return None

    def get_untranslated(self, row: Action) -> list[str]:
        names = ("title", "description", "expected_result")
        return [name for name in names if text_for_reader(row, name).is_fallback]


class PlainActions(ReadOnlyModelViewSet):
    """The same list with the framework's own defaults."""

    serializer_class = PlainAction
    pagination_class = PlainPages
    authentication_classes = [SessionAuthentication, BasicAuthentication]
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer, BrowsableAPIRenderer]
    content_negotiation_class = DefaultContentNegotiation

    def get_queryset(self):
        milestones = Count("milestones", distinct=True)
        achieved = Count(
            "milestones", filter=Q(milestones__achieved_on__isnull=False), distinct=True
        )
        return (
            Action.objects.published()
            .select_related(
                *("agenda", "lead__region", "main_goal__theme__charter", "contact"),
                "latest_update__round",
            )
            .annotate(number_of_milestones=milestones, number_achieved=achieved)
            .prefetch_related(
                Prefetch(
                    "participations",
                    Participation.objects.select_related("organisation__region").order_by(
                        "position", "id"
                    ),
                ),
                Prefetch("further_goals", Goal.objects.with_charter().order_by("code")),
                Prefetch("depends_on", Action.objects.published().order_by("code")),
                Prefetch("later_relations", _relations_to("second")),
                Prefetch("earlier_relations", _relations_to("first")),
                Prefetch(
                    "budget_lines",
                    BudgetLine.objects.filter(is_public=True)
                    .select_related("funding", "organisation")
                    .order_by("id"),
                ),
            )
            .order_by("code")
        )


def _relations_to(end: str):
    others = {f"{end}__in": Action.objects.published()}
    return ActionRelation.objects.filter(**others).select_related(end)
