"""Who comes in: pages of a person, and of whoever has a permission; they are not there for others.

Whoever sends a form after the session has ended gets back what was typed, in the answer alone: it
is kept nowhere, and is in no address.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def logged_in(view):
    """Declare a page of a person, whose forms hold no secrets; without a login the login page."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated and (typed := _words_of(request)):
            context = {"typed": typed, "login": redirect_to_login(request.path).url}
            return render(request, "accounts/not_sent.html", context, status=403)
        return login_required(view)(request, **kwargs)

    guarded.gives_back_words = True
    return guarded


def only_with(permission: str):
    """Declare a view that needs a permission: without it 404, without a login the login page."""

    def decorate(view):
        @logged_in
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, **kwargs)

        return guarded

    return decorate


def _words_of(request: HttpRequest) -> list[str]:
    """Return what was typed in words: it has a space in it, which no chosen value has."""
    return [text for text in request.POST.values() if " " in text.strip()]
