"""What I was told, and what I want to be mailed: only mine, for me."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls.converters import UUIDConverter
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import TokenScope
from accounts.models import User
from core.announce import Event, Urgency, every_event
from core.api import BASE, plain
from core.api.etags import require_version_seen
from core.api.fields import TranslatedText
from core.api.filters import Filters, YesNoFilter
from core.api.idempotency import once_per_key
from core.api.pagination import CursorPages
from core.api.permissions import Known
from core.api.serializers import CANNOT_BE_WRITTEN, CamelCase, KnownMembers, ReadSerializer
from core.api.views import Address, Changed, Listed, Resource
from core.bilingual import LANGUAGES, in_each_language
from notifications.enums import Choice, NotificationState
from notifications.events import is_optional
from notifications.letters import Notice, shown_notice
from notifications.models import Notification, Preference
from notifications.workflow import choices, inbox


class Words(TranslatedText):
    """What `said` says of a row: plain in the language asked for, or in each language."""

    def __init__(self, said: Callable, **options):
        self.said = said
        super().__init__(**options, source="*", read_only=True)

    def reader(self):
        said = self.said

        def read(row, reading) -> str | dict[str, str]:
            if reading.all_translations:
                return in_each_language(lambda: said(row))
            return str(said(row))

        return read


class PortalLink(serializers.URLField):
    """An address below the origin that the reader knows; null where `path` gives none."""

    def __init__(self, path: Callable, **options):
        self.path = path
        super().__init__(**options, source="*", read_only=True)

    def reader(self):
        path = self.path
        return lambda row, reading: f"{reading.origin}{path(row)}" if path(row) else None


class IsRead(serializers.BooleanField):
    def reader(self):
        return lambda row, reading: row.read_at is not None


class UrgencyField(serializers.ChoiceField):
    """That of the event; null for one that is not there any more."""

    def reader(self):
        return lambda row, reading: row.event.urgency if row.event else None


def _notice(row: Notification) -> Notice:
    return row.notices[translation.get_language()]


class NotificationSerializer(ReadSerializer):
    """Something I was told, in words of the language asked for."""

    id = serializers.UUIDField(source="uid", read_only=True)
    url = PortalLink(lambda row: f"{BASE}/notifications/{row.uid}", label=_("address in the API"))
    event = serializers.CharField(
        source="event_key", read_only=True, help_text=_("Which kind of message it is.")
    )
    title = Words(lambda row: _notice(row).title, label=_("title"))
    text = Words(
        lambda row: "\n\n".join(_notice(row).paragraphs),
        label=_("text"),
        help_text=_("Paragraphs, with an empty line between them."),
    )
    link = PortalLink(
        lambda row: _notice(row).path,
        allow_null=True,
        label=_("link"),
        help_text=_("The page where one goes on, if there is one."),
    )
    meant_for = serializers.CharField(
        read_only=True,
        help_text=_("Who should have heard of it, when nobody there could receive it."),
    )
    urgency = UrgencyField(
        choices=Urgency.choices,
        source="*",
        read_only=True,
        allow_null=True,
        label=_("urgency"),
        help_text=_("Null for a kind of message that is not there any more."),
    )
    is_read = IsRead(source="*", read_only=True, label=_("is read"))
    read_at = serializers.DateTimeField(read_only=True, label=_("when it was read"))
    mail = serializers.ChoiceField(
        choices=NotificationState.choices,
        source="state",
        read_only=True,
        label=_("mail"),
        help_text=_("How its mail stands."),
    )

    class Meta:
        model = Notification
        fields = [
            *["id", "url", "version", "event", "title", "text", "link", "meant_for", "urgency"],
            *["created_at", "is_read", "read_at", "mail"],
        ]

    def to_representation(self, row: Notification) -> dict[str, object]:
        """Return the members; the event's templates are read once a language."""
        reading = self.context["reading"]
        languages = LANGUAGES if reading.all_translations else [reading.language]
        row.notices = {language: _said(row, language) for language in languages}
        return super().to_representation(row)


def _said(row: Notification, language: str) -> Notice:
    with translation.override(language):
        return shown_notice(row)


class NotificationWriteSerializer(KnownMembers, CamelCase, serializers.Serializer):
    is_read = plain.YesNo(required=False)


class MarkedSerializer(serializers.Serializer):
    """How many were not read before."""

    marked = serializers.IntegerField(read_only=True)


class NotificationFilters(Filters):
    event = ChoiceFilter(
        field_name="event_key",
        choices=lambda: [(event.key, event.label) for event in every_event()],
    )
    is_read = YesNoFilter(field_name="read_at", lookup_expr="isnull", exclude=True)


class Notifications(Listed, Changed, Resource):
    """What I was told, the newest first. PATCH marks one as read or as unread."""

    is_open = False
    permission_classes = [Known, TokenScope]
    queryset = Notification.objects.all()
    lookup_field = "uid"
    lookup_value_regex = UUIDConverter.regex
    serializer_class = NotificationSerializer
    write_serializer_class = NotificationWriteSerializer
    filterset_class = NotificationFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet:
        """Return one's own, also for whoever may see those of others elsewhere."""
        return Notification.objects.inbox_of(self.request.user)

    def get_object(self) -> Notification:
        row = self.get_queryset().filter(uid=self.kwargs["uid"]).first()
        if row is None:
            raise Http404
        return row

    @transaction.atomic
    def partial_update(self, request: Request, **kwargs) -> Response:
        row = self.locked()
        require_version_seen(request, row, required=self.if_match_required)
        is_read = self.checked(row).validated_data.get("is_read")
        if is_read is not None:
            mark = inbox.mark_read if is_read else inbox.mark_unread
            mark(notifications=[row], person=request.user)
        return self.answer_again(row)

    @extend_schema(
        operation_id="markAllNotificationsRead",
        summary="Mark all notifications as read",
        request=None,
        responses={200: MarkedSerializer},
    )
    @action(detail=False, methods=["post"], url_path="read-all")
    @once_per_key
    def read_all(self, request: Request) -> Response:
        """Nothing in my inbox is unread any more."""
        if request.data:
            raise serializers.ValidationError({name: [CANNOT_BE_WRITTEN] for name in request.data})
        return Response({"marked": inbox.mark_all_read(person=request.user)})

    read_all.is_once_per_key = True


class EventChoice(NamedTuple):
    """Whether somebody is mailed about an event."""

    event: Event
    by_mail: bool
    is_always_mailed: bool


class Choices(NamedTuple):
    """What somebody wants to be mailed."""

    version: int
    choice: str
    events: list[EventChoice]


class EventChoiceSerializer(CamelCase, serializers.Serializer):
    """Something that I may be told of, and whether I am mailed about it."""

    event = serializers.CharField(source="event.key", read_only=True)
    label = Words(lambda choice: choice.event.label)
    explanation = Words(lambda choice: choice.event.explanation, help_text=_("When it happens."))
    receivers = Words(
        lambda choice: choice.event.receivers, help_text=_("Who is told of it, and why.")
    )
    urgency = serializers.ChoiceField(
        choices=Urgency.choices, source="event.urgency", read_only=True
    )
    by_mail = serializers.BooleanField(
        read_only=True,
        help_text=_("False where I want no mails about it, whatever `choice` says."),
    )
    is_always_mailed = serializers.BooleanField(read_only=True)


class PreferencesSerializer(ReadSerializer):
    """What I want to be mailed: in general, and about which events."""

    version = serializers.IntegerField(
        read_only=True, help_text=_("Raised by each change; 0 before the first choice.")
    )
    events = EventChoiceSerializer(many=True, read_only=True)

    class Meta:
        model = Preference
        fields = ["version", "choice", "events"]


@extend_schema_serializer(component_name="EventByMail")
class EventChoiceWriteSerializer(KnownMembers, CamelCase, serializers.Serializer):
    event = plain.Text()
    by_mail = plain.YesNo()

    def validate_event(self, key: str) -> str:
        event = self.context["events"].get(key)
        if event is None:
            raise serializers.ValidationError(_("“{key}” does not exist.").format(key=key))
        if not is_optional(event):
            raise serializers.ValidationError(_("Mails about this always go."))
        return key


class PreferencesWriteSerializer(KnownMembers, CamelCase, serializers.Serializer):
    """Only the events that are named change."""

    choice = plain.Choice(choices=Choice.choices, required=False)
    events = EventChoiceWriteSerializer(
        many=True,
        required=False,
        error_messages={
            **plain.PRESENCE,
            "not_a_list": _("Send a list of objects."),
            "invalid": _("Send an object."),
        },
    )

    def validate_events(self, written: list[dict]) -> list[dict]:
        if len({each["event"] for each in written}) < len(written):
            raise serializers.ValidationError(_("Name each event once."))
        return written


class NotificationPreferences(Address):
    """What I want to be mailed. It changes nothing about what I find in the portal."""

    is_open = False
    permission_classes = [Known, TokenScope]
    serializer_class = PreferencesSerializer
    write_serializer_class = PreferencesWriteSerializer
    if_match_required = False

    def get(self, request: Request) -> Response:
        return self._answer(choices.preference_of(request.user))

    @extend_schema(summary="Change what I want to be mailed")
    @transaction.atomic
    def patch(self, request: Request) -> Response:
        me = User.objects.select_for_update().get(pk=request.user.pk)
        preference = choices.preference_of(me)
        require_version_seen(request, preference, required=self.if_match_required)
        written = self._checked(request)
        if written:
            by_mail = {each["event"]: each["by_mail"] for each in written.get("events", [])}
            preference = choices.choose(
                person=me,
                choice=written.get("choice", preference.choice),
                muted={key for key in preference.muted if key not in by_mail}
                | {key for key, wanted in by_mail.items() if not wanted},
                version_seen=preference.version,
            )
        return self._answer(preference)

    def _checked(self, request: Request) -> dict:
        events = {event.key: event for event in choices.events_told_to(request.user)}
        written = PreferencesWriteSerializer(data=request.data, context={"events": events})
        written.is_valid(raise_exception=True)
        return written.validated_data

    def _answer(self, preference: Preference) -> Response:
        self.version_read = preference.version
        events = [
            EventChoice(event, event.key not in preference.muted, not is_optional(event))
            for event in choices.events_told_to(self.request.user)
        ]
        chosen = Choices(preference.version, preference.choice, events)
        return Response(PreferencesSerializer(chosen, context={"reading": self.reading}).data)
