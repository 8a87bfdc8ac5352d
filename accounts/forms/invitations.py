"""Inviting somebody, and accepting an invitation."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import mail
from accounts.forms.names import cleaned_name
from accounts.forms.people import organisations
from accounts.models import Invitation, User
from accounts.roles import OF_AN_ORGANISATION, Role, grantable_by


class InvitationForm(forms.ModelForm):
    """Whom to invite into which role. A coordinator invites into the own organisation only."""

    class Meta:
        model = Invitation
        fields = ["email", "name", "organisation", "role", "language"]
        labels = {
            "email": _("E-mail address"),
            "name": _("Name"),
            "organisation": _("Organisation"),
            "role": _("Role"),
            "language": _("Language of the invitation"),
        }
        help_texts = {
            "email": _("The invitation goes to this address; it becomes the login."),
            "organisation": _("A partner, coordinator or liaison person belongs to one."),
        }
        field_classes = {"role": forms.ChoiceField}

    def __init__(self, *args, by: User, **options):
        super().__init__(*args, **options)
        may = grantable_by(by)
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] in may]
        if by.has_perm("accounts.view_everybody"):
            self.fields["organisation"].queryset = organisations()
            self.fields["organisation"].empty_label = _("none")
            self.fields["organisation"].says_when_needed = True
        else:
            del self.fields["organisation"]
            self.instance.organisation = by.organisation

    def clean_email(self) -> str:
        mail.check_address(self.cleaned_data["email"])
        return self.cleaned_data["email"].lower()

    def clean_name(self) -> str:
        return cleaned_name(self.cleaned_data["name"])

    def clean(self) -> dict:
        cleaned = super().clean()
        place = cleaned.get("organisation", self.instance.organisation)
        if cleaned.get("role") in OF_AN_ORGANISATION and place is None:
            self.add_error(
                "organisation" if "organisation" in self.fields else None,
                _("Somebody with this role belongs to an organisation."),
            )
        return cleaned


class AcceptForm(forms.Form):
    """A name, and how to log in: with a password, or with a code by mail each time."""

    PASSWORD, CODE = "password", "code"
    WAYS = [
        (PASSWORD, _("With a password that I choose now")),
        (CODE, _("With a code that I get by mail each time")),
    ]

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    way = forms.ChoiceField(
        label=_("How do you want to log in?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        initial=PASSWORD,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters; 15 or more is better. A sentence is easy to remember. Leave "
            "this empty if you choose a code by mail."
        ),
    )

    def __init__(self, *args, invitation: Invitation, **options):
        super().__init__(*args, initial={"name": invitation.name}, **options)
        self.invitation = invitation
        self.fields["password"].says_when_needed = True

    def clean_name(self) -> str:
        return cleaned_name(self.cleaned_data["name"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("way") == self.CODE:
            cleaned["password"] = None
        elif not cleaned.get("password"):
            self.add_error("password", _("Choose a password, or choose a code by mail."))
        else:
            self._check(cleaned["password"])
        return cleaned

    def _check(self, password: str) -> None:
        person = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        try:
            validate_password(password, person)
        except ValidationError as error:
            self.add_error("password", error)
