"""Choosing one of many rows: a text field with suggestions, where a list would be long.

The browser's own suggestions (a datalist): they work by keyboard, by voice and without a script.
"""

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField, TextInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

MOST_NAMED = 5  # rows that an error names


class SuggestInput(TextInput):
    """A text input, and below it what may be typed there."""

    labels: list[str]

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        attrs = (attrs or {}) | {"list": f"{name}-suggestions", "autocomplete": "off"}
        options = format_html_join("", '<option value="{}"></option>', ((x,) for x in self.labels))
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, attrs["list"], options)


class SuggestField(ModelChoiceField):
    """A row by its label, or by words that only its label has, whatever the capitals.

    Labels must tell the rows apart.
    """

    widget = SuggestInput
    default_error_messages = {
        "invalid_choice": _("“%(value)s” is not one of the suggestions. Choose one from the list."),
        "several": _("“%(value)s” may mean: %(meant)s. Type more of it, or choose from the list."),
    }

    def prepare_value(self, value):
        """Return the label of the row that `value` (a row or a key) means, else what was typed."""
        rows = {row.pk: str(self.label_from_instance(row)) for row in self.queryset.all()}
        self.widget.labels = list(rows.values())
        return rows.get(getattr(value, "pk", value), value)

    def to_python(self, value):
        words = str(value or "").casefold().split()
        if not words:
            return None
        rows = {row: str(self.label_from_instance(row)).casefold() for row in self.queryset.all()}
        exact = [row for row, label in rows.items() if label.split() == words]
        meant = exact or [row for row, label in rows.items() if all(w in label for w in words)]
        if len(meant) == 1:
            return meant[0]
        named = "; ".join(str(self.label_from_instance(row)) for row in meant[:MOST_NAMED])
        params = {"value": value, "meant": named + (" …" if len(meant) > MOST_NAMED else "")}
        code = "several" if meant else "invalid_choice"
        raise ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial, data) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")
