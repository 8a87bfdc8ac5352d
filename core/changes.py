"""What changed between the saved versions of a row, in words: the history that a person reads."""

from collections.abc import Container, Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Field, Model, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.bilingual import Text, text_for_reader
from core.numbers import as_it_is, with_decimals
from core.translation_state import Translated, bilingual_fields

UNSPOKEN = {"id", "uid", "version", "confirmed", "is_example"}  # not for people

CENTS = 2  # decimals of an amount of money


class Change(NamedTuple):
    """One field of a version: what it is called, its language if it has one, and its texts."""

    label: str
    language: str
    before: str
    after: str


class Kept(NamedTuple):
    """A kind of row whose history is told with another's: its `owner`, whose `name` field tells
    its rows apart. The other row itself is its own owner, by its key, and has no name.
    """

    model: type[Model]
    owner: str = "id"
    name: str = ""


class Version(NamedTuple):
    """A saved version: the history row, and what it changed; for a row beside, which one."""

    row: Model
    changes: list[Change]
    kind: str = ""
    name: Text | None = None


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


def in_words(row: Model | None, field: Field) -> str:
    """Return the field's value as a person reads it; empty when there is none."""
    value = getattr(row, field.attname, None)
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
        is_money = field.decimal_places == CENTS
        return with_decimals(value, CENTS) if is_money else as_it_is(value)
    return str(value)


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def history_of(row: Model) -> QuerySet:
    """Return the row's history, newest first, with who and every related row."""
    return _read(type(row)).filter(id=row.pk)


def _read(model: type[Model]) -> QuerySet:
    related = [field.name for field in told_fields(model) if field.is_relation]
    return model.history.select_related("history_user", *related)


def history_with(row: Model, beside: Iterable[Kept]) -> QuerySet:
    """Return `(moment, place, key)` of each version of the row (place 0) and of those beside it.

    Newest first; what it takes to read a page of it, with `versions_at`.
    """
    kinds = [Kept(type(row)), *beside]
    versions = [
        kind.model.history.filter(**{kind.owner: row.pk})
        .order_by()
        .annotate(place=Value(place))
        .values_list("history_date", "place", "history_id")
        for place, kind in enumerate(kinds)
    ]
    first, *others = versions
    return first.union(*others, all=True).order_by("-history_date", "-history_id", "place")


def versions_at(keys: list[tuple], model: type[Model], beside: Iterable[Kept]) -> list[Version]:
    """Return the versions with these keys of `history_with`, in their order."""
    found = {}
    for place, kind in enumerate([Kept(model), *beside]):
        wanted = [key for _moment, at, key in keys if at == place]
        found |= {(place, version.row.pk): version for version in _versions(kind, wanted)}
    return [found[place, key] for _moment, place, key in keys]


def _versions(kind: Kept, keys: list[int]) -> list[Version]:
    """Return the versions of one kind, each with what changed since the one before it."""
    if not keys:
        return []
    same_row = kind.model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    before = Subquery(same_row.order_by("-history_id").values("history_id")[:1])
    rows = list(_read(kind.model).filter(history_id__in=keys).annotate(before=before))
    earlier = {each.pk: each for each in _read(kind.model).filter(pk__in=[r.before for r in rows])}
    return [_version(kind, row, earlier.get(row.before)) for row in rows]


def _version(kind: Kept, row: Model, before: Model | None) -> Version:
    if not kind.name:
        changes = changes_between(before, row, kind.model) if before else []
        return Version(row, changes)
    before, after = {"+": (None, row), "-": (row, None)}.get(row.history_type, (before, row))
    silent = {kind.owner} if before and after else {kind.owner, kind.name}
    changes = changes_between(before, after, kind.model, silent=silent)
    return Version(row, changes, str(kind.model._meta.verbose_name), _name_of(row, kind))


def _name_of(row: Model, kind: Kept) -> Text:
    field = kind.model._meta.get_field(kind.name)
    if field.is_relation:
        return Text(in_words(row, field), "", is_fallback=False)
    return text_for_reader(row, kind.name)


def changes_between(
    earlier: Model | None, later: Model | None, model: type[Model], *, silent: Container[str] = ()
) -> list[Change]:
    """Return what differs between two versions of a row; None is that there is no row."""
    told = [
        (field, in_words(earlier, field), in_words(later, field))
        for field in told_fields(model)
        if field.name not in silent
    ]
    return [
        Change(str(field.verbose_name), getattr(field, "language", ""), before, after)
        for field, before, after in told
        if before != after
    ]
