"""What every page of the portal needs."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """Return the scheme and host of this request, for absolute links, and whom to write to."""
    return {
        "origin": f"{request.scheme}://{request.get_host()}",
        "contact_email": settings.CONTACT_EMAIL,
    }
