"""Moving a milestone, and saying that it was reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workagendas.forms.fields import day, language_of_words, words


class MoveForm(forms.Form):
    due_on = day(_("New day"))
    reason = words(
        _("Why it is moved"),
        rows=3,
        longest=300,
        help_text=_("Everybody who reads the action reads this too."),
    )
    language = language_of_words()


class AchievedForm(forms.Form):
    achieved_on = day(_("Reached on"))
