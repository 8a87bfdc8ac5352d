"""Database constraints that many models share, each with a message a person understands."""

from django.db.models import CheckConstraint, Q, TextChoices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


def known_value(field: str, choices: type[TextChoices], *, model: str) -> CheckConstraint:
    """A named constraint: `field` holds one of the values in `choices`."""
    return CheckConstraint(
        name=f"{model}_{field}_is_known",
        condition=Q(**{f"{field}__in": choices.values}),
        violation_error_message=format_lazy(
            _("“{field}” has a value that does not exist."), field=field
        ),
    )


def dutch_required(field: str, *, model: str) -> CheckConstraint:
    """A named constraint: the Dutch version of `field` is there, and is not an empty text."""
    column = f"{field}_nl"
    return CheckConstraint(
        name=f"{model}_{column}_required",
        condition=Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""}),
        violation_error_message=format_lazy(
            _("The Dutch text of “{field}” is missing."), field=field
        ),
    )
