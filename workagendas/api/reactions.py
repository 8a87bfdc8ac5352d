"""Reactions to agendas in consultation, in the API: for people who take part."""

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import TokenScope
from accounts.enums import Language
from core.api import plain
from core.api.fields import Reference
from core.api.filters import Filters, IdentifierFilter, YesNoFilter
from core.api.idempotency import once_per_key
from core.api.permissions import Known
from core.api.serializers import ResourceSerializer
from core.api.views import Added, Listed, Resource
from core.permissions import require
from partners.models import Organisation
from workagendas.api.amendments import ActSerializer, pointing_at
from workagendas.models import Action, Reaction, WorkAgenda
from workagendas.workflow import NothingSaid, answer_reaction, react

LONGEST = 5000


class ReactionSerializer(ResourceSerializer):
    work_agenda = Reference(source="agenda", read_only=True)
    action = Reference(read_only=True)
    organisation = Reference(read_only=True)

    class Meta:
        model = Reaction
        fields = [
            *["id", "url", "version", "work_agenda", "action", "organisation", "text"],
            *["language", "written_at", "answer", "answer_language", "answered_at", "is_example"],
        ]


class ReactionWriteSerializer(ActSerializer):
    work_agenda = Reference(rows=WorkAgenda.objects.visible_to)
    action = Reference(rows=Action.objects.visible_to, required=False, allow_null=True)
    text = plain.Text(max_length=LONGEST)
    language = plain.Choice(choices=Language.choices)


@extend_schema_serializer(component_name="Answer")
class AnswerSerializer(ActSerializer):
    text = plain.Text(max_length=LONGEST)
    language = plain.Choice(choices=Language.choices)


class ReactionFilters(Filters):
    work_agenda = IdentifierFilter(WorkAgenda, field_name="agenda")
    action = IdentifierFilter(Action)
    organisation = IdentifierFilter(Organisation)
    is_answered = YesNoFilter(field_name="answered_at", lookup_expr="isnull", exclude=True)


class Reactions(Listed, Added, Resource):
    """What partners say about an agenda in consultation, and what they are answered."""

    is_open = False
    permission_classes = [Known, TokenScope]
    queryset = Reaction.objects.select_related("agenda", "action", "organisation")
    serializer_class = ReactionSerializer
    write_serializer_class = ReactionWriteSerializer
    filterset_class = ReactionFilters
    search_fields = ("text", "answer")
    sort_fields = {"written_at": "written_at", "answered_at": "answered_at"}

    def get_queryset(self) -> QuerySet:
        """Return the reactions that the person reads; of an action, only who sees the action."""
        seen = Q(action=None) | Q(action__in=Action.objects.visible_to(self.request.user))
        order = ("agenda__starts_in", "agenda", "written_at", "id")
        return super().get_queryset().filter(seen).order_by(*order)

    def create(self, request: Request, **kwargs) -> Response:
        require(request.user, "workagendas.react")
        return self.add_once(request)

    create.is_once_per_key = True  # as add_once sees to it

    @once_per_key
    def add_once(self, request: Request) -> Response:
        said = self.checked().validated_data
        row = react(
            agenda=said["work_agenda"],
            action=said.get("action"),
            text=said["text"],
            language=said["language"],
            by=request.user,
        )
        return self.answer_again(row, 201)

    @extend_schema(
        operation_id="answerReaction",
        summary="Answer a reaction",
        request=AnswerSerializer,
        responses={200: ReactionSerializer},
    )
    @action(detail=True, methods=["post"])
    @once_per_key
    def answer(self, request: Request, **kwargs) -> Response:
        """The reaction has this answer, and its author hears of it."""
        row = self.get_object()
        require(request.user, "workagendas.answer_reaction", row)
        said = AnswerSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        with pointing_at({NothingSaid: "text"}):
            answer_reaction(reaction=row, by=request.user, **said.validated_data)
        return self.answer_again(row)

    answer.is_once_per_key = True
