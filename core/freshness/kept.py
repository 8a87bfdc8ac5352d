"""Answers as they are kept in memory, ready to be sent."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import NamedTuple

from core.freshness.accepts import accepts_gzip, is_unchanged

Headers = list[tuple[str, str]]

OVERHEAD = 1000  # bytes of memory for an answer beside its bodies and headers, about
# Headers that are said anew for each form of an answer.
OWN_TO_A_FORM = {"content-length", "content-encoding", "etag", "vary"}
OF_THE_CONTENT = {"content-type", "content-language"}  # which a 304 does not have


class _Form(NamedTuple):
    etag: str
    headers: Headers
    headers_if_unchanged: Headers
    body: bytes


class Answer:
    """One answer with status 200, plain and compressed (when that is smaller)."""

    def __init__(self, headers: Headers, body: bytes):
        """`headers` as the application gave them: an `ETag` among them."""
        said = {name.lower(): value for name, value in headers}
        shared = [(name, value) for name, value in headers if name.lower() not in OWN_TO_A_FORM]
        shared.append(("Vary", _with_encoding(said.get("vary", ""))))
        coding, etag = said.get("content-encoding"), said["etag"]
        self.plain = self.zipped = _form(shared, etag, coding, body)
        if coding is None and len(zipped := gzip.compress(body, 6, mtime=0)) < len(body):
            # Other bytes that mean the same: a weak tag (RFC 9110, 8.8.1).
            self.zipped = _form(shared, f"W/{etag.removeprefix('W/')}", "gzip", zipped)

    @property
    def size(self) -> int:
        """Return about how many bytes of memory it takes."""
        forms = {id(form): form for form in (self.plain, self.zipped)}.values()
        said = sum(len(name) + len(value) for name, value in self.plain.headers)
        return OVERHEAD + 2 * said + sum(len(form.body) for form in forms)

    def send(
        self, environ: dict, start_response: Callable, also: Iterable[tuple[str, str]] = ()
    ) -> list[bytes]:
        """Answer a GET or HEAD with status 200, or with 304 to who has the same; WSGI's way."""
        zips = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        form = self.zipped if zips else self.plain
        condition = environ.get("HTTP_IF_NONE_MATCH")
        if condition is not None and is_unchanged(condition, form.etag):
            start_response("304 Not Modified", [*form.headers_if_unchanged, *also])
            return []
        start_response("200 OK", [*form.headers, *also])
        return [form.body] if environ["REQUEST_METHOD"] == "GET" else []


def _form(shared: Headers, etag: str, coding: str | None, body: bytes) -> _Form:
    tagged = [*shared, ("ETag", etag)]
    unchanged = [(name, value) for name, value in tagged if name.lower() not in OF_THE_CONTENT]
    encoded = [("Content-Encoding", coding)] if coding else []
    return _Form(etag, [*tagged, *encoded, ("Content-Length", str(len(body)))], unchanged, body)


def _with_encoding(vary: str) -> str:
    names = [name.strip() for name in vary.split(",") if name.strip()]
    others = [name for name in names if name.lower() != "accept-encoding"]
    return ", ".join([*others, "Accept-Encoding"])


class Shelf:
    """Answers up to so many bytes; those that nobody asked for longest make room."""

    def __init__(self, room: int):
        self._room = room
        self._taken = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._taken = 0

    def get(self, key: Hashable) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep the answer; not one that is larger than all the room, which would drive out all."""
        with self._lock:
            self._remove(key)
            if answer.size > self._room:
                return
            self._answers[key] = answer
            self._taken += answer.size
            while self._taken > self._room:
                self._remove(next(iter(self._answers)))

    def _remove(self, key: Hashable) -> None:
        if (removed := self._answers.pop(key, None)) is not None:
            self._taken -= removed.size
