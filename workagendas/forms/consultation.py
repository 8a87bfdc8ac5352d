"""Asking what partners think of an agenda, saying so, and answering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workagendas.forms.fields import day, language_of_words, words


class OpenConsultationForm(forms.Form):
    ends_on = day(_("Last day to react"))


class TakeBackForm(forms.Form):
    reason = words(_("Why"), rows=3, longest=500, help_text=_("Kept in the history of the agenda."))


class ReactionForm(forms.Form):
    text = words(
        _("Your reaction"),
        help_text=_("Everybody with a role in the portal can read it, with your organisation."),
    )
    language = language_of_words()


class AnswerForm(forms.Form):
    text = words(_("Answer"), help_text=_("Whoever reacted is told that there is an answer."))
    language = language_of_words()
