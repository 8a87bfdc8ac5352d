"""What makes a page public: everybody may read it, and any cache may keep it."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe


def public_page(*, query: tuple[str, ...] = ()):
    """Declare a view as a public page that reads only the query keys in `query`.

    Other keys are dropped before the view sees them, so that they appear in no link. The answer
    says `public, no-cache`: caches keep it and ask each time whether it is still the same (ETag).
    So its bytes must hold nothing that changes with the reader or the moment.
    """

    def decorate(view):
        @require_safe
        @wraps(view)
        def public_view(request: HttpRequest, **kwargs) -> HttpResponse:
            request.GET = request.GET.copy()
            for key in set(request.GET) - set(query):
                del request.GET[key]
            response = view(request, **kwargs)
            if response.status_code < 400:
                patch_cache_control(response, public=True, no_cache=True)
            return response

        # A page that only answers GET has nothing to forge; other methods get 405, not a CSRF page.
        public_view.csrf_exempt = True
        public_view.is_public = True
        return public_view

    return decorate
