"""How a view says that its answer is the same for everybody, and what it depends on.

    declare(request, query=("page", "sort"), varies_on={"Accept-Language": accepted_language})

A view calls it before it answers, with the same words for every request to one address. The page
cache then keeps the answer if it is a 200 with `Cache-Control: public`, an `ETag` and no cookie. It
gives it to whoever asks the same of the same address, without a session and without
`Authorization`, until something public changes or the hour ends. Scheme, host and path count by
themselves; every other header that decides about the answer stands in `varies_on`. An answer whose
`Vary` names more than that is not kept, and neither is that to a search (`q`).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest

# Keys in `request.META`, which is the environ of WSGI.
DECLARED = "freshness.declared"
BEHIND_THE_CACHE = "freshness.behind_the_cache"

SEARCH = "q"
MOST_KEYS = 50
UNREADABLE = "\ufffd"  # what bytes that are no UTF-8 become

# What the cache itself sees to: it compresses, and gives nothing to who brings credentials.
SEEN_TO = {"accept-encoding", "authorization"}


@dataclass(frozen=True, slots=True)
class Declaration:
    query: frozenset[str]
    other_keys_are_errors: bool
    varies_on: tuple[tuple[str, Callable[[str], Hashable]], ...]  # by the name of META

    def asked(self, environ: dict, query_string: str) -> tuple | None:
        """Return what a request asks in the words of the declaration; None: ask the view."""
        query = self._query(query_string) if query_string else ()
        if query is None:
            return None
        return query, *(understood(environ.get(name, "")) for name, understood in self.varies_on)

    def _query(self, query_string: str) -> tuple | None:
        """Return the known keys with their values, sorted; None where something is odd."""
        try:
            pairs = parse_qsl(query_string, keep_blank_values=True, max_num_fields=MOST_KEYS)
        except ValueError:
            return None
        known = sorted(pair for pair in pairs if pair[0] in self.query)
        keys = {key for key, _value in known}
        is_odd = (
            len(keys) < len(known)
            or SEARCH in keys
            or (self.other_keys_are_errors and len(known) < len(pairs))
            or not query_string.isascii()
            or any(UNREADABLE in value for _key, value in known)
        )
        return None if is_odd else tuple(known)

    def covers(self, vary: str) -> bool:
        """Say whether everything that a `Vary` names is declared or seen to."""
        declared = {name.removeprefix("HTTP_").replace("_", "-") for name, _ in self.varies_on}
        named = {name.strip().lower() for name in vary.split(",") if name.strip()}
        return named <= SEEN_TO | {name.lower() for name in declared}


def declare(
    request: HttpRequest,
    *,
    query: Iterable[str] = (),
    other_keys_are_errors: bool = False,
    varies_on: Mapping[str, Callable[[str], Hashable]] | None = None,
) -> None:
    """The answer to this request is the same for everybody who asks the same.

    `query`: the keys that the view reads. Others change nothing (a page drops them), unless
    `other_keys_are_errors`: then a request with another key always reaches the view.
    `varies_on`: for each header that decides about the answer, a function from its value (empty
    when it is absent) to what the view makes of it: a language, a media type. The fewer values
    it returns, the fewer answers are kept.
    """
    names = (varies_on or {}).items()
    request.META[DECLARED] = Declaration(
        query=frozenset(query),
        other_keys_are_errors=other_keys_are_errors,
        varies_on=tuple((f"HTTP_{name.upper().replace('-', '_')}", of) for name, of in names),
    )


def only_a_session(cookie: str) -> str:
    """What a view makes of `Cookie` that reads none but the session's; who has one never comes."""
    return ""


def is_left_to_the_cache(request: HttpRequest) -> bool:
    """Say whether the page cache stands before this request and takes the answer over."""
    return BEHIND_THE_CACHE in request.META and DECLARED in request.META
