"""The address of one thing in every language: for the language switch, hreflang and the sitemap."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation


def addresses_of(thing: Model | str, *, query: dict | None = None) -> dict[str, str]:
    """Return `{language: path}` of a row (its own address) or of a named page, Dutch first."""
    suffix = f"?{urlencode(query)}" if query else ""
    paths = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            path = thing.get_absolute_url() if isinstance(thing, Model) else reverse(thing)
            paths[language] = path + suffix
    return paths
