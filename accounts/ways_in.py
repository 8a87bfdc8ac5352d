"""Changes of how somebody gets in: the person hears of each, in the transaction that makes it.

allauth has names for these changes and tells the adapter of them. Its views save one thing after
the other; here they save all of it, with what is told of it, or nothing.
"""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.events import EMAIL_CHANGED, PASSWORD_CHANGED, SECOND_FACTOR_CHANGED
from accounts.login_words import NOTICES
from accounts.models import User
from core.announce import Address, announce
from core.bilingual import in_each_language

APP_ADDED = "mfa/email/totp_activated"
NEW_CODES = "mfa/email/recovery_codes_generated"
# allauth tells of these two after the commit; our own views told of them before.
TOLD_BEFORE = {APP_ADDED, NEW_CODES}

EVENTS = {
    "account/email/email_changed": EMAIL_CHANGED,
    "account/email/password_changed": PASSWORD_CHANGED,
    "account/email/password_reset": PASSWORD_CHANGED,
    "account/email/password_set": PASSWORD_CHANGED,
    NEW_CODES: SECOND_FACTOR_CHANGED,
    APP_ADDED: SECOND_FACTOR_CHANGED,
    "mfa/email/totp_deactivated": SECOND_FACTOR_CHANGED,
    "mfa/email/webauthn_added": SECOND_FACTOR_CHANGED,
    "mfa/email/webauthn_removed": SECOND_FACTOR_CHANGED,
}


def tell_of_change(person: User, change: str, *, old_address: str = "") -> None:
    """The person will hear of the change (by allauth's name), and so will an old address."""
    recipients = [person]
    if old_address and old_address != person.email:
        recipients.append(Address(old_address, person.language))
    facts = {"what": in_each_language(lambda: NOTICES[change])}
    announce(EVENTS[change], subject=person, by=person, recipients=recipients, facts=facts)


def in_one_transaction(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let everything that a POST changes stand or fall together."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return kept
