"""Passwords that are short, easy to guess or known to thieves are refused."""

import hashlib
import logging
import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

LEAST_LENGTH = 12
# Words that everybody around this portal would try first; English ones are in Django's list.
OBVIOUS = set(
    "wachtwoord paswoord geheim welkom portaal samenwerking charter samenwerkingscharter brainport "
    "limburg kempen eindhoven antwerpen turnhout hasselt genk secretariaat voorbeeld".split()
)


class LongEnoughValidator:
    """Refuses passwords below 12 characters; 15 are advised where one is chosen."""

    def validate(self, password: str, user=None) -> None:
        if len(password) < LEAST_LENGTH:
            raise ValidationError(
                _("This password is too short. Use at least {number} characters.").format(
                    number=LEAST_LENGTH
                ),
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return _("At least {number} characters.").format(number=LEAST_LENGTH)


class NotObviousValidator:
    """Refuses one common or obvious word, however it is dressed up with digits and signs."""

    def __init__(self):
        self.words = OBVIOUS | CommonPasswordValidator().passwords

    def validate(self, password: str, user=None) -> None:
        word = slugify(password, allow_unicode=True).replace("-", "").strip("0123456789_")
        if not word or word in self.words:
            raise ValidationError(
                _("This password is easy to guess. Use several words, or something less usual."),
                code="password_too_obvious",
            )

    def get_help_text(self) -> str:
        return _("One common word with some digits is refused.")


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
