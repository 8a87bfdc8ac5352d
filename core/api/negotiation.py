"""In which form the API answers: the query key `format`, else `Accept`."""

from functools import lru_cache

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation

from core.api.failures import BadQuery
from core.api.query import one_of


@lru_cache(maxsize=256)
def accepted_media_type(header: str, offered: tuple[str, ...]) -> str | None:
    """Return which of the offered media types an `Accept` header prefers; None for none.

    By weight, then by how exactly it is named (RFC 9110, 12.5.1), then in our order. Parameters,
    like a charset, do not count.
    """
    ranges = [MediaType(part) for part in header.split(",") if part.strip()] or [MediaType("*/*")]
    wishes = {media_type: _wish(media_type, ranges) for media_type in offered}
    best = max(offered, key=wishes.__getitem__)
    return best if wishes[best][0] else None


def _wish(media_type: str, ranges: list[MediaType]) -> tuple[float, int]:
    """Return the weight of a media type (0 to 1), and how exactly it is named."""
    kind, _slash, name = media_type.partition("/")
    fitting = [
        (asked.specificity, asked.quality)
        for asked in ranges
        if asked.main_type in ("*", kind) and asked.sub_type in ("*", name)
    ]
    specificity, quality = max(fitting, default=(0, 0))
    return quality, specificity


class Negotiation(DefaultContentNegotiation):
    """A `format` that is not offered is a bad query; one that is, goes before `Accept`."""

    def select_renderer(self, request, renderers, format_suffix=None):
        wanted = request.query_params.get("format")
        if wanted:
            chosen = [renderer for renderer in renderers if renderer.format == wanted]
            if not chosen:
                raise BadQuery({"format": [one_of(renderer.format for renderer in renderers)]})
        else:
            offered = tuple(renderer.media_type for renderer in renderers)
            best = accepted_media_type(request.headers.get("Accept", ""), offered)
            chosen = [renderer for renderer in renderers if renderer.media_type == best]
            if not chosen:
                raise NotAcceptable
        return chosen[0], chosen[0].media_type
