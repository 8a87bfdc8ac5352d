"""What a model finds wrong with values that somebody wants to write, all of it at once."""

import copy

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.models import DomainModel


def refusals(
    row: DomainModel, columns: dict[str, object], *, unknown: set[str]
) -> dict[str | None, list[str]]:
    """Return `{column: sentences}` for the row with these values; None is for the row as a whole.

    So is what a change breaks between a column that it writes and one that it does not.
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
        column = row.field_to_mend(constraint)
        is_written = row.pk is None or column in columns
        found.setdefault(column if is_written else None, []).extend(sentences)
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
