"""What makes an address public: everybody may use it, and what it answers is nobody's own."""

from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.freshness.accepts import accepted_language
from core.freshness.declaration import declare


def public_page(*, query: tuple[str, ...] = ()):
    """Declare a view as a public page that reads only the query keys in `query`.

    Other keys are dropped before the view sees them, so that they appear in no link. The answer
    says `public, no-cache`: caches keep it and ask each time whether it is still the same (ETag),
    and the portal's own (core.freshness) keeps it until something public changes. So its bytes must
    hold nothing that changes with the reader or the moment.
    """

    def decorate(view):
        @require_safe
        @wraps(view)
        def public_view(request: HttpRequest, **kwargs) -> HttpResponse:
            request.GET = _known(request.GET, query)
            request.META["QUERY_STRING"] = request.GET.urlencode()
            has_language = translation.get_language_from_path(request.path_info)
            decides = {} if has_language else {"Accept-Language": accepted_language}
            declare(request, query=query, varies_on=decides)
            if not has_language:
                _speak_as_declared(request)
            response = view(request, **kwargs)
            if response.status_code < 400:
                patch_cache_control(response, public=True, no_cache=True)
            return response

        return _for_everybody(public_view)

    return decorate


def public_link(view):
    """Declare a view as a public address without a language, which leads to a page in the reader's.

    That is the browser's language (its cookie, then what it accepts, then Dutch), not that of the
    person who is logged in, whom no public address looks up. No cache keeps where it leads.
    """

    @require_safe
    @vary_on_headers("Accept-Language", "Cookie")
    @wraps(view)
    def public_view(request: HttpRequest, **kwargs) -> HttpResponse:
        response = view(request, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return _for_everybody(public_view)


def opened_by_its_address(view):
    """Declare a page for whoever has its address, in which there is a secret: a link in a mail.

    Nobody logs in for it, and who is logged in, or was, is not looked up. Without a cookie there is
    nothing to forge. No cache keeps the answer, and no other page is told the address.
    """

    @wraps(view)
    def opened_view(request: HttpRequest, **kwargs) -> HttpResponse:
        response = view(request, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response["Referrer-Policy"] = "no-referrer"
        return response

    opened_view.csrf_exempt = True
    opened_view.is_opened_by_address = True
    return opened_view


def _known(asked: QueryDict, keys: tuple[str, ...]) -> QueryDict:
    """Return what is asked under these keys, in their order, whatever the order in the address."""
    known = QueryDict(mutable=True)
    for key in keys:
        if key in asked:
            known.setlist(key, asked.getlist(key))
    return known


def _speak_as_declared(request: HttpRequest) -> None:
    """The language is that of `Accept-Language`, not of a cookie, where the address has none."""
    language = accepted_language(request.headers.get("Accept-Language", ""))
    translation.activate(language)
    request.LANGUAGE_CODE = language


def _for_everybody(view):
    # An address that only answers GET has nothing to forge; other methods get 405, not a CSRF page.
    view.csrf_exempt = True
    view.is_public = True
    return view
