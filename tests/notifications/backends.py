"""Mail backends for tests: they behave as told by the addresses they are to write to."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import ClassVar

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address


class Obedient(BaseEmailBackend):
    """Accepts all but `refused…`, and hangs up at `hangup…`; counts its connections."""

    opened: ClassVar[int] = 0
    accepted: ClassVar[list[str]] = []

    def open(self) -> bool:
        if getattr(self, "is_open", False):
            return False
        type(self).opened += 1
        self.is_open = True
        return True

    def send_messages(self, messages) -> int:
        for message in messages:
            (to,) = message.recipients()
            sanitize_address(to, "utf-8")  # as the backend of SMTP does
            if to.startswith("refused"):
                raise SMTPRecipientsRefused({to: (550, f"No\0 {to} here".encode())})
            if to.startswith("hangup"):
                raise SMTPServerDisconnected("Connection unexpectedly closed")
            self.accepted.append(to)
        return len(messages)


class Unreachable(Obedient):
    def open(self) -> bool:
        type(self).opened += 1
        raise ConnectionRefusedError(111, "Connection refused")
