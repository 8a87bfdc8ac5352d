"""My inbox: what I was told, the newest first, and one message with its words."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.addresses import addresses_of
from notifications.letters import shown_notice, title_of
from notifications.models import Notification
from notifications.workflow import inbox as acts

A_PAGE = 50


class Line(NamedTuple):
    """A row of the inbox in words; `kind` is empty where it would only say the title again."""

    row: Notification
    title: str
    kind: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """A page of it; POST marks everything as read."""
    if request.method == "POST":
        acts.mark_all_read(person=request.user)
        return redirect("inbox")
    mine = Notification.objects.inbox_of(request.user)
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(row) for row in page.object_list]
    context = {"page": page, "lines": lines, "addresses": addresses_of("inbox")}
    return render(request, "notifications/inbox.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """Whoever is shown the message has read it; POST marks it as `read` or as `unread`."""
    row = get_object_or_404(Notification.objects.inbox_of(request.user), uid=uid)
    if request.method == "POST":
        act = acts.mark_unread if "unread" in request.POST else acts.mark_read
        act(notifications=[row], person=request.user)
        return redirect(_place_of(row, request.POST.get("page", "")))
    if request.method == "GET" and not row.read_at:
        acts.mark_read(notifications=[row], person=request.user)
    context = {
        "row": row,
        "notice": shown_notice(row),
        "kind": str(row),
        "addresses": addresses_of("notice", kwargs={"uid": uid}),
    }
    return render(request, "notifications/notice.html", context)


def _line(row: Notification) -> Line:
    title, kind = title_of(row), str(row)
    return Line(row, title, "" if kind == title else kind)


def _place_of(row: Notification, page: str) -> str:
    """Return the address of the row in the inbox, on the page of the list that was left."""
    query = f"?{urlencode({'page': page})}" if page.isdecimal() else ""
    return f"{reverse('inbox')}{query}#{row.uid}"
