"""Addresses: of one thing in every language (switch, hreflang, sitemap), and of nobody."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation


def addresses_of(
    thing: Model | str, *, kwargs: dict | None = None, query: dict | None = None
) -> dict[str, str]:
    """Return `{language: path}` of a row (its own address) or of a named page, Dutch first."""
    suffix = f"?{urlencode(query)}" if query else ""
    paths = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            own = isinstance(thing, Model)
            path = thing.get_absolute_url() if own else reverse(thing, kwargs=kwargs)
            paths[language] = path + suffix
    return paths


def is_example_address(email: str) -> bool:
    """Say whether an e-mail address is under a name that RFC 2606 reserves for examples."""
    domain = email.rpartition("@")[2]
    return domain in {"example.org", "example.com", "example.net"} or domain.endswith(".example")
