"""What a person chooses to be mailed."""

from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.announce import Event
from notifications.enums import Choice
from notifications.events import is_optional
from notifications.models import Preference
from notifications.workflow.choices import events_told_to

EXPLAINED = {
    Choice.AT_ONCE: _("Each message as a mail of its own. News that can wait comes once a day."),
    Choice.DAILY: _("One mail on the morning of a working day, with everything that is new."),
    Choice.ONLY_REMINDERS: _("A mail only when something is asked of you. You read the rest here."),
}


class Way(NamedTuple):
    """One of the three choices, in words."""

    radio: BoundWidget
    explanation: Promise


class Kind(NamedTuple):
    """One event, and the control of its mails; none where they always go."""

    event: Event
    checkbox: BoundWidget | None


class ChoicesForm(forms.Form):
    """The choice, the events that are mailed, and the version of what is stored.

    An event that only the secretariat hears of is shown there only.
    """

    choice = forms.ChoiceField(
        label=_("When do you want mails?"), choices=Choice, widget=forms.RadioSelect
    )
    mailed = forms.MultipleChoiceField(
        label=_("About what?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, person: User, preference: Preference):
        self.events = events_told_to(person)
        self.optional = {event.key: event.label for event in self.events if is_optional(event)}
        self.muted_before = set(preference.muted)
        initial = {
            "choice": preference.choice,
            "mailed": [key for key in self.optional if key not in self.muted_before],
            "seen_version": preference.version,
        }
        super().__init__(data, initial=initial)
        self.fields["mailed"].choices = list(self.optional.items())

    @property
    def muted(self) -> set[str]:
        """Return what is not to be mailed; what the form does not show stays as it was."""
        shown = self.optional.keys()
        return (self.muted_before - shown) | (shown - set(self.cleaned_data["mailed"]))

    def ways(self) -> Iterator[Way]:
        for radio in self["choice"]:
            yield Way(radio, EXPLAINED[radio.data["value"]])

    def kinds(self) -> Iterator[Kind]:
        checkboxes = {checkbox.data["value"]: checkbox for checkbox in self["mailed"]}
        for event in sorted(self.events, key=lambda event: event.key not in self.optional):
            yield Kind(event, checkboxes.get(event.key))

    def show_again(self, preference: Preference) -> None:
        """The form keeps what was chosen in it; saving it again counts."""
        self.data = self.data.copy()
        self.data["seen_version"] = preference.version
