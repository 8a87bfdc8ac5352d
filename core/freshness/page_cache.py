"""The page cache: public answers given again without waking Django."""

from collections.abc import Callable, Hashable, Iterable
from time import time

from django.conf import settings
from django.http import HttpResponse

from core.freshness.declaration import BEHIND_THE_CACHE, DECLARED, Declaration
from core.freshness.kept import Answer, Headers, Shelf
from core.freshness.stamp import SharedStamp, shared_stamp

METHODS = {"GET", "HEAD"}
HEALTH_CHECKS = "/healthz/"  # of this process alone: the stamp's store is not asked for them
# Who brings one of these gets an answer of Django's own.
NOT_FOR_THE_CACHE = (
    "HTTP_AUTHORIZATION",
    "HTTP_RANGE",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
)
# The number of a request belongs to the one that was worked on. A hit does nothing that a number
# could help to find, so it has none.
OF_ONE_REQUEST = {"X-Request-ID"}
MOST_ADDRESSES = 10_000  # whose declarations are remembered


class PageCache:
    """A WSGI application before Django's, which keeps what views declared (`declaration`).

    The stamp is read before the view runs and the answer kept under it, so that an answer which
    raced a change is never given after it. The hour is part of what an answer is kept under, so
    that what time changes, and a move of the stamp that was lost, heal within the hour. Without a
    stamp, or without room, everything goes to Django.
    """

    def __init__(self, application: Callable, *, stamp: SharedStamp | None = None):
        self._application = application
        self._stamp = stamp or shared_stamp()
        self._room = settings.PAGE_CACHE_MEGABYTES * 1_000_000
        self._kept = Shelf(self._room)
        self._kept_under: str | None = None
        self._declared: dict[str, Declaration] = {}  # by path
        self._session_cookie = settings.SESSION_COOKIE_NAME
        self._proxy_header, self._proxy_says = settings.SECURE_PROXY_SSL_HEADER or (None, None)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        if not self._may_answer(environ) or (stamp := self._stamp.current()) is None:
            return self._application(environ, start_response)
        if stamp != self._kept_under:
            self._kept_under = stamp
            self._kept.clear()  # an old stamp never comes back with what was kept under it
        place = self._place(environ, stamp)
        declared = self._declared.get(environ.get("PATH_INFO"))
        if declared is not None:
            asked = declared.asked(environ, environ.get("QUERY_STRING", ""))
            if asked is not None and (answer := self._kept.get((place, asked))) is not None:
                return answer.send(environ, start_response)
        return self._ask_django(environ, start_response, place)

    def _may_answer(self, environ: dict) -> bool:
        return (
            environ["REQUEST_METHOD"] in METHODS
            and bool(self._room)
            and not environ.get("PATH_INFO", "").startswith(HEALTH_CHECKS)
            and self._session_cookie not in environ.get("HTTP_COOKIE", "")
            and environ.keys().isdisjoint(NOT_FOR_THE_CACHE)
        )

    def _place(self, environ: dict, stamp: str) -> Hashable:
        """Return what decides about an answer whatever the view says: moment and address."""
        return (
            stamp,
            int(time()) // 3600,  # an hour in Brussels too: its offsets are whole hours
            self._scheme(environ),
            environ.get("HTTP_HOST"),
            environ.get("SCRIPT_NAME"),
            environ.get("PATH_INFO"),
        )

    def _scheme(self, environ: dict) -> str:
        """Return the scheme as Django's requests tell it."""
        said = environ.get(self._proxy_header) if self._proxy_header else None
        if said is None:
            return environ["wsgi.url_scheme"]
        return "https" if said.split(",", 1)[0].strip() == self._proxy_says else "http"

    def _ask_django(
        self, environ: dict, start_response: Callable, place: Hashable
    ) -> Iterable[bytes]:
        query_string = environ.get("QUERY_STRING", "")
        environ[BEHIND_THE_CACHE] = True
        said = []
        response = self._application(
            environ, lambda *status_and_headers: said.extend(status_and_headers)
        )
        headers: Headers = said[1]
        declared: Declaration | None = environ.get(DECLARED)
        if declared is None or not _is_for_everybody(response, headers):
            start_response(*said)
            return response
        answer = Answer(
            [(name, value) for name, value in headers if name not in OF_ONE_REQUEST],
            response.content,
        )
        response.close()
        self._remember(environ.get("PATH_INFO"), declared)
        asked = declared.asked(environ, query_string)
        if (
            asked is not None
            and environ["REQUEST_METHOD"] == "GET"
            and declared.covers(response.get("Vary", ""))
        ):
            self._kept.put((place, asked), answer)
        own = [(name, value) for name, value in headers if name in OF_ONE_REQUEST]
        return answer.send(environ, start_response, also=own)

    def _remember(self, path: str, declared: Declaration) -> None:
        if path not in self._declared and len(self._declared) >= MOST_ADDRESSES:
            self._declared.clear()
        self._declared[path] = declared


def _is_for_everybody(response: Iterable[bytes], headers: Headers) -> bool:
    """Say whether it is a whole answer that any cache may keep."""
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return False
    return (
        "public" in response.get("Cache-Control", "")
        and response.has_header("ETag")
        and all(name != "Set-Cookie" for name, _value in headers)
    )
