"""Passwords that are known to thieves are refused."""

import hashlib
import logging
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class NotBreachedValidator:
    """Refuses passwords whose digest stands in the file `BREACHED_PASSWORDS_FILE`.

    The file holds one SHA-1 digest a line, in hexadecimal and sorted, each optionally followed by
    a colon and a count, as the public list of breached passwords is delivered. It is searched on
    disk, whatever its size. Without a file every password passes here; Django's
    `CommonPasswordValidator` still refuses the 20,000 commonest ones. A file that can't be read
    is found by `manage.py check` and refuses nothing.
    """

    def validate(self, password: str, user=None) -> None:
        if not settings.BREACHED_PASSWORDS_FILE:
            return
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
        try:
            known = is_in_sorted_file(digest, Path(settings.BREACHED_PASSWORDS_FILE))
        except OSError:
            logger.exception("The file of breached passwords cannot be read.")
            return
        if known:
            raise ValidationError(
                _("This password was stolen somewhere and is known to thieves. Choose another."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("A password that is known to have been stolen is refused.")


def is_in_sorted_file(digest: str, path: Path) -> bool:
    """Say whether a line of the sorted file begins with the digest, capitals or not."""
    wanted = digest.upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        # The first line that is not below the digest begins after `low` and not after `high`.
        while low < high:
            middle = (low + high) // 2
            if _line_from(file, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return _line_from(file, low) == wanted


def _line_from(file, position: int) -> bytes:
    """Return the digest of the first line that begins at the position or later."""
    file.seek(max(position - 1, 0))
    if position:
        file.readline()
    line = file.readline()
    return line.split(b":")[0].strip().upper() if line else b"~"  # after every digest
