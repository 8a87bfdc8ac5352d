"""The conventions of the API, one topic a file: every resource has them from here.

They are the Dutch government's API Design Rules 2.2 and what docs/api.md tells their readers.
"""

from django.http import HttpRequest

PREFIX = "/api/"
BASE = f"{PREFIX}v1"
VERSION = "1.0.0"  # semantic; told in every answer and in the OpenAPI document


def is_api(request: HttpRequest) -> bool:
    """Say whether the request is for the API, whether or not its address exists."""
    return f"{request.path_info}/".startswith(PREFIX)
