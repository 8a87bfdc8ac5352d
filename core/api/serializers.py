"""How rows become JSON and how JSON becomes a change; apart, since they differ."""

from collections.abc import Callable
from datetime import UTC
from functools import cache, cached_property
from operator import attrgetter

from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.settings import api_settings
from rest_framework.validators import UniqueValidator

from core.api import BASE, plain
from core.api.fields import Link, Reader
from core.api.names import camel
from core.api.refusals import refusals
from core.bilingual import LANGUAGES
from core.models import DomainModel


class CamelCase:
    """Members are called in camelCase; inside, each field keeps the name of what it is about."""

    def get_fields(self) -> dict[str, serializers.Field]:
        members = {}
        for name, field in super().get_fields().items():
            member = camel(name)
            if member != name and field.source is None:
                field.source = name
            members[member] = field
        return members


_AS_IT_IS = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.ChoiceField,
    serializers.JSONField,
)


def _reader_of(field: serializers.Field) -> Reader:
    """Return the function that reads a field of a row as JSON, without the framework's detours."""
    if hasattr(field, "reader"):
        return field.reader()
    if isinstance(field, serializers.BaseSerializer):
        return lambda row, reading: _nested(field, row, reading)
    value, convert = attrgetter(field.source), _converter(field)
    if convert is None:
        return lambda row, reading: value(row)
    return lambda row, reading: None if (found := value(row)) is None else convert(found)


def _nested(field: serializers.BaseSerializer, row, reading):
    found = getattr(row, field.source)
    if isinstance(field, serializers.ListSerializer):
        rows = found.all() if hasattr(found, "all") else found
        return [_members(type(field.child), each, reading) for each in rows]
    return None if found is None else _members(type(field), found, reading)


def _converter(field: serializers.Field) -> Callable | None:
    if isinstance(field, serializers.DateTimeField):
        return lambda moment: f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(field, serializers.DateField):
        return lambda day: day.isoformat()
    if isinstance(field, serializers.FloatField):
        return float
    if isinstance(field, serializers.UUIDField):
        return str
    if isinstance(field, _AS_IT_IS):
        return None
    raise TypeError(f"Give {type(field).__name__} ({field.field_name}) a reader().")


@cache
def _readers(serializer: type["ReadSerializer"]) -> tuple[tuple[str, Reader], ...]:
    """Return how each member of a serializer is read; made once, since it is the same for all."""
    fields = serializer().fields.values()
    return tuple((field.field_name, _reader_of(field)) for field in fields)


def _members(serializer: type["ReadSerializer"], row, reading) -> dict[str, object]:
    return {member: read(row, reading) for member, read in _readers(serializer)}


class ReadSerializer(CamelCase, serializers.ModelSerializer):
    """What everybody who may see a row reads of it. Everything it needs must be loaded."""

    @cached_property
    def _reading(self):
        return self.context["reading"]

    def to_representation(self, row) -> dict[str, object]:
        return _members(type(self), row, self._reading)


class ResourceSerializer(ReadSerializer):
    """A row that has an address of its own: who it is, where it stands, which version it is."""

    id = serializers.CharField(
        source="identifier",
        read_only=True,
        label=gettext_lazy("identifier"),
        help_text=gettext_lazy("Its identifier in addresses."),
    )
    url = Link(
        BASE,
        label=gettext_lazy("address in the API"),
        help_text=gettext_lazy("Its address in this API."),
    )
    permanent_link = Link(
        "/id",
        label=gettext_lazy("permanent link"),
        help_text=gettext_lazy("An address that never changes; it leads to the page."),
    )
    version = serializers.IntegerField(
        read_only=True, help_text=gettext_lazy("Raised by each change; the first part of the ETag.")
    )


# The first columns of every resource, for its `Meta.fields`.
HEAD = ("id", "url", "permanent_link", "version")

CANNOT_BE_WRITTEN = gettext_lazy("This member cannot be written.")


class KnownMembers:
    """A body in which no member is let pass that nobody knows."""

    def unknown_in(self, data: dict[str, object]) -> dict[str, list[str]]:
        """Return what to say of each member that cannot be written."""
        return {name: [CANNOT_BE_WRITTEN] for name in data if name not in self.fields}

    def to_internal_value(self, data: dict[str, object]) -> dict[str, object]:
        errors, values = self.unknown_in(data) if isinstance(data, dict) else {}, {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as refused:
            errors |= refused.detail
        if errors:
            raise serializers.ValidationError(errors)
        return values


class WriteSerializer(KnownMembers, CamelCase, serializers.ModelSerializer):
    """What may be written of a row: checked whole, and no member that nobody knows.

    `validated_data` holds columns (`title_nl`), ready for `core.edits`. `fixed_once_added` names
    columns that are chosen when a row is added, and stay; a row may have more (`fixed_fields`).
    `rows_of_their_own` names members that are no columns but other rows: `beside` holds those that
    were sent, by name.
    """

    serializer_field_mapping = (
        serializers.ModelSerializer.serializer_field_mapping | plain.OF_COLUMNS
    )
    serializer_choice_field = plain.Choice
    fixed_once_added: tuple[str, ...] = ()
    rows_of_their_own: tuple[str, ...] = ()

    reason = plain.Text(
        required=False,
        allow_blank=True,
        max_length=500,
        write_only=True,
        help_text=gettext_lazy("Why; kept in the history with this change."),
    )

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            # The model's own check follows, with the model's own words.
            field.validators = [v for v in field.validators if not isinstance(v, UniqueValidator)]
        return fields

    def get_validators(self) -> list:
        return []

    def to_internal_value(self, data: dict[str, object]) -> dict[str, object]:
        """Return columns and their values. Raises a `ValidationError` with all that is wrong."""
        errors, members = self.unknown_in(data), {}
        for field in self._writable_fields:
            try:
                members[field.source] = field.run_validation(field.get_value(data))
            except serializers.ValidationError as refused:
                errors.setdefault(field.field_name, refused.detail)
            except serializers.SkipField:
                continue
        self.reason = members.pop("reason", "")
        beside = self.rows_of_their_own
        self.beside = {name: members.pop(name) for name in beside if name in members}
        columns = _columns(members)
        errors = self._refused(columns, unread=errors.keys()) | errors
        if errors:
            raise serializers.ValidationError(errors)
        return columns

    def unknown_in(self, data: dict[str, object]) -> dict[str, list[str]]:
        fixed = self._fixed_members() & data.keys()
        return super().unknown_in(data) | {name: [CANNOT_BE_WRITTEN] for name in fixed}

    def _fixed_members(self) -> set[str]:
        """Return the members that this row keeps."""
        if self.instance is None:
            return set()
        own = getattr(self.instance, "fixed_fields", ())
        return {camel(column) for column in (*self.fixed_once_added, *own)}

    def new_row(self) -> DomainModel:
        """Return a row to be added, as it is before anything is written."""
        return self.Meta.model()

    def _refused(self, columns: dict[str, object], unread: set[str]) -> dict[str, object]:
        """Return the model's errors under the members that the reader knows."""
        members = {field.source: member for member, field in self.fields.items()}
        sources = {field.source for member, field in self.fields.items() if member in unread}
        unknown = sources | {f"{name}_{code}" for name in sources for code in LANGUAGES}
        row, errors = self.instance or self.new_row(), {}
        for column, sentences in refusals(row, columns, unknown=unknown).items():
            name, _underscore, language = (column or "").rpartition("_")
            if column in members:
                errors[members[column]] = sentences
            elif language in LANGUAGES and name in members:
                errors.setdefault(members[name], {})[language] = sentences
            else:
                errors.setdefault(api_settings.NON_FIELD_ERRORS_KEY, []).extend(sentences)
        return errors


def _columns(members: dict[str, object]) -> dict[str, object]:
    columns = {}
    for name, value in members.items():
        if isinstance(value, dict):
            columns |= {f"{name}_{language}": text for language, text in value.items()}
        else:
            columns[name] = value
    return columns
