"""In which language the API answers: the query key `lang`, else `Accept-Language`, else Dutch."""

from contextlib import suppress
from typing import NamedTuple

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from core.bilingual import LANGUAGES
from core.freshness.accepts import accepted_language

ALL = "all"


class Reading(NamedTuple):
    """How a request wants texts, and where its links begin (`https://host`)."""

    language: str
    all_translations: bool
    origin: str


def language_of(request: HttpRequest) -> str:
    """Return the language of the answer; a `lang` that cannot be read or be had counts as none."""
    with suppress(SuspiciousOperation):  # more query keys than Django reads
        if (asked := request.GET.get("lang")) in LANGUAGES:
            return asked
    return accepted_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


def reading_of(request: HttpRequest) -> Reading:
    return Reading(
        language=language_of(request),
        all_translations=request.GET.get("translations") == ALL,
        origin=f"{request.scheme}://{request.get_host()}",
    )
