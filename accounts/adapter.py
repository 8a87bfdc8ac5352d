"""How allauth behaves here: no sign-up, our words, and mails in the reader's language."""

import logging
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import devices, mail, second_factor, sessions
from accounts.enums import AccountAct
from accounts.events import PASSWORD_CHANGED
from accounts.login_words import (
    ERRORS,
    MESSAGES,
    PASSKEY_REFUSED,
    SECOND_FACTOR_ERRORS,
    WAYS_TO_CONFIRM,
)
from accounts.models import User
from accounts.sign_in_log import note, note_refusal
from accounts.ways_in import EVENTS, TOLD_BEFORE, tell_of_change
from core.origin import portal_origin

logger = logging.getLogger(__name__)

MAILS = {
    "account/email/login_code": "login_code",
    "account/email/password_reset_key": "password_reset",
    "account/email/unknown_account": "unknown_account",
    "account/email/email_confirmation": "email_confirmation",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:  # too many attempts
            note_refusal(credentials.get("email", ""))
            raise

    def authenticate(self, request: HttpRequest, **credentials) -> User | None:
        """Return whose password this is; nobody for a disabled account, as for a wrong password."""
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user is not None:
            self._rollback_login_failed_rl_usage()
        return user

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Answer a disabled account as an unknown passkey or a wrong code is answered."""
        note(AccountAct.REFUSED, by=None, on=user)
        by_passkey = "credential" in request.POST
        messages.error(request, PASSKEY_REFUSED if by_passkey else ERRORS["incorrect_code"])
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        devices.recognise(request, user)
        super().login(request, user)
        sessions.begin(request)

    def is_safe_url(self, url: str) -> bool:
        """Say whether login may lead there: only to this host, whatever else it answers to."""
        request = allauth_context.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with translation.override(request.user.language):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("security")

    def get_email_verification_redirect_url(self, email_address) -> str:
        return reverse("security" if self.request.user.is_authenticated else "account_login")

    def get_reauthentication_methods(self, user) -> list[dict]:
        methods = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS_TO_CONFIRM[way["id"]]} for way in methods]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what `MESSAGES` has for this; nothing for what the page shows by itself."""
        text = message or MESSAGES.get(message_template)
        if text:
            text = str(text).format(**message_context or {}) if not message else text
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Announce what changed, in the transaction of the change."""
        if template_prefix not in EVENTS:
            logger.warning("allauth tells of “%s”, for which there is no event.", template_prefix)
        elif template_prefix not in TOLD_BEFORE:
            tell_of_change(user, template_prefix, old_address=email or "")
            if EVENTS[template_prefix] is PASSWORD_CHANGED:
                devices.forget_others(self.request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write to whoever waits for it, in their own language."""
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = person.language if person else translation.get_language()
        links = {
            key: f"{_at_the_origin(context[key])}?lang={language}"
            for key in ("password_reset_url", "activate_url")
            if key in context
        }
        said = {"code": context.get("code"), "contact_email": settings.CONTACT_EMAIL, **links}
        mail.send(MAILS[template_prefix], to=email, language=language, context=said)


def _at_the_origin(link: str) -> str:
    """Return allauth's link, which has the name by which a request called the portal, with the
    portal's own name where that is set: whoever asks for a mail does not choose where it leads.
    """
    return portal_origin() + urlsplit(link).path if settings.ORIGIN else link


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = SECOND_FACTOR_ERRORS

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return second_factor.may_be_removed(authenticator)

    def build_totp_svg(self, url: str) -> str:
        """Return the picture of the secret as an element for the page, without XML declaration."""
        svg = super().build_totp_svg(url)
        return SafeString(svg[svg.index("<svg") :])

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey {number}").format(number=number)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = allauth_context.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.MFA_TOTP_ISSUER}


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions) -> None:
        super().end_sessions(sessions)
        for session in sessions:
            note(AccountAct.SESSION_ENDED, by=session.user, on=session.user)
