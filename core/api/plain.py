"""Plain members as they are written: of exactly the type that the document names.

The framework would read `"5"` as a number and `5` as a text, and has its own words for what it
refuses; these do neither.
"""

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

PRESENCE = {
    "required": _("This member is missing."),
    "null": _("This member cannot be null."),
}
NO_SUCH_CHARACTER = _("This text holds a character that no text has.")
MOST_IN_TWO_BYTES = 2**15 - 1
_TOO_MUCH = _("At most {max_value}.")
_TOO_LITTLE = _("At least {min_value}.")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Text(serializers.CharField):
    """A text; white space around it does not count."""

    default_error_messages = {
        **PRESENCE,
        "type": _("Send a text."),
        "blank": _("This text cannot be empty."),
        "max_length": _("At most {max_length} characters."),
        "nul": NO_SUCH_CHARACTER,
    }

    def to_internal_value(self, data) -> str:
        if not isinstance(data, str):
            self.fail("type")
        if "\0" in data:
            self.fail("nul")
        return super().to_internal_value(data)


class Slug(Text, serializers.SlugField):
    """A text that an address can hold."""

    default_error_messages = {"invalid": _("Only letters, digits, hyphens and underscores.")}


class Choice(serializers.ChoiceField):
    """One of a few texts; what is wrong with another names them."""

    default_error_messages = {**PRESENCE, "invalid_choice": _("Choose one of: {values}.")}

    def to_internal_value(self, data) -> str:
        offered = [*self.choices, *([""] if self.allow_blank else [])]
        if not isinstance(data, str) or data not in offered:
            self.fail("invalid_choice", values=", ".join(self.choices))
        return data


class Whole(serializers.IntegerField):
    """A whole number."""

    default_error_messages = {
        **PRESENCE,
        "invalid": _("Send a whole number."),
        "max_value": _TOO_MUCH,
        "min_value": _TOO_LITTLE,
    }

    def to_internal_value(self, data) -> int:
        if isinstance(data, float) and data.is_integer():
            return int(data)
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class SmallWhole(Whole):
    """A whole number that two bytes hold, whichever database there is."""

    def __init__(self, **options):
        most = min(options.pop("max_value", MOST_IN_TWO_BYTES), MOST_IN_TWO_BYTES)
        super().__init__(max_value=most, **options)


class Number(serializers.DecimalField):
    """A number that is kept to so many decimals."""

    default_error_messages = {
        **PRESENCE,
        "invalid": _("Send a number."),
        "max_string_length": _("Send a number."),
        "max_value": _TOO_MUCH,
        "min_value": _TOO_LITTLE,
        "max_digits": _("At most {max_digits} digits in all."),
        "max_decimal_places": _("At most {max_decimal_places} decimals."),
        "max_whole_digits": _("At most {max_whole_digits} digits before the decimal point."),
    }

    def __init__(self, *args, **options):
        super().__init__(*args, **{"coerce_to_string": False, **options})

    def validate_empty_values(self, data) -> tuple[bool, object]:
        # Not the framework's, for which an empty text is null.
        return serializers.Field.validate_empty_values(self, data)

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """`true` or `false`, and nothing that looks like it."""

    default_error_messages = {**PRESENCE, "invalid": _("Send true or false.")}

    def to_internal_value(self, data) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Day(serializers.DateField):
    """A date as ISO 8601 writes it in full."""

    default_error_messages = {**PRESENCE, "invalid": _("Send a date, like 2026-03-18.")}

    def to_internal_value(self, data) -> date:
        if not isinstance(data, str) or not _DAY.fullmatch(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Code(serializers.SlugRelatedField):
    """A row that has no address of its own, named by its code."""

    default_error_messages = {
        **PRESENCE,
        "does_not_exist": _("“{value}” does not exist."),
        "invalid": _("Send a code as a text."),
    }

    def to_internal_value(self, data) -> models.Model:
        if not isinstance(data, str):
            self.fail("invalid")
        if "\0" in data:
            self.fail("does_not_exist", value=data)
        return super().to_internal_value(data)


OF_COLUMNS = {
    models.BooleanField: YesNo,
    models.CharField: Text,
    models.DateField: Day,
    models.DecimalField: Number,
    models.PositiveIntegerField: Whole,
    models.PositiveSmallIntegerField: SmallWhole,
    models.SlugField: Slug,
    models.TextField: Text,
}
