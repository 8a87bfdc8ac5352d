"""Making a token."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import workflow
from accounts.enums import TokenScope
from accounts.workflow.tokens import LONGEST_NAME

DAYS = [(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (365, _("a year"))]


class TokenForm(forms.Form):
    """What a token is for, what it may do and for how long; `uid` tells a form sent twice."""

    uid = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=LONGEST_NAME,
        help_text=_("For example the program that will use it. You recognise the token by this."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        choices=TokenScope,
        initial=TokenScope.READ,
        widget=forms.RadioSelect,
        help_text=_("Never more than you may do yourself. If reading is enough, choose that."),
    )
    days = forms.TypedChoiceField(
        label=_("How long does it work?"), choices=DAYS, coerce=int, initial=90
    )

    def clean_name(self) -> str:
        try:
            return workflow.name_of_token(self.cleaned_data["name"])
        except workflow.NoNameForToken as error:
            raise forms.ValidationError(str(error)) from error
