"""Fields that many forms of this app have."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language

LONGEST = 5000


def day(label: str, **options) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def words(label: str, *, rows: int = 5, longest: int = LONGEST, **options) -> forms.CharField:
    field = forms.CharField(label=label, max_length=longest, **options, widget=forms.Textarea)
    field.widget.attrs["rows"] = rows
    del field.widget.attrs["maxlength"]  # a browser cuts off what is pasted, and says nothing
    return field


def language_of_words() -> forms.ChoiceField:
    """Return the choice of the language of the words beside it; at first that of the page."""
    return forms.ChoiceField(
        label=_("Language of your words"),
        choices=Language.choices,
        initial=lambda: (get_language() or Language.DUTCH)[:2],
    )
