"""Writing down that an agenda was adopted, and closing it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workagendas.forms.fields import day, words


class AdoptionForm(forms.Form):
    adopted_on = day(_("Day of the decision"))
    decision_nl = words(
        _("Decision in Dutch"), rows=3, help_text=_("Who decided what. Everybody can read it.")
    )
    decision_en = words(_("Decision in English"), rows=3, required=False)

    @property
    def decision(self) -> dict[str, str]:
        """Return the decision by language."""
        wanted = self.cleaned_data
        return {"nl": wanted["decision_nl"], "en": wanted["decision_en"]}


class CloseForm(forms.Form):
    reason = words(_("Why"), rows=3, longest=500, help_text=_("Kept in the history of the agenda."))
