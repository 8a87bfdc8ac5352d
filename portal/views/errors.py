"""Errors that no view answers: what happened, in the reader's language, and where to go.

A page in HTML, a problem in the API. They touch no data, but for the line that says that the portal
holds examples; when something went wrong on our side, not that either: the database may be what is
wrong.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from core.api import is_api
from core.api.language import language_of
from core.api.problems import Problem, problem_response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer without asking the request for its host, which may be what is wrong with it."""
    if is_api(request):
        return _error(request, Problem.MALFORMED)
    return HttpResponse(render_to_string("400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, Problem.NOT_FOUND)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, Problem.NOT_ALLOWED)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, Problem.SERVER_ERROR)


def no_such_page(request: HttpRequest) -> HttpResponse:
    """Answer for an address that a package would serve and the portal does not."""
    raise Http404


def _error(request: HttpRequest, problem: Problem) -> HttpResponse:
    if is_api(request):
        with translation.override(language_of(request)):
            response = problem_response(problem)
            response["Content-Language"] = translation.get_language()
            return response
    status = problem.status.value
    asks_nothing = {"shows_examples": False, "has_agendas": False}
    known = asks_nothing if problem is Problem.SERVER_ERROR else {}
    return render(request, f"{status}.html", known, status=status)
