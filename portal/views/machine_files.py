"""Small files at fixed addresses that programs ask for."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from core.addresses import addresses_of, is_example_address
from core.public_page import public_page

SECURITY_TXT_DAYS = 180


@public_page()
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("favicon.ico"))


@public_page()
def robots_txt(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    private = ["/admin/", "/accounts/", *addresses_of("desk").values()]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), "", f"Sitemap: {sitemap}"]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page()
def security_txt(request: HttpRequest) -> HttpResponse:
    """Answer RFC 9116: whom to tell about a weakness. 404 while no contact is set.

    It expires half a year after the first day of this month: under a year, as the RFC wants, and
    the same bytes all month.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_expiry():%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    if is_example_address(settings.SECURITY_CONTACT):
        lines.insert(0, "# Example: nobody reads mail at this address.")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _expiry() -> datetime:
    month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return month + timedelta(days=SECURITY_TXT_DAYS)
