"""Errors as RFC 9457 problems: one kind for each way in which a request can fail."""

import json
from collections.abc import Iterable
from enum import Enum
from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.api import BASE

PROBLEM_JSON = "application/problem+json"


class _Words(NamedTuple):
    status: HTTPStatus
    title: Promise
    detail: Promise  # what to do about it, where nothing more exact is known


class Problem(Enum):
    """The kinds of problems. The value is the last part of `type`, and never changes."""

    MALFORMED = "malformed"
    INVALID_INPUT = "invalid-input"
    NOT_AUTHENTICATED = "not-authenticated"
    NOT_ALLOWED = "not-allowed"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    NOT_ACCEPTABLE = "not-acceptable"
    CONFLICT = "conflict"
    LOST_UPDATE = "lost-update"
    TOO_LARGE = "too-large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
    PRECONDITION_REQUIRED = "precondition-required"
    TOO_MANY_REQUESTS = "too-many-requests"
    SERVER_ERROR = "server-error"

    @property
    def status(self) -> HTTPStatus:
        return _WORDS[self].status

    @property
    def title(self) -> Promise:
        return _WORDS[self].title

    @property
    def detail(self) -> Promise:
        return _WORDS[self].detail

    @property
    def type(self) -> str:
        """Return the address (relative to the API's host) that explains this kind of problem."""
        return f"{BASE}/problems/{self.value}"


_WORDS = {
    Problem.MALFORMED: _Words(
        HTTPStatus.BAD_REQUEST,
        _("The request cannot be read"),
        _("Check the address and the body: the body is JSON in UTF-8."),
    ),
    Problem.INVALID_INPUT: _Words(
        HTTPStatus.BAD_REQUEST,
        _("The input is not right"),
        _("Nothing was changed. Each error below says what it is about."),
    ),
    Problem.NOT_AUTHENTICATED: _Words(
        HTTPStatus.UNAUTHORIZED,
        _("We do not know who you are"),
        _("Log in, or send a valid token: “Authorization: Bearer …”."),
    ),
    Problem.NOT_ALLOWED: _Words(
        HTTPStatus.FORBIDDEN, _("You may not do this"), _("Your role does not allow this.")
    ),
    Problem.NOT_FOUND: _Words(
        HTTPStatus.NOT_FOUND,
        _("There is nothing here"),
        _("Nothing stands at this address, or you may not see it. Addresses have no final slash."),
    ),
    Problem.METHOD_NOT_ALLOWED: _Words(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("This cannot be done here"),
        _("The header “Allow” names the methods that this address offers."),
    ),
    Problem.NOT_ACCEPTABLE: _Words(
        HTTPStatus.NOT_ACCEPTABLE,
        _("Not available in this form"),
        _("None of the media types in “Accept” is offered here."),
    ),
    Problem.CONFLICT: _Words(
        HTTPStatus.CONFLICT,
        _("This does not fit how things stand now"),
        _("Read the resource again, then decide what to do."),
    ),
    Problem.LOST_UPDATE: _Words(
        HTTPStatus.PRECONDITION_FAILED,
        _("Somebody else changed this"),
        _("It is not the version that you read. Nothing was overwritten: read it again."),
    ),
    Problem.TOO_LARGE: _Words(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("The body is too large"),
        _("Send it in smaller parts."),
    ),
    Problem.UNSUPPORTED_MEDIA_TYPE: _Words(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        _("This form of body cannot be read"),
        _("Send JSON, and say so: “Content-Type: application/json”."),
    ),
    Problem.PRECONDITION_REQUIRED: _Words(
        HTTPStatus.PRECONDITION_REQUIRED,
        _("Say which version you read"),
        _("Send the ETag that came with it as “If-Match”."),
    ),
    Problem.TOO_MANY_REQUESTS: _Words(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many requests"),
        _("Wait as many seconds as the header “Retry-After” says."),
    ),
    Problem.SERVER_ERROR: _Words(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on our side"),
        _("It was not your fault. Try again later, or tell us the header “X-Request-ID”."),
    ),
}


def problem_response(
    problem: Problem,
    *,
    detail: str | Promise | None = None,
    errors: Iterable[dict[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Return the answer for a problem, in the active language.

    Each error has a `detail` and says where it is: `pointer` (RFC 6901, into the body), `parameter`
    (a query key) or `header`.
    """
    body = {
        "type": problem.type,
        "title": str(problem.title),
        "status": problem.status.value,
        "detail": str(detail or problem.detail),
    }
    if errors := list(errors):
        body["errors"] = errors
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=problem.status,
        content_type=PROBLEM_JSON,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
