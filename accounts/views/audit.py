"""The audit log: who did what to which object, and when. For administrators."""

from datetime import UTC
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.enums import AccountAct
from accounts.forms.audit import AuditFilter
from accounts.models import User
from accounts.views.doors import only_with
from core import audit as audit_log
from core.addresses import addresses_of
from core.csv_rows import csv_lines
from core.enums import every_act
from core.models import AuditEntry

A_PAGE = 100
COLUMNS = ["at", "actor", "act", "object_type", "object_uid", "fields", "request_id"]


class Line(NamedTuple):
    """An entry in words; `who` and `whom` are accounts that still exist."""

    entry: AuditEntry
    act: str
    who: User | None
    kind: str
    whom: User | None


@only_with("core.view_auditentry")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """A page of entries, newest first; `before` names the last entry of the page before."""
    form = AuditFilter(request.GET)
    form.is_valid()  # a value that makes no sense filters nothing, and the form says so
    found = list(_older_than(form.entries(), request.GET.get("before"))[: A_PAGE + 1])
    entries, has_older = found[:A_PAGE], len(found) > A_PAGE
    context = {
        "form": form,
        "lines": _lines(entries),
        "query": urlencode(form.chosen),
        "older": entries[-1].uid if has_older else None,
        "is_newest": "before" not in request.GET,
        "addresses": addresses_of("audit", query=form.chosen),
    }
    return render(request, "accounts/audit.html", context)


@only_with("core.view_auditentry")
@require_safe
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The same entries as CSV: times in UTC, numbers of accounts and no names."""
    form = AuditFilter(request.GET)
    form.is_valid()
    audit_log.record(AccountAct.AUDIT_READ, by=request.user)
    name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        csv_lines(_rows(form.entries())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(entries: QuerySet[AuditEntry]):
    yield COLUMNS
    for entry in entries.iterator():
        yield [
            entry.at.astimezone(UTC).isoformat(timespec="seconds"),
            entry.actor,
            entry.act,
            entry.object_type,
            entry.object_uid,
            " ".join(entry.fields),
            entry.request_id,
        ]


def _older_than(entries: QuerySet[AuditEntry], uid: str | None) -> QuerySet[AuditEntry]:
    """Go on after the entry with this uid, by its place in time: no counting, no long offsets."""
    try:
        last = AuditEntry.objects.filter(uid=UUID(uid)).first() if uid else None
    except ValueError:
        last = None
    if last is None:
        return entries
    return entries.filter(at__lte=last.at).exclude(Q(at=last.at, id__gte=last.id))


def _lines(entries: list[AuditEntry]) -> list[Line]:
    person = User._meta.label_lower
    uids = {entry.actor for entry in entries}
    uids |= {entry.object_uid for entry in entries if entry.object_type == person}
    known = {user.uid: user for user in User.objects.filter(uid__in=uids - {None})}
    words, kinds = every_act(), {}
    for label in {entry.object_type for entry in entries if entry.object_type}:
        kinds[label] = _kind(label)
    return [
        Line(
            entry,
            words.get(entry.act, entry.act),
            known.get(entry.actor),
            kinds.get(entry.object_type, ""),
            known.get(entry.object_uid) if entry.object_type == person else None,
        )
        for entry in entries
    ]


def _kind(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label  # of a model that no longer exists
