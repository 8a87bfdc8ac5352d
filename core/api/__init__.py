"""The conventions of the API, one topic a file: every resource has them from here.

They are the Dutch government's API Design Rules 2.2 and what docs/api.md tells their readers.
"""

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/"
BASE = f"{PREFIX}v1"
VERSION = "1.0.0"  # semantic; told in every answer and in the OpenAPI document

READ_BY_SCRIPTS = "API-Version, Content-Language, ETag, Retry-After, X-Request-ID"


def open_to_websites(response: HttpResponse) -> None:
    """Scripts on pages of any website may read the answer, and these of its headers."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = READ_BY_SCRIPTS


def is_api(request: HttpRequest) -> bool:
    """Say whether the request is for the API, whether or not its address exists."""
    return f"{request.path_info}/".startswith(PREFIX)
