"""What login says in Python: allauth's messages in our words, by allauth's own names for them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

ERRORS = DefaultAccountAdapter.error_messages | {
    "email_password_mismatch": _("The e-mail address or the password is not right."),
    "enter_current_password": _("This is not your current password."),
    "duplicate_email": _("This is your e-mail address already."),
    "email_taken": _("This e-mail address cannot be used."),
    "incorrect_code": _("This code is not right, or it is no longer valid."),
    "incorrect_password": _("This password is not right."),
    "invalid_password_reset": _("This link no longer works."),
    "same_as_current": _("This is the same as before."),
    "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
    "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
}

SECOND_FACTOR_ERRORS = DefaultMFAAdapter.error_messages | {
    "cannot_delete_authenticator": _(
        "Your role requires a second factor. Add another one first; then you can remove this one."
    ),
    "cannot_generate_recovery_codes": _("Set up a second factor first."),
    "incorrect_code": _("This code is not right, or it was used already."),
}

PASSKEY_REFUSED = _("This passkey does not open an account.")

# What a page says after an act. What is not here is not said: the page itself shows it.
MESSAGES = {
    "account/messages/email_confirmation_sent.txt": _("We sent a mail to {email}."),
    "account/messages/email_confirmed.txt": _("{email} is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("This e-mail address cannot be used."),
    "account/messages/password_changed.txt": _("Your password has been changed."),
    "account/messages/password_set.txt": _("You have a password now."),
    "mfa/messages/totp_activated.txt": _("The app is your second factor from now on."),
    "mfa/messages/totp_deactivated.txt": _("The app is no longer your second factor."),
    "mfa/messages/webauthn_added.txt": _("The passkey has been added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey has been removed."),
    "usersessions/messages/sessions_logged_out.txt": _("Your other sessions have ended."),
}

# What somebody is told when it changed how they get in.
NOTICES = {
    "account/email/email_changed": _("Your e-mail address has been changed"),
    "account/email/password_changed": _("Your password has been changed"),
    "account/email/password_reset": _("You have chosen a new password"),
    "account/email/password_set": _("You have a password now"),
    "mfa/email/recovery_codes_generated": _("You have new recovery codes"),
    "mfa/email/totp_activated": _("An app is now your second factor"),
    "mfa/email/totp_deactivated": _("The app is no longer your second factor"),
    "mfa/email/webauthn_added": _("A passkey has been added to your account"),
    "mfa/email/webauthn_removed": _("A passkey has been removed from your account"),
}

WAYS_TO_CONFIRM = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
