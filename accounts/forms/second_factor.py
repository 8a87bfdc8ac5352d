"""allauth's forms of the second factor, with our labels and without placeholders."""

from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.login import describe, describe_code
from accounts.login_words import PASSKEY_REFUSED
from accounts.sign_in_log import note_refusal

# What the packages below raise for something that is no credential at all.
NOT_A_CREDENTIAL = (AttributeError, KeyError, TypeError, ValueError)
CODE_HELP = _("Six digits from the app, or one of your recovery codes.")


def _refused() -> forms.ValidationError:
    return forms.ValidationError(PASSKEY_REFUSED, code="passkey_refused")


class CodeForm(code_forms.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe_code(self.fields["code"], _("Code"), inputmode="numeric")
        self.fields["code"].help_text = CODE_HELP


class CodeAgainForm(code_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe_code(self.fields["code"], _("Code"), inputmode="numeric")
        self.fields["code"].help_text = CODE_HELP


class SetUpAppForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe_code(self.fields["code"], _("Code that the app shows"), inputmode="numeric")


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """A passkey for login without a password, unless one wants it as a second factor only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(
            self.fields["name"],
            _("Name"),
            help_text=_("So that you know it again, like “my phone”."),
            maxlength="60",
        )
        describe(
            self.fields["passwordless"],
            _("Also log in with it, without a password"),
            help_text=_("The device then asks for its PIN, your finger or your face."),
        )
        self.fields["passwordless"].initial = True

    def clean(self) -> dict:
        try:
            return super().clean()
        except NOT_A_CREDENTIAL as error:
            raise _refused() from error


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        describe(self.fields["name"], _("Name"), maxlength="60")


class _RefusesPasskeys:
    """Whatever is wrong with what the browser sent, the passkey is refused, in one sentence."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except NOT_A_CREDENTIAL as error:
            raise _refused() from error
        except forms.ValidationError as error:
            if error.code == "incorrect_code":
                raise _refused() from error
            raise


class PasskeyForm(_RefusesPasskeys, passkey_forms.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(_RefusesPasskeys, passkey_forms.ReauthenticateWebAuthnForm):
    pass


class PasskeyLoginForm(_RefusesPasskeys, passkey_forms.LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except forms.ValidationError:
            note_refusal("")
            raise
