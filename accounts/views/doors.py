"""Who comes in: a page opens for whoever has a permission, and is not there for others."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse


def only_with(permission: str):
    """Declare a view that needs a permission: without it 404, without a login the login page."""

    def decorate(view):
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, **kwargs)

        return guarded

    return decorate
