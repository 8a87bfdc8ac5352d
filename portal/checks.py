"""What `manage.py check` finds out about where the portal is, before a mail links to it."""

import re

from django.conf import settings
from django.core import checks

AN_ORIGIN = re.compile(r"https?://[^/\s]+/?")
THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def origin_is_one(**options) -> list[checks.CheckMessage]:
    """Return an error when ORIGIN is set and is no scheme with a host (and perhaps a port)."""
    if not settings.ORIGIN or AN_ORIGIN.fullmatch(settings.ORIGIN):
        return []
    return [checks.Error(f"ORIGIN is no scheme with a host: {settings.ORIGIN}", id="portal.E001")]


def mails_know_where_they_lead(**options) -> list[checks.CheckMessage]:
    """Return a warning when the portal has several names and nobody says which one mails use."""
    names = set(settings.ALLOWED_HOSTS) - THIS_MACHINE
    is_clear = len(names) < 2 and not any(name.startswith(("*", ".")) for name in names)
    if settings.ORIGIN or is_clear:
        return []
    problem = (
        "ORIGIN is not set and ALLOWED_HOSTS has more than one name: links in mails lead to the "
        "name by which somebody happened to call the portal."
    )
    return [checks.Warning(problem, id="portal.W001")]
