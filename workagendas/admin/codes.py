"""Naming actions by their codes, in one text field: short, and possible however many there are."""

import re

from django.core.exceptions import ValidationError
from django.forms import CharField
from django.utils.translation import gettext_lazy as _

from workagendas.models import Action

MOST_CODES = 50


class CodesField(CharField):
    """Actions by their codes, with commas or spaces between them, in capitals or not.

    The form remembers which codes it showed (`show_hidden_initial`).
    """

    def __init__(self, **options):
        super().__init__(required=False, show_hidden_initial=True, max_length=1000, **options)

    def prepare_value(self, value):
        """Return the codes as text; `value` is text already, or codes or actions."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(getattr(each, "code", each) for each in value)

    def to_python(self, value) -> list[Action]:
        """Return the actions, by code."""
        text = self.prepare_value(value) or ""
        codes = sorted({code.upper() for code in re.split(r"[,;\s]+", text) if code})
        if len(codes) > MOST_CODES or "\0" in text:
            raise ValidationError(_("These are too many codes, or no codes at all."), code="codes")
        actions = list(Action.objects.filter(code__in=codes).order_by("code"))
        unknown = sorted(set(codes) - {action.code for action in actions})
        if unknown:
            raise ValidationError(
                _("No action has this code: %(codes)s."),
                code="unknown",
                params={"codes": ", ".join(unknown)},
            )
        return actions

    def clean(self, value) -> list[Action]:
        return self.to_python(value)

    def has_changed(self, initial, data) -> bool:
        """Say whether other actions are meant; what cannot be read counts as changed."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
