"""Where the portal is: scheme and host for links in mails, which no request is there to tell."""

from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

LONGEST_HOST = 150  # characters; a port may have any number of digits
_current: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def portal_origin() -> str:
    """Return scheme and host without a slash: the setting, else those of the request at hand, else
    the first name that the portal answers to.
    """
    if settings.ORIGIN:
        return settings.ORIGIN.rstrip("/")
    request = _current.get()
    if request and len(host := request.get_host()) <= LONGEST_HOST:
        return f"{request.scheme}://{host}"
    host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    return f"{'http' if settings.PLAIN_HTTP else 'https'}://{host.removeprefix('.')}"


def remember_origin(get_response):
    """Let whatever happens in a request know where the reader found the portal."""

    def middleware(request: HttpRequest):
        token = _current.set(request)
        try:
            return get_response(request)
        finally:
            _current.reset(token)

    return middleware
