"""One connection to the mail server, opened again when it breaks."""

import re
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMessage, get_connection

LONGEST_REASON = 300
ANY_ADDRESS = re.compile(r"\S+@\S+")
SERVICE_CLOSES = 421  # RFC 5321, 3.8: after this answer the server hangs up


class Post:
    """Takes messages one by one and says of each why it was not accepted.

    `breaks` counts how often the connection broke. When none can be made, the server is not asked
    again: every further message fails for the same reason.
    """

    def __init__(self):
        self.breaks = 0
        self._connection = get_connection()
        self._unreachable = ""

    def send(self, message: EmailMessage) -> str:
        """Return nothing when the server accepted the message, else why not."""
        if not self._unreachable:
            self._unreachable = self._opened()
        if self._unreachable:
            return self._unreachable
        try:
            self._connection.send_messages([message])
        except (SMTPException, OSError) as error:
            if _breaks_the_connection(error):
                self.breaks += 1
                self._drop()
            return _in_words(error)
        except ValueError as error:  # to the backend, the address is none
            self._drop()
            return _in_words(error)
        return ""

    def close(self) -> None:
        try:
            self._connection.close()
        except (SMTPException, OSError):
            self._drop()  # without a goodbye, then

    def _opened(self) -> str:
        """Return nothing when there is a connection, else why not."""
        try:
            self._connection.open()
        except (SMTPException, OSError) as error:
            self._drop()
            return _in_words(error)
        return ""

    def _drop(self) -> None:
        """The next message gets a new connection; nobody waits for a server that hangs."""
        if smtp := getattr(self._connection, "connection", None):
            smtp.close()
        self._connection = get_connection()


def _breaks_the_connection(error: Exception) -> bool:
    if isinstance(error, SMTPServerDisconnected) or not isinstance(error, SMTPException):
        return True
    return _reply_in(error)[0] == SERVICE_CLOSES


def _in_words(error: Exception) -> str:
    """Return what the mail server said, for the back office, without anybody's address, and without
    signs that a database does not take.
    """
    code, text = _reply_in(error)
    said = f"{code} {text}" if code else f"{type(error).__name__}: {error}"
    readable = "".join(sign for sign in " ".join(said.split()) if sign.isprintable())
    return ANY_ADDRESS.sub("…", readable)[:LONGEST_REASON]


def _reply_in(error: Exception) -> tuple[int, str]:
    """Return code and text of the server's reply; 0 where it gave none."""
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return 0, ""
    return code, text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
