"""In which language the pages without a language in their address speak: login and back office."""

from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils import translation


def known_language(code: str | None) -> str | None:
    """Return the code if the portal speaks that language."""
    return code if code in dict(settings.LANGUAGES) else None


def language_of_address(address: str) -> str | None:
    """Return the language an address is in: by its first part, or its own query key `lang`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    asked = parse_qs(parts.query).get("lang", [None])[0]
    return translation.get_language_from_path(parts.path) or known_language(asked)


def wished_language(request: HttpRequest) -> str | None:
    """Return the language that the request itself asks for: by `lang`, or by where it leads."""
    leads_to = request.POST.get("next") or request.GET.get("next") or ""
    return known_language(request.GET.get("lang")) or language_of_address(leads_to)


def remember_language(response: HttpResponse, language: str) -> None:
    """The browser asks for pages in this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def address_in(language: str, address: str) -> str:
    """Return the same address in that language, and so the one it leads to (`next`)."""
    parts = urlsplit(_translated(address, language))
    query = {key: values[-1] for key, values in parse_qs(parts.query).items() if key != "lang"}
    if "next" in query:
        query["next"] = _translated(query["next"], language)
    return urlunsplit(parts._replace(query=urlencode(query, safe="/")))


def _translated(address: str, language: str) -> str:
    """Return the address in that language; as it is when it has no language."""
    own = language_of_address(address)
    if own is None:
        return address
    with translation.override(own):
        return translate_url(address, language)
