"""Mails of this app, in the reader's language: subject and text from `templates/accounts/mail/`.

They are sent outside any transaction. The outbox takes over when it is there.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import ApiToken

logger = logging.getLogger(__name__)


def send(name: str, *, to: str, language: str, context: dict) -> bool:
    """The mail is with the mail server; False (and a line in the log) when that failed.

    The first line of `accounts/mail/<name>.txt` is the subject, the rest the text.
    """
    with translation.override(language):
        rendered = render_to_string(f"accounts/mail/{name}.txt", context)
    subject, _blank, text = rendered.strip().partition("\n")
    try:
        EmailMessage(subject.strip(), text.strip() + "\n", to=[to]).send()
    except (OSError, SMTPException, ValueError) as error:  # ValueError: no such address
        # What a mail server says often repeats the address, which does not belong in a log.
        logger.error("The mail “%s” could not be sent: %s.", name, type(error).__name__)
        return False
    return True


def tell_of_token(token: ApiToken, *, origin: str) -> None:
    """The owner of a new token hears of it, whoever was at the keyboard."""
    person = token.person
    with translation.override(person.language):
        link = origin + reverse("tokens")
    context = {"token": token, "link": link, "contact_email": settings.CONTACT_EMAIL}
    send("token_made", to=person.email, language=person.language, context=context)


def check_address(address: str) -> None:
    """A mail to this address can be written; otherwise a ValidationError that says so.

    Django takes some domains for good that no mail can be sent to, such as `xn--é.com`.
    """
    try:
        EmailMessage(to=[address]).message()
    except ValueError as error:
        raise ValidationError(
            _("No mail can be sent to this address. Check what comes after the @.")
        ) from error
