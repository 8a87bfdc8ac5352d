"""Asking a WSGI application, as a server does."""

from typing import NamedTuple
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(application, path: str, method: str = "GET", query: str = "", **environ: str) -> Told:
    """Return what the application tells; `environ` holds headers by their name in WSGI."""
    asked = {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": query}
    asked |= {"SCRIPT_NAME": "", "HTTP_HOST": "testserver"} | environ
    setup_testing_defaults(asked)
    said = []
    parts = validator(application)(
        asked, lambda *status_and_headers: said.extend(status_and_headers)
    )
    try:
        body = b"".join(parts)
    finally:
        parts.close()
    return Told(int(said[0].split()[0]), dict(said[1]), body)
