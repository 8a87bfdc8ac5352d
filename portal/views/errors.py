"""Error pages: what happened, in the reader's language, and where to go. They touch no data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def no_such_page(request: HttpRequest) -> HttpResponse:
    """Answer for an address that a package would serve and the portal does not."""
    raise Http404
