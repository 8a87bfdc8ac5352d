"""Database constraints that many models share, each with a message a person understands."""

from django.db.models import BaseConstraint, CheckConstraint, Q, TextChoices, UniqueConstraint
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


def only_field_of(constraint: BaseConstraint) -> str | None:
    """Return the one field that the constraint is about, if it is one."""
    if isinstance(constraint, UniqueConstraint):
        fields = set(constraint.fields)
    else:
        fields = constraint.condition.referenced_base_fields
    return min(fields) if len(fields) == 1 else None


def known_value(
    field: str, choices: type[TextChoices], *, model: str, label: str, or_empty: bool = False
) -> CheckConstraint:
    """A named constraint: `field`, which a form calls `label`, holds one of the `choices`."""
    known = [*([""] if or_empty else []), *choices.values]
    return CheckConstraint(
        name=f"{model}_{field}_is_known",
        condition=Q(**{f"{field}__in": known}),
        violation_error_message=format_lazy(
            _("“{field}” has a value that does not exist."), field=label
        ),
    )


def dutch_required(field: str, *, model: str, label: str) -> CheckConstraint:
    """A named constraint: the Dutch text of `field`, which a form calls `label`, is not empty."""
    column = f"{field}_nl"
    return CheckConstraint(
        name=f"{model}_{column}_required",
        condition=Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""}),
        violation_error_message=format_lazy(
            _("The Dutch text of “{field}” is missing."), field=label
        ),
    )
