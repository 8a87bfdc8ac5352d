"""Work agendas in the API: what one theme promises for two years."""

import re
from collections.abc import Callable

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from charter.models import Theme
from core import edits
from core.api import plain
from core.api.etags import require_version_seen
from core.api.fields import Reference, TranslatedText, Untranslated
from core.api.filters import Filters, IdentifierFilter, YearFilter
from core.api.idempotency import once_per_key
from core.api.serializers import HEAD, ResourceSerializer
from core.api.views import Added, Changed, Deleted, Listed, Resource
from core.bilingual import LANGUAGES
from core.errors import DomainError
from core.permissions import require
from workagendas import workflow
from workagendas.api.amendments import (
    LONGEST_REASON,
    ActSerializer,
    AmendmentSerializer,
    StaysOnceAdopted,
    amended,
    for_history,
    pointing_at,
)
from workagendas.enums import AgendaState
from workagendas.models import WorkAgenda

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SeenAgenda(serializers.CharField):
    """The identifier of the agenda before or after this one, as far as the reader may see it."""

    def reader(self):
        name = self.field_name

        def read(row: WorkAgenda, reading) -> str | None:
            found = getattr(row, name, None)
            return found.identifier if found else None

        return read


class WorkAgendaSerializer(ResourceSerializer):
    theme = Reference(read_only=True)
    ends_in = serializers.IntegerField(read_only=True, label=_("last year of the period"))
    slug = TranslatedText(
        label=_("address on the site"), help_text=_("The last part of the address of its page.")
    )
    title = TranslatedText()
    introduction = TranslatedText(help_text=_("In Markdown."))
    decision = TranslatedText(help_text=_("With which it was adopted."))
    previous = SeenAgenda(read_only=True, allow_null=True)
    next = SeenAgenda(read_only=True, allow_null=True, label=_("agenda after this one"))
    untranslated = Untranslated()

    class Meta:
        model = WorkAgenda
        fields = [
            *[*HEAD, "theme", "starts_in", "ends_in", "slug", "title", "introduction", "state"],
            *["consultation_ends_on", "adopted_on", "decision", "previous", "next"],
            *["untranslated", "is_example"],
        ]


class WorkAgendaWriteSerializer(AmendmentSerializer):
    """Its theme, its period and its address are chosen once. Its state changes by acts alone."""

    fixed_once_added = ("theme", "starts_in", "slug")

    theme = Reference(rows=Theme.objects.visible_to)
    slug = TranslatedText(max_length=60)
    title = TranslatedText(max_length=200)
    introduction = TranslatedText(required=False)
    previous = Reference(rows=WorkAgenda.objects.visible_to, required=False, allow_null=True)

    class Meta:
        model = WorkAgenda
        fields = [
            *["theme", "starts_in", "slug", "title", "introduction", "previous", "reason"],
        ]

    def _refused(self, columns: dict[str, object], unread: set[str]) -> dict[str, object]:
        errors = super()._refused(columns, unread)
        if self.instance is None and "slug" not in unread and (odd := _odd_slugs(columns)):
            errors["slug"] = odd
        return errors


def _odd_slugs(columns: dict[str, object]) -> dict[str, list]:
    """Return what is wrong with the address, by language; a page has one in each."""
    errors = {}
    for language in LANGUAGES:
        text = columns.get(f"slug_{language}")
        if not text:
            errors[language] = [plain.PRESENCE["required"]]
        elif not _SLUG.fullmatch(text):
            errors[language] = [_("Only small letters and digits, with hyphens between them.")]
    return errors


@extend_schema_serializer(component_name="OpeningOfConsultation")
class OpeningSerializer(ActSerializer):
    ends_on = plain.Day(help_text=_("The last day to react."))


@extend_schema_serializer(component_name="Decision")
class DecisionSerializer(ActSerializer):
    adopted_on = plain.Day()
    decision = TranslatedText(help_text=_("What was decided; needed in Dutch."))


@extend_schema_serializer(component_name="ReasonOfAct")
class ReasonSerializer(ActSerializer):
    reason = plain.Text(max_length=LONGEST_REASON, help_text=_("Kept in the history."))


class AgendaFilters(Filters):
    theme = IdentifierFilter(Theme)
    state = ChoiceFilter(choices=AgendaState)
    starts_in = YearFilter(help_text=_("The first year of the period."))


class WorkAgendas(StaysOnceAdopted, Listed, Added, Changed, Deleted, Resource):
    """What the partners promise for a theme, in a period of two calendar years.

    Its state changes by acts, each an address below its own.
    """

    queryset = WorkAgenda.objects.with_theme()
    serializer_class = WorkAgendaSerializer
    write_serializer_class = WorkAgendaWriteSerializer
    filterset_class = AgendaFilters
    if_match_required = True
    search_fields = ("title_nl", "title_en", "introduction_nl", "introduction_en")
    sort_fields = {"starts_in": "starts_in", "title": "title", "adopted_on": "adopted_on"}

    def get_queryset(self) -> QuerySet:
        seen = WorkAgenda.objects.visible_to(self.request.user)
        neighbours = [Prefetch("previous", seen), Prefetch("next", seen)]
        return super().get_queryset().prefetch_related(*neighbours)

    @once_per_key
    def add_once(self, request: Request) -> Response:
        written = self.checked()
        row = WorkAgenda(**written.validated_data)
        edits.add(row, by=request.user, reason=for_history(written.reason))
        return self.answer_again(row, 201)

    @transaction.atomic
    def partial_update(self, request: Request, **kwargs) -> Response:
        written = self.checked(self.seen_to("change"))
        with amended(agenda=written.instance, by=request.user, reason=written.reason):
            row, reason = self.row_to("change"), for_history(written.reason)
            edits.change(row, values=written.validated_data, by=request.user, reason=reason)
        return self.answer_again(row)

    def after(
        self,
        act: Callable[..., object],
        permission: str,
        body: type[ActSerializer],
        at: dict[type[DomainError], str],
    ) -> Response:
        """Answer with the agenda after the act, which the person must be allowed to do.

        `at` says which member of the body is wrong when the act refuses.
        """
        agenda = self.get_object()
        require(self.request.user, permission, agenda)
        said = body(data=self.request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        with transaction.atomic(), pointing_at(at):
            require_version_seen(self.request, self.locked(), required=False)
            act(agenda=agenda, by=self.request.user, **said.validated_data)
        return self.answer_again(agenda)

    @extend_schema(
        operation_id="openConsultation",
        summary="Open the consultation",
        request=OpeningSerializer,
        responses={200: WorkAgendaSerializer},
    )
    @action(detail=True, methods=["post"], url_path="open-consultation")
    @once_per_key
    def open_consultation(self, request: Request, **kwargs) -> Response:
        """The draft is open for reactions through the day that is named."""
        return self.after(
            workflow.open_consultation,
            "workagendas.open_consultation",
            OpeningSerializer,
            at={workflow.DayRefused: "endsOn"},
        )

    @extend_schema(
        operation_id="takeBackWorkAgenda",
        summary="Take an agenda back to draft",
        request=ReasonSerializer,
        responses={200: WorkAgendaSerializer},
    )
    @action(detail=True, methods=["post"], url_path="take-back")
    @once_per_key
    def take_back(self, request: Request, **kwargs) -> Response:
        """What is in consultation is a draft again; the reactions stay."""
        return self.after(
            workflow.take_back,
            "workagendas.take_back_agenda",
            ReasonSerializer,
            at={workflow.WhyMissing: "reason"},
        )

    @extend_schema(
        operation_id="adoptWorkAgenda",
        summary="Adopt an agenda",
        request=DecisionSerializer,
        responses={200: WorkAgendaSerializer},
    )
    @action(detail=True, methods=["post"])
    @once_per_key
    def adopt(self, request: Request, **kwargs) -> Response:
        """The agenda is public, and its text is kept as it was adopted."""
        return self.after(
            workflow.adopt_agenda,
            "workagendas.adopt_agenda",
            DecisionSerializer,
            at={workflow.DayRefused: "adoptedOn", workflow.DecisionMissing: "decision"},
        )

    @extend_schema(
        operation_id="closeWorkAgenda",
        summary="Close an agenda",
        request=ReasonSerializer,
        responses={200: WorkAgendaSerializer},
    )
    @action(detail=True, methods=["post"])
    @once_per_key
    def close(self, request: Request, **kwargs) -> Response:
        """The agenda stays public as it is, and what it promises is changed no more."""
        return self.after(
            workflow.close_agenda,
            "workagendas.close_agenda",
            ReasonSerializer,
            at={workflow.WhyMissing: "reason"},
        )

    open_consultation.is_once_per_key = take_back.is_once_per_key = True
    adopt.is_once_per_key = close.is_once_per_key = True
