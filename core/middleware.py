"""Middleware of our own: small, and about one header each."""

from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control


class ConditionalGetAndHead(ConditionalGetMiddleware):
    """Django's ETag and 304 for HEAD as well: it is GET without the body, headers included."""

    def process_response(self, request, response):
        method, request.method = request.method, {"HEAD": "GET"}.get(request.method, request.method)
        try:
            return super().process_response(request, response)
        finally:
            request.method = method


def private_unless_said(get_response):
    """Every answer that says nothing about caching is for this reader alone and is not kept."""

    def middleware(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
