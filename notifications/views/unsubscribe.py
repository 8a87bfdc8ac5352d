"""The page behind the link in a mail, by which its reader gets no more such mails.

The mail's program may do it too, with one POST and without a cookie (RFC 8058). Reading changes
nothing: whoever checks links for viruses unsubscribes nobody.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.addresses import addresses_of
from core.announce import event_called
from core.public_page import opened_by_its_address
from notifications.events import is_optional
from notifications.unsubscribing import unwanted_in
from notifications.workflow import choices as acts


@opened_by_its_address
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, *, token: str) -> HttpResponse:
    """Say what would stop (GET), stop it (POST), or take that back (POST with `again`)."""
    unwanted = unwanted_in(token)
    if unwanted is None:
        return render(request, "notifications/unsubscribe_unknown.html", status=404)
    done = ""
    if request.method == "POST":
        done = "subscribed" if "again" in request.POST else "unsubscribed"
        act = acts.subscribe_again if done == "subscribed" else acts.unsubscribe
        act(unwanted=unwanted)
    event = event_called(unwanted.event_key)
    context = {
        "event": event if event and is_optional(event) else None,
        "done": done,
        "addresses": addresses_of("unsubscribe", kwargs={"token": token}),
    }
    return render(request, "notifications/unsubscribe.html", context)
