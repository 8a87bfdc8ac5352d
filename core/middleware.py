"""Middleware of our own: small, and about one header each."""

from django.utils.cache import patch_cache_control


def private_unless_said(get_response):
    """Every answer that says nothing about caching is for this reader alone and is not kept."""

    def middleware(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
