"""Addresses whose answers the page cache may keep, and some that it may not."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.cache import patch_cache_control, patch_vary_headers

from core.freshness.accepts import accepted_language
from core.freshness.declaration import declare, only_a_session
from core.public_page import public_page
from portal.urls import urlpatterns as portal_urls

answered: list[str] = []  # the path of each request that reached a view
TEXT = "Woorden die vaak terugkomen. " * 200


def text(request) -> HttpResponse:
    answered.append(request.path)
    return HttpResponse(f"{len(answered)} {request.GET.urlencode()} {TEXT}")


def data(request) -> HttpResponse:
    """Answer as the API does: strict about keys, by language and by media type."""
    declare(
        request,
        query=("page", "q"),
        other_keys_are_errors=True,
        varies_on={
            "Accept-Language": accepted_language,
            "Accept": kind_of,
            "Cookie": only_a_session,
        },
    )
    answered.append(request.path)
    if unknown := set(request.GET) - {"page", "q"}:
        return HttpResponse(f"{unknown}", status=400)
    language = accepted_language(request.headers.get("Accept-Language", ""))
    kind = kind_of(request.headers.get("Accept", ""))
    response = HttpResponse(f"{len(answered)} {language} {kind}", content_type=kind)
    patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization", "Cookie"])
    patch_cache_control(response, public=True, no_cache=True)
    return response


def kind_of(accept: str) -> str:
    return "text/csv" if "csv" in accept else "application/json"


def with_cookie(request) -> HttpResponse:
    response = text(request)
    response.set_cookie("wens", "x")
    return response


def by_browser(request) -> HttpResponse:
    response = text(request)
    patch_vary_headers(response, ["User-Agent"])
    return response


def by_cookie(request) -> HttpResponse:
    response = text(request)
    patch_vary_headers(response, ["Cookie"])
    return response


def streaming(request) -> StreamingHttpResponse:
    answered.append(request.path)
    return StreamingHttpResponse([b"een", b"twee"])


def of_somebody(request) -> HttpResponse:
    response = text(request)
    patch_cache_control(response, private=True, no_store=True)
    return response


def gone(request) -> HttpResponse:
    return HttpResponse(text(request).content, status=410)


urlpatterns = [
    path("file.txt", public_page()(text)),
    path("data", data),
    *i18n_patterns(
        path("page/", public_page(query=("page", "sort", "q"))(text)),
        path("cookie/", public_page()(with_cookie)),
        path("browser/", public_page()(by_browser)),
        path("by-cookie/", public_page()(by_cookie)),
        path("streaming/", public_page()(streaming)),
        path("gone/", public_page()(gone)),
        path("undeclared/", text),
        path("private/", of_somebody),
    ),
    *portal_urls,
]
