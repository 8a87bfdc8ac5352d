"""What a person's name may be: it stands in mails to others and must not pass for a link there."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Web and mail addresses; control characters; and those that turn the direction of reading round.
NOT_IN_A_NAME = re.compile(
    "[/@\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def cleaned_name(name: str) -> str:
    """Return the name on one line with single spaces.

    Raises ValidationError when it holds what a name does not.
    """
    name = " ".join(name.split())
    if NOT_IN_A_NAME.search(name):
        raise ValidationError(
            _("Write a name without a web address, “/” or “@”, and without invisible characters."),
            code="not_a_name",
        )
    return name
