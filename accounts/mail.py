"""The mails that somebody waits for at the screen: a code, a link, or why neither comes.

They go straight to the mail server and are stored nowhere: what opens an account does not belong
in the outbox, where the back office could read it. Everything else is announced (`events.py`).
Subject and text stand in `templates/accounts/mail/`, in the reader's language.
"""

import logging
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def send(name: str, *, to: str, language: str, context: dict) -> None:
    """The mail is with the mail server once the transaction is committed; outside one, now.

    The first line of `accounts/mail/<name>.txt` is the subject, the rest the text. A mail server
    that is down shows in the log only: what a page says must not depend on the address.
    """
    with translation.override(language):
        rendered = render_to_string(f"accounts/mail/{name}.txt", context)
    subject, _blank, text = rendered.strip().partition("\n")
    message = EmailMessage(subject.strip(), text.strip() + "\n", to=[to])

    def post() -> None:
        try:
            message.send()
        except (OSError, SMTPException, ValueError) as error:  # ValueError: no such address
            # What a mail server says often repeats the address, which does not belong in a log.
            logger.error("The mail “%s” could not be sent: %s.", name, type(error).__name__)

    transaction.on_commit(post)


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
