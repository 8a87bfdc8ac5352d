"""allauth's forms of login and password, with our labels and without placeholders."""

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import mail

PASSWORD_HELP = _(
    "At least 12 characters; 15 or more is better. A sentence of ordinary words is fine, with "
    "spaces. A password that many people use is refused."
)


def describe(field: forms.Field, label: str, *, help_text: str = "", **attributes: str) -> None:
    """The field has this label and help, no placeholder, and these attributes."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


def describe_code(field: forms.Field, label: str, **attributes: str) -> None:
    """The field is for a code that is used once."""
    describe(field, label, autocomplete="one-time-code", spellcheck="false", **attributes)


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["login"], _("E-mail address"), autocomplete="username webauthn")
        describe(self.fields["password"], _("Password"), autocomplete="current-password")


class RequestCodeForm(allauth_forms.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["email"], _("E-mail address"), autocomplete="username")


class ConfirmCodeForm(allauth_forms.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe_code(self.fields["code"], _("Code"), autocapitalize="characters")


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["email"], _("E-mail address"), autocomplete="username")


class ResetLinkForm(allauth_forms.UserTokenForm):
    """The secret of a link to choose a new password; a disabled account's link is void."""

    def _get_user(self, uidb36):
        user = super()._get_user(uidb36)
        return user if user and user.is_active else None


class _ChoosesPassword:
    """A new password is typed once: whoever mistypes it asks for a new link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        describe(
            self.fields["password1"],
            _("New password"),
            help_text=PASSWORD_HELP,
            autocomplete="new-password",
        )


class ChooseNewPasswordForm(_ChoosesPassword, allauth_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(_ChoosesPassword, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(_ChoosesPassword, allauth_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["oldpassword"], _("Current password"), autocomplete="current-password")


class ChangeEmailForm(allauth_forms.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["email"], _("New e-mail address"), autocomplete="email")

    def clean_email(self) -> str:
        mail.check_address(self.cleaned_data["email"])
        return super().clean_email()


class PasswordAgainForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["password"], _("Password"), autocomplete="current-password")
