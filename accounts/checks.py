"""What `manage.py check` finds out about accounts before anybody logs in."""

from pathlib import Path

from django.conf import settings
from django.core import checks


def breached_passwords_can_be_read(**options) -> list[checks.CheckMessage]:
    """Return an error when the file of breached passwords is set and can't be read."""
    if not settings.BREACHED_PASSWORDS_FILE:
        return []
    try:
        with Path(settings.BREACHED_PASSWORDS_FILE).open("rb") as file:
            first = file.readline(200).split(b":")[0].strip()
            int(first, 16)
    except OSError as error:
        problem = f"BREACHED_PASSWORDS_FILE cannot be read: {error}"
    except ValueError:
        problem = "BREACHED_PASSWORDS_FILE does not begin with a SHA-1 digest in hexadecimal."
    else:
        if len(first) == 40:
            return []
        problem = "BREACHED_PASSWORDS_FILE does not begin with a SHA-1 digest of 40 signs."
    return [checks.Error(problem, id="accounts.E001")]
