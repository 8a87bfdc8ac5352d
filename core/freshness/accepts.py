"""What a reader's headers ask for."""

from functools import lru_cache

from django.conf import settings
from django.utils.http import parse_etags
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


@lru_cache(maxsize=256)
def accepts_gzip(header: str) -> bool:
    """Say whether `Accept-Encoding` allows gzip (RFC 9110, 12.5.3); `q=0` forbids it."""
    weights = {}
    for part in header.lower().split(","):
        coding, _semicolon, parameter = part.partition(";")
        weights[coding.strip()] = _weight(parameter)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0))) > 0


def _weight(parameter: str) -> float:
    name, _equals, value = parameter.partition("=")
    if name.strip() != "q":
        return 1
    try:
        return float(value)
    except ValueError:
        return 0


@lru_cache(maxsize=256)
def accepted_language(header: str) -> str:
    """Return the language that `Accept-Language` prefers among the portal's, else the first."""
    for wanted, _quality in parse_accept_lang_header(header):
        if wanted == "*":
            break
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def is_unchanged(condition: str, etag: str) -> bool:
    """Say whether `If-None-Match` names the entity tag, weak or not (RFC 9110, 13.1.2)."""
    if condition == etag:
        return True
    opaque = etag.removeprefix("W/")
    return any(known in ("*", opaque, f"W/{opaque}") for known in parse_etags(condition))
