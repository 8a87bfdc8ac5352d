"""Middleware of our own: small, and about one header each."""

from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, set_response_etag

from core.freshness.declaration import is_left_to_the_cache


class ConditionalGetAndHead(ConditionalGetMiddleware):
    """Django's ETag and 304 for HEAD as well: it is GET without the body, headers included.

    An answer that the page cache takes over only gets its ETag here: the cache needs it whole, and
    says 304 itself. A 304 has the exceptions to the security policy that the answer has: a browser
    gives its headers to the page that it kept.
    """

    def process_response(self, request, response):
        if response.status_code == 200 and is_left_to_the_cache(request):
            return response if response.has_header("ETag") else set_response_etag(response)
        method, request.method = request.method, {"HEAD": "GET"}.get(request.method, request.method)
        try:
            answer = super().process_response(request, response)
        finally:
            request.method = method
        if answer is not response and hasattr(response, "_csp_update"):
            answer._csp_update = response._csp_update
        return answer


def private_unless_said(get_response):
    """Every answer that says nothing about caching is for this reader alone and is not kept.

    Nor is one with a cookie, whatever its view said: a shared cache would give it to others.
    """

    def middleware(request):
        response = get_response(request)
        said = response.get("Cache-Control", "")
        if not said or (response.cookies and "public" in said):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
