"""Rows that are written with another one: partners of an action, definitions of an indicator.

They are sent whole, as a list of objects: who is named is written, who is left out goes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.settings import api_settings

from core import edits
from core.api import plain
from core.api.serializers import WriteSerializer
from core.models import DomainModel

LIST_MESSAGES = {**plain.PRESENCE, "not_a_list": _("Send a list of objects.")}
ONCE = _("Name each one once.")


class Nested(WriteSerializer):
    """An object in such a list. It has no reason of its own."""

    reason = None

    def to_internal_value(self, data: object) -> dict[str, object]:
        if not isinstance(data, dict):
            said = {api_settings.NON_FIELD_ERRORS_KEY: [_("Send an object.")]}
            raise serializers.ValidationError(said)
        missing = [
            field.field_name
            for field in self._writable_fields
            if field.required and field.field_name not in data
        ]
        try:
            columns = super().to_internal_value(data)
        except serializers.ValidationError as refused:
            raise serializers.ValidationError(refused.detail | _missing(missing)) from refused
        if missing:  # what changes a row may leave members out; these are whole
            raise serializers.ValidationError(_missing(missing))
        return columns


def _missing(members: Iterable[str]) -> dict[str, list]:
    return {name: [plain.PRESENCE["required"]] for name in members}


def named_twice(written: Iterable[dict[str, object]], key: str, member: str) -> dict[int, dict]:
    """Return what to say of objects that are about the same row as an earlier one."""
    seen, errors = Counter(), {}
    for place, columns in enumerate(written):
        seen[columns[key]] += 1
        if seen[columns[key]] > 1:
            errors[place] = {member: [ONCE]}
    return errors


def _numbered(pairs: Iterable[tuple[tuple, object]]) -> Iterator[tuple[tuple, object]]:
    """Give the pairs with the first, second … of the same key told apart."""
    seen = Counter()
    for key, value in pairs:
        seen[key] += 1
        yield (*key, seen[key]), value


def replace_rows(
    model: type[DomainModel],
    owner: dict[str, Model],
    keys: tuple[str, ...],
    wanted: Iterable[dict[str, object]],
    *,
    by: Model,
    reason: str = "",
) -> bool:
    """The owner has exactly these rows of the model, each known by the rows that `keys` name.

    Of several that are known by the same, the first is the first. Says whether anything differs
    from before.
    """
    rows = model.objects.filter(**owner).order_by("id")
    there = dict(_numbered((tuple(getattr(row, f"{key}_id") for key in keys), row) for row in rows))
    asked = ((tuple(each[key] and each[key].pk for key in keys), each) for each in wanted)
    differs = False
    for known_by, columns in _numbered(asked):
        row = there.pop(known_by, None)
        if row is None:
            edits.add(model(**owner, **columns), by=by, reason=reason)
            differs = True
        else:
            seen = row.version
            edits.change(row, values=columns, by=by, reason=reason)
            differs |= row.version != seen
    for row in there.values():
        edits.delete(row, by=by, reason=reason)
    return differs or bool(there)
