"""Choosing one of many rows: a text field with suggestions, where a list would be long.

The browser's own suggestions (a datalist): they work by keyboard, by voice and without a script.
"""

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField, TextInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


class SuggestInput(TextInput):
    """A text input, and below it what may be typed there."""

    labels: list[str]

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        attrs = (attrs or {}) | {"list": f"{name}-suggestions", "autocomplete": "off"}
        options = format_html_join("", '<option value="{}"></option>', ((x,) for x in self.labels))
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, attrs["list"], options)


class SuggestField(ModelChoiceField):
    """A row by its label, whatever the capitals. Labels must tell the rows apart."""

    widget = SuggestInput
    default_error_messages = {
        "invalid_choice": _("“%(value)s” is not one of the suggestions. Choose one from the list.")
    }

    def prepare_value(self, value):
        """Return the label of the row that `value` (a row or a key) means, else what was typed."""
        rows = {row.pk: str(self.label_from_instance(row)) for row in self.queryset.all()}
        self.widget.labels = list(rows.values())
        return rows.get(getattr(value, "pk", value), value)

    def to_python(self, value):
        if not value:
            return None
        wanted = str(value).strip().casefold()
        for row in self.queryset.all():
            if str(self.label_from_instance(row)).casefold() == wanted:
                return row
        raise ValidationError(
            self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
        )

    def has_changed(self, initial, data) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")
