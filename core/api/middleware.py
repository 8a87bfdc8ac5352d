"""What every answer below /api/ tells, whoever gives it."""

from core.api import VERSION, is_api


def tell_version(get_response):
    """Each answer of the API names its version, also one that no resource gave."""

    def middleware(request):
        response = get_response(request)
        if is_api(request):
            response["API-Version"] = VERSION
        return response

    return middleware
