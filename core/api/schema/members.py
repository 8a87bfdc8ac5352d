"""The members of a row in the document: all of them when read, only what may be changed written."""

from django.core.exceptions import FieldDoesNotExist
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Field, IntegerField, Model
from rest_framework import serializers

from core.api.names import camel


def as_read(schema: dict) -> dict:
    """Return the members of an answer: each is always there. Later versions may add some."""
    members = schema["properties"]
    for member in members.values():
        member.pop("readOnly", None)
        if "integer" in member.get("type", ()):
            _forget_range(member)
    return schema | {"required": list(members)}


def as_written(schema: dict, serializer: serializers.BaseSerializer) -> dict:
    """Return what a body may hold: nothing else, and in a change nothing that must be there."""
    fixed = getattr(serializer, "fixed_once_added", ()) if serializer.partial else ()
    stay = set(map(camel, fixed))
    members = {name: member for name, member in schema["properties"].items() if name not in stay}
    for name, member in members.items():
        member.pop("writeOnly", None)
        _say_range(member, _model_field(serializer.fields[name]))
    written = schema | {"properties": members, "additionalProperties": False}
    if serializer.partial:
        written.pop("required", None)
    return written


def may_be_nothing(field: serializers.Field) -> bool:
    """Say whether a member that is read can be null, by the columns that lead to it."""
    return any(column.null for column in _columns(field))


def _columns(field: serializers.Field) -> list[Field]:
    """Return the columns from the row to what a field is about, as far as they are columns."""
    model: type[Model] | None = getattr(getattr(field.parent, "Meta", None), "model", None)
    columns = []
    for name in (field.source or "").split("."):
        try:
            column = model._meta.get_field(name)
        except (AttributeError, FieldDoesNotExist):
            break
        if not isinstance(column, Field):
            break
        columns.append(column)
        model = column.related_model
    return columns


def _model_field(field: serializers.Field) -> Field | None:
    columns = _columns(field)
    return columns[-1] if columns else None


def _forget_range(member: dict) -> None:
    for key in ("minimum", "maximum", "format"):
        member.pop(key, None)


def _say_range(member: dict, column: Field | None) -> None:
    """The document is the same whichever database made it: it says the standard's ranges."""
    if isinstance(column, IntegerField) and "integer" in member.get("type", ()):
        _forget_range(member)
        least, most = BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()]
        member.update(minimum=least, maximum=most)
