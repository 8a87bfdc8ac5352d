"""What a model finds wrong with values that somebody wants to write, all of it at once."""

import copy

from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils.translation import gettext as _

from core.models import DomainModel


def refusals(
    row: DomainModel, columns: dict[str, object], *, unknown: set[str]
) -> dict[str | None, list[str]]:
    """Return `{column: sentences}` for the row with these values; None is for the row as a whole.

    `unknown` are columns whose value could not be read: nothing is said that depends on them.
    """
    changed = copy.copy(row)
    for column, value in columns.items():
        setattr(changed, column, value)
    untouched = {field.name for field in changed._meta.fields} - columns.keys()
    found: dict[str | None, list[str]] = {}
    try:
        changed.full_clean(exclude=untouched, validate_constraints=False)
    except ValidationError as refused:
        found = {column: _sentences(errors) for column, errors in refused.error_dict.items()}
    for constraint, sentences in _broken_constraints(changed, unknown | found.keys()):
        found.setdefault(_column_of(constraint), []).extend(sentences)
    return found


def _sentences(errors: list[ValidationError]) -> list[str]:
    """Return what the errors say; that another row has a value is said in words of our own."""
    taken = _("This value is in use already.")
    return [said for e in errors for said in ([taken] if e.code == "unique" else e.messages)]


def _broken_constraints(row: DomainModel, unknown: set[str]):
    for model, constraints in row.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, row, exclude=unknown)
            except ValidationError as refused:
                yield constraint, refused.messages


def _column_of(constraint: BaseConstraint) -> str | None:
    """Return the one column that the constraint is about, if it is one."""
    if isinstance(constraint, UniqueConstraint):
        columns = set(constraint.fields)
    else:
        columns = constraint.condition.referenced_base_fields
    return min(columns) if len(columns) == 1 else None
