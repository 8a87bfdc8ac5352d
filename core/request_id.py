"""A number for each request, so that what one request did can be found together."""

import uuid
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the number of the request at hand, or nothing outside a request."""
    return _current.get()


def number_each_request(get_response):
    """Give each request a number of its own, told in the answer as `X-Request-ID`."""

    def middleware(request):
        token = _current.set(str(uuid.uuid4()))
        try:
            response = get_response(request)
            response["X-Request-ID"] = _current.get()
            return response
        finally:
            _current.reset(token)

    return middleware
