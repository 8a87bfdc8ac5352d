"""What a person may change about themselves."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.names import cleaned_name
from accounts.models import User
from core.forms import ContentForm

SHOWN = [f"shows_{detail}" for detail in User.SHOWABLE]
PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()./-]{5,38}\Z",
    _("A phone number has digits, spaces and at most a + in front."),
)


class ProfileForm(ContentForm):
    """Roles, organisation and e-mail address are not here: those change by acts of their own."""

    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        validators=[PHONE],
        help_text=_("With the country code, like +32 or +31."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = User
        fields = ["name", "function", "phone", "language", *SHOWN]
        labels = {
            "name": _("Name"),
            "function": _("Function"),
            "language": _("Language"),
            "shows_name": _("Show my name"),
            "shows_function": _("Show my function"),
            "shows_email": _("Show my e-mail address"),
            "shows_phone": _("Show my phone number"),
        }
        help_texts = {"language": _("In which language the portal writes to you.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "function": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }

    def about_me(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "function", "phone", "language")]

    def shown_to_everybody(self) -> list[forms.BoundField]:
        return [self[name] for name in SHOWN]

    def clean_name(self) -> str:
        return cleaned_name(self.cleaned_data["name"])
