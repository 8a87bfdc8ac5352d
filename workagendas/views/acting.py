"""How the screens of my desk do an act: one form, one act, and back to the page."""

from functools import wraps

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.views.doors import logged_in
from core.errors import DomainError, NotAllowed


def by_post(page: str):
    """Declare an act whose form is on the page of this name; whoever only reads is led there."""

    def decorate(view):
        @logged_in
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
            return view(request, **kwargs) if request.method == "POST" else redirect(page, **kwargs)

        return guarded

    return decorate


def done(form: Form, act, **arguments) -> bool:
    """Do the act; where that fails as expected, the form says why and keeps what was typed."""
    try:
        act(**arguments)
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True
