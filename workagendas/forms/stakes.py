"""How a region sees its own effort, benefit and burden in an action."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workagendas.forms.fields import language_of_words, words
from workagendas.models import RegionStake
from workagendas.models.stakes import WORDS

LONGEST = 1000  # of each text
LEVELS = [("", "–"), (0, _("0, none")), (1, _("1, a little")), (2, "2"), (3, _("3, much"))]


def _level(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=LEVELS, coerce=int, empty_value=None, required=False
    )


def _text(label: str) -> forms.CharField:
    return words(label, rows=3, longest=LONGEST, required=False)


class StakeForm(forms.Form):
    """Words come first; a number stands beside them, never alone."""

    effort = _text(_("Effort: what the region puts in"))
    effort_level = _level(_("Effort, 0 to 3"))
    benefit = _text(_("Benefit: what the region gets out of it"))
    benefit_level = _level(_("Benefit, 0 to 3"))
    burden = _text(_("Burden: what weighs on the region"))
    burden_level = _level(_("Burden, 0 to 3"))
    language = language_of_words()

    def __init__(self, *args, stake: RegionStake | None, **options):
        names = [*self.base_fields]
        known = {name: getattr(stake, name) for name in names} if stake else {}
        super().__init__(*args, initial=known, **options)

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in WORDS:
            if cleaned.get(f"{name}_level") is not None and not cleaned.get(name):
                self.add_error(name, _("A number stands beside words, never alone."))
        return cleaned

    @property
    def values(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "language"}
