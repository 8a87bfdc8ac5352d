"""What changed between the saved versions of a row, in words: the history that a person reads."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Field, Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.numbers import as_it_is
from core.translation_state import Translated, bilingual_fields

UNSPOKEN = {"id", "uid", "version", "confirmed"}  # not for people


class Change(NamedTuple):
    """One field of a version: what it is called, its language if it has one, and its texts."""

    label: str
    language: str
    before: str
    after: str


class Version(NamedTuple):
    """A saved version: the history row, and what it changed."""

    row: Model
    changes: list[Change]


def keeps_history(model: type[Model]) -> bool:
    return hasattr(model, "history")


def told_fields(model: type[Model]) -> list[Field]:
    """Return the model's fields that a person reads: each language apart, nothing automatic."""
    silent = set(UNSPOKEN)
    if issubclass(model, Translated):
        silent |= set(bilingual_fields(model))  # they only point at one of the languages
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in silent and not getattr(field, "auto_now", False)
    ]


def in_words(row: Model, field: Field) -> str:
    """Return the field's value as a person reads it; empty when there is none."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return str(getattr(row, field.name) or "")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return yes_or_no(value)
    if hasattr(value, "hour"):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if hasattr(value, "year"):
        return date_format(value, "j F Y")
    if isinstance(value, Decimal):
        return as_it_is(value)
    return str(value)


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def history_of(row: Model) -> QuerySet:
    """Return the row's history, newest first, with who and every related row."""
    model = type(row)
    related = [field.name for field in told_fields(model) if field.is_relation]
    return model.history.filter(id=row.pk).select_related("history_user", *related)


def changes_between(earlier: Model, later: Model, model: type[Model]) -> list[Change]:
    """Return what differs between two saved versions of a row of the model."""
    told = [
        (field, in_words(earlier, field), in_words(later, field)) for field in told_fields(model)
    ]
    return [
        Change(str(field.verbose_name), getattr(field, "language", ""), before, after)
        for field, before, after in told
        if before != after
    ]


def versions_from(rows: list[Any], model: type[Model]) -> list[Version]:
    """Return history rows, newest first, each with what changed since the row after it."""
    earlier_rows = [*rows[1:], None]
    return [
        Version(row, changes_between(earlier, row, model) if earlier else [])
        for row, earlier in zip(rows, earlier_rows, strict=True)
    ]
