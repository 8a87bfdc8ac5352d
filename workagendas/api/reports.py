"""What partners report, in the API: progress updates of leads, and what others add to them.

Both grow without bound, so they come in pages without numbers. They are read here; a partner
writes them in the portal.
"""

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from rest_framework import serializers

from accounts.roles import OF_AN_ORGANISATION, Role, has_role
from core.api.atom import MEMBERS, Entry
from core.api.fields import Reference
from core.api.filters import Filters, IdentifierFilter
from core.api.pagination import CursorPages
from core.api.serializers import HEAD, ResourceSerializer
from core.api.views import Listed, Read, Resource
from core.bilingual import text_for_reader
from partners.models import Organisation
from workagendas.enums import Status, UpdateState
from workagendas.models import Action, Contribution, ProgressUpdate, ReportingRound, WorkAgenda

HEADED = [*HEAD, "action", "round", "organisation", "state", "language"]
ENDED = ["corrects", "submitted_at", "published_at", "shielded_because", "is_example"]


class ReportSerializer(ResourceSerializer):
    action = Reference(read_only=True)
    round = Reference(read_only=True)
    organisation = Reference(read_only=True)
    corrects = serializers.UUIDField(
        source="corrects_uid",
        read_only=True,
        allow_null=True,
        help_text=_("The earlier one that it corrects."),
    )


class HelpNeeded(serializers.CharField):
    """For its own organisation and the secretariat; null for everybody else."""

    def reader(self):
        return lambda row, reading: row.help_needed if row.tells_help_needed else None


class ProgressUpdateSerializer(ReportSerializer):
    help_needed = HelpNeeded(
        read_only=True,
        allow_null=True,
        help_text=_("For its own organisation and the secretariat; null for others."),
    )

    class Meta:
        model = ProgressUpdate
        fields = [
            *[*HEADED, "status", "percentage", "headline", "happened", "next_steps"],
            *["help_needed", *ENDED],
        ]


class ContributionSerializer(ReportSerializer):
    class Meta:
        model = Contribution
        fields = [*HEADED, "text", *ENDED]


class ReportFilters(Filters):
    action = IdentifierFilter(Action)
    work_agenda = IdentifierFilter(WorkAgenda, field_name="action__agenda")
    round = IdentifierFilter(ReportingRound)
    organisation = IdentifierFilter(Organisation)
    state = ChoiceFilter(choices=UpdateState)


class UpdateFilters(ReportFilters):
    status = ChoiceFilter(choices=Status)


class Title(serializers.CharField):
    """The action, and what is said of it in one sentence, in the language of who wrote."""

    def reader(self):
        def read(row, reading) -> str:
            said = getattr(row, "headline", "")
            if not said:
                with translation.override(row.language):
                    said = text_for_reader(row.action, "title")
            return f"{row.action.code} {said}"

        return read


class Summary(serializers.CharField):
    """What the report says; of one whose text was taken away, why."""

    def reader(self):
        def read(row, reading) -> str:
            if row.shielded_because:
                return row.shielded_because
            if isinstance(row, Contribution):
                return row.text
            return "\n\n".join(text for text in (row.happened, row.next_steps) if text)

        return read


class Category(serializers.DictField):
    """How the lead says that the action stands."""

    def reader(self):
        def read(row, reading) -> dict[str, str] | None:
            if isinstance(row, Contribution):
                return None
            return {"term": row.status, "label": row.get_status_display()}

        return read


class Author(serializers.CharField):
    """The organisation: who wrote it is nobody's business but its own."""

    def reader(self):
        return lambda row, reading: str(text_for_reader(row.organisation, "name"))


class Page(serializers.CharField):
    def reader(self):
        return lambda row, reading: f"{reading.origin}{row.get_absolute_url()}"


class Identity(serializers.CharField):
    def reader(self):
        return lambda row, reading: f"urn:uuid:{row.uid}"


class ReportEntry(Entry):
    id = Identity(source="*", read_only=True)
    title = Title(source="*", read_only=True)
    updated = serializers.DateTimeField(source="published_at", read_only=True)
    link = Page(source="*", read_only=True)
    author = Author(source="*", read_only=True)
    summary = Summary(source="*", read_only=True)
    category = Category(source="*", read_only=True)


class ProgressUpdateEntry(ReportEntry):
    class Meta:
        model = ProgressUpdate
        fields = MEMBERS


class ContributionEntry(ReportEntry):
    class Meta:
        model = Contribution
        fields = MEMBERS


class NewestFirst(CursorPages):
    """By their own order; a feed by when they were published."""

    def get_ordering(self, request, queryset, view) -> tuple[str, ...]:
        return ("-published_at", "-id") if view.is_a_feed() else ("-id",)


class _Reports(Listed, Read, Resource):
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset().select_related("action", "round", "organisation")
        if self.is_a_feed():
            return rows.published().select_related("action__agenda")
        return rows.annotate(corrects_uid=F("corrects__uid"))


class ProgressUpdates(_Reports):
    """How the lead of an action says that it stands, in its own words; the newest first."""

    queryset = ProgressUpdate.objects.all()
    serializer_class = ProgressUpdateSerializer
    entry_serializer_class = ProgressUpdateEntry
    filterset_class = UpdateFilters

    def get_queryset(self) -> QuerySet:
        tells = _tells_help_needed(self.request.user)
        return super().get_queryset().annotate(tells_help_needed=tells)


def _tells_help_needed(person):
    if has_role(person, Role.SECRETARIAT):
        return Value(True)
    if has_role(person, *OF_AN_ORGANISATION) and person.organisation_id is not None:
        own = Q(organisation=person.organisation_id)
        return ExpressionWrapper(own, output_field=BooleanField())
    return Value(False)


class Contributions(_Reports):
    """What a partner adds beside the lead’s update; the newest first."""

    queryset = Contribution.objects.all()
    serializer_class = ContributionSerializer
    entry_serializer_class = ContributionEntry
    filterset_class = ReportFilters
