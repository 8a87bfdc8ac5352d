"""From an exception to a problem: the framework's, the domain's and the conventions' own."""

import logging
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from core.api.problems import Problem, problem_response
from core.errors import DomainError, EditedMeanwhile, NotAllowed

logger = logging.getLogger(__name__)


class BadQuery(exceptions.APIException):
    """Query keys or values that are not known: `{key: [what is wrong]}`."""

    def __init__(self, errors: dict[str, list[str]]):
        self.errors = errors
        super().__init__()


class BadHeader(exceptions.APIException):
    """A header whose value cannot be read."""

    def __init__(self, header: str, detail: str):
        self.header = header
        super().__init__(detail)


class Conflict(exceptions.APIException):
    """The request does not fit how things stand; `str()` is a sentence for the reader."""


class LostUpdate(exceptions.APIException):
    """`If-Match` names another version than the stored one."""


class PreconditionRequired(exceptions.APIException):
    """A change here needs `If-Match`."""


class TooLarge(exceptions.APIException):
    """The body is larger than the API takes."""


# The first that fits counts.
_PROBLEMS: list[tuple[type[Exception], Problem]] = [
    (BadQuery, Problem.INVALID_INPUT),
    (BadHeader, Problem.INVALID_INPUT),
    (exceptions.ValidationError, Problem.INVALID_INPUT),
    (ModelError, Problem.INVALID_INPUT),
    (exceptions.ParseError, Problem.MALFORMED),
    (exceptions.NotAuthenticated, Problem.NOT_AUTHENTICATED),
    (exceptions.AuthenticationFailed, Problem.NOT_AUTHENTICATED),
    (exceptions.PermissionDenied, Problem.NOT_ALLOWED),
    (NotAllowed, Problem.NOT_ALLOWED),
    (PermissionDenied, Problem.NOT_ALLOWED),
    (exceptions.NotFound, Problem.NOT_FOUND),
    (Http404, Problem.NOT_FOUND),
    (exceptions.MethodNotAllowed, Problem.METHOD_NOT_ALLOWED),
    (exceptions.NotAcceptable, Problem.NOT_ACCEPTABLE),
    (exceptions.UnsupportedMediaType, Problem.UNSUPPORTED_MEDIA_TYPE),
    (exceptions.Throttled, Problem.TOO_MANY_REQUESTS),
    (LostUpdate, Problem.LOST_UPDATE),
    (EditedMeanwhile, Problem.LOST_UPDATE),
    (PreconditionRequired, Problem.PRECONDITION_REQUIRED),
    (TooLarge, Problem.TOO_LARGE),
    (Conflict, Problem.CONFLICT),
    (DomainError, Problem.CONFLICT),
    (IntegrityError, Problem.CONFLICT),
]
# Whose own words say more than the kind of problem does.
_OWN_WORDS = (DomainError, Conflict)


def answer_problem(error: Exception, context: dict) -> HttpResponse | None:
    """Answer for an exception of a resource; None for one that nobody expected (a 500)."""
    kind = next((kind for type_, kind in _PROBLEMS if isinstance(error, type_)), None)
    if kind is None:
        return None
    headers = {}
    if kind is Problem.NOT_AUTHENTICATED:
        headers["WWW-Authenticate"] = getattr(error, "auth_header", None) or "Bearer"
    elif kind is Problem.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    elif kind is Problem.TOO_MANY_REQUESTS:
        headers["Retry-After"] = str(max(1, int(error.wait or 1)))
    return problem_response(
        kind, detail=_detail_of(error), errors=list(_errors_of(error)), headers=headers
    )


def _detail_of(error: Exception) -> str | None:
    """Return what the exception itself says, where it was raised with words of our own."""
    if isinstance(error, _OWN_WORDS):
        return str(error)
    if isinstance(error, IntegrityError):
        # The first line names the constraint; what follows it may hold values.
        said = str(error).partition("\n")[0]
        logger.warning("A constraint refused what the checks before it let through: %s", said)
        return None
    said = getattr(error, "detail", None)
    is_our_own = isinstance(said, str) and said != getattr(type(error), "default_detail", None)
    asks_who = isinstance(error, exceptions.AuthenticationFailed | exceptions.PermissionDenied)
    return said if is_our_own and asks_who else None


def _errors_of(error: Exception) -> Iterator[dict[str, str]]:
    if isinstance(error, BadQuery):
        for key, sentences in error.errors.items():
            for sentence in sentences:
                yield {"parameter": key, "detail": str(sentence)}
    elif isinstance(error, DomainError):
        yield from ({"pointer": "#", "detail": item.text} for item in getattr(error, "items", ()))
    elif isinstance(error, BadHeader):
        yield {"header": error.header, "detail": str(error.detail)}
    elif isinstance(error, exceptions.ValidationError):
        yield from _pointed(error.detail, "#")
    elif isinstance(error, ModelError):
        yield from ({"pointer": "#", "detail": message} for message in error.messages)
    elif isinstance(error, exceptions.ParseError):
        yield {"pointer": "#", "detail": _("This is not JSON in UTF-8.")}


def _pointed(errors: object, pointer: str) -> Iterator[dict[str, str]]:
    """Give each sentence of nested errors with a JSON pointer to what it is about."""
    if isinstance(errors, dict):
        for member, inner in errors.items():
            part = str(member).replace("~", "~0").replace("/", "~1")
            whole = pointer if member == "non_field_errors" else f"{pointer}/{part}"
            yield from _pointed(inner, whole)
    elif isinstance(errors, list):
        for place, inner in enumerate(errors):
            deeper = isinstance(inner, dict | list)
            yield from _pointed(inner, f"{pointer}/{place}" if deeper else pointer)
    else:
        yield {"pointer": pointer, "detail": str(errors)}
