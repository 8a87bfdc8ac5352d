"""Milestones in the API. Their day is moved with a reason, by the lead of the action as well."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from core import edits
from core.api.etags import require_version_seen
from core.api.failures import Conflict
from core.api.fields import Reference, TranslatedText, Untranslated
from core.api.filters import DayFilter, Filters, IdentifierFilter, YesNoFilter
from core.api.idempotency import once_per_key
from core.api.serializers import HEAD, ResourceSerializer
from core.api.views import Added, Changed, Deleted, Listed, Resource
from core.errors import NotAllowed
from workagendas.api.amendments import (
    LONGEST_REASON,
    ActSerializer,
    AmendmentSerializer,
    amended,
    for_history,
    pointing_at,
)
from workagendas.models import Action, Milestone, WorkAgenda
from workagendas.workflow import (
    NotOnThatDay,
    ReasonMissing,
    achieve_milestone,
    amending,
    move_milestone,
)
from workagendas.workflow.locks import lock_every_agenda

# Which permission a member of a change asks for; any other one is the secretariat's.
MAY = {"dueOn": "workagendas.move_milestone", "achievedOn": "workagendas.achieve_milestone"}
MAY_CHANGE = "workagendas.change_milestone"


class MilestoneSerializer(ResourceSerializer):
    action = Reference(read_only=True)
    title = TranslatedText()
    untranslated = Untranslated()

    class Meta:
        model = Milestone
        fields = [
            *[*HEAD, "action", "title", "due_on", "achieved_on", "untranslated", "is_example"],
        ]


class MilestoneWriteSerializer(AmendmentSerializer):
    """To move the day, say why: in Dutch, or in the language of your organisation."""

    fixed_once_added = ("action",)

    action = Reference(rows=Action.objects.visible_to)
    title = TranslatedText(max_length=160)

    class Meta:
        model = Milestone
        fields = ["action", "title", "due_on", "achieved_on", "reason"]


@extend_schema_serializer(component_name="RemovalOfMilestone")
class RemovalSerializer(ActSerializer):
    reason = TranslatedText(
        help_text=_("Why. Needed in Dutch once the agenda has been adopted; readers see it."),
        max_length=LONGEST_REASON,
    )


class MilestoneFilters(Filters):
    action = IdentifierFilter(Action)
    work_agenda = IdentifierFilter(WorkAgenda, field_name="action__agenda")
    is_achieved = YesNoFilter(field_name="achieved_on", lookup_expr="isnull", exclude=True)
    due_before = DayFilter(
        field_name="due_on", lookup_expr="lt", help_text=_("Due before this day.")
    )
    due_after = DayFilter(field_name="due_on", lookup_expr="gt", help_text=_("Due after this day."))


class Milestones(Listed, Added, Changed, Deleted, Resource):
    """The moments by which something in an action must have been reached."""

    queryset = Milestone.objects.select_related("action__agenda")
    serializer_class = MilestoneSerializer
    write_serializer_class = MilestoneWriteSerializer
    filterset_class = MilestoneFilters
    search_fields = ("title_nl", "title_en", "action__code")
    sort_fields = {"due_on": "due_on", "achieved_on": "achieved_on", "title": "title"}

    @once_per_key
    def add_once(self, request: Request) -> Response:
        written = self.checked()
        row = Milestone(**written.validated_data)
        with amended(agenda=row.action.agenda, by=request.user, reason=written.reason):
            edits.add(row, by=request.user, reason=for_history(written.reason))
        return self.answer_again(row, 201)

    @transaction.atomic
    def partial_update(self, request: Request, **kwargs) -> Response:
        _require_rights(request.user, self.get_object(), request.data)
        lock_every_agenda()
        row = self.locked()
        require_version_seen(request, row, required=self.if_match_required)
        written = self.checked(row)
        _change(row, written.validated_data, by=request.user, reason=written.reason)
        return self.answer_again(row)

    @transaction.atomic
    def destroy(self, request: Request, **kwargs) -> Response:
        agenda = self.seen_to("delete").action.agenda
        try:
            with amending(agenda=agenda, by=request.user):
                edits.delete(self.row_to("delete"), by=request.user)
        except ReasonMissing as refused:
            said = _(
                "This agenda has been adopted. Send a reason to the address “remove” below it."
            )
            raise Conflict(str(said)) from refused
        return Response(status=204)

    @extend_schema(
        operation_id="removeMilestone",
        summary="Remove a milestone with a reason",
        request=RemovalSerializer,
        responses={204: None},
    )
    @action(detail=True, methods=["post"])
    @once_per_key
    def remove(self, request: Request, **kwargs) -> Response:
        """The milestone is gone, also from an agenda that has been adopted, which keeps why."""
        agenda = self.seen_to("delete").action.agenda
        written = RemovalSerializer(data=request.data, context=self.get_serializer_context())
        written.is_valid(raise_exception=True)
        reason = written.validated_data["reason"]
        with amended(agenda=agenda, by=request.user, reason=reason):
            edits.delete(self.row_to("delete"), by=request.user, reason=for_history(reason))
        return Response(status=204)

    remove.is_once_per_key = True


def _require_rights(person: User, row: Milestone, sent: dict[str, object]) -> None:
    """Raise `NotAllowed` unless the person may write each member that was sent."""
    asked = {MAY.get(member, MAY_CHANGE) for member in sent if member != "reason"}
    has = {each: person.has_perm(each, row) for each in asked or {MAY_CHANGE, *MAY.values()}}
    if not (all(has.values()) if asked else any(has.values())):
        raise NotAllowed


def _change(row: Milestone, values: dict[str, object], *, by: User, reason) -> None:
    """The milestone has these values; its days by the acts that keep their trail."""
    values = dict(values)
    due_on = values.pop("due_on", row.due_on)
    achieved_on = values.pop("achieved_on", row.achieved_on)
    if values:
        with amended(agenda=row.action.agenda, by=by, reason=reason):
            edits.change(row, values=values, by=by, reason=for_history(reason))
    if achieved_on is None and row.achieved_on is not None:
        achieve_milestone(milestone=row, achieved_on=None, by=by)
    if due_on != row.due_on:
        _move(row, due_on, by=by, reason=reason)
    if achieved_on not in (None, row.achieved_on):
        with pointing_at({NotOnThatDay: "achievedOn"}):
            achieve_milestone(milestone=row, achieved_on=achieved_on, by=by)


def _move(row: Milestone, due_on, *, by: User, reason) -> None:
    said = {"nl": reason} if isinstance(reason, str) else reason
    language = next((code for code, text in said.items() if text), None)
    if language is None:
        raise serializers.ValidationError({"reason": [_("Say why the milestone is moved.")]})
    move_milestone(milestone=row, due_on=due_on, reason=said[language], language=language, by=by)
