"""Which version of a resource somebody read: `"<version>-<variant>"`, and `If-Match`."""

import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.api.failures import BadHeader, LostUpdate, PreconditionRequired
from core.models import DomainModel

_TAG = r'\s*(?:W/)?"([^"\x00-\x20\x7f]*)"\s*'
_LIST = re.compile(rf"{_TAG}(?:,{_TAG})*")


def etag_of(response: HttpResponse, version: int | None = None) -> str:
    """Return the entity tag of an answer: its bytes, and the row's version if there is one row."""
    variant = hashlib.sha256(response.content).hexdigest()[:16]
    return f'"{variant}"' if version is None else f'"{version}-{variant}"'


def require_version_seen(request: HttpRequest, row: DomainModel, *, required: bool) -> None:
    """Raise `LostUpdate` unless `If-Match` names the row's version, whatever variant was read.

    A weakened tag (`W/`) counts too, since caches weaken tags when they compress. Without the
    header: `PreconditionRequired` where it is required. Raises `BadHeader` if it cannot be read.
    """
    header = request.META.get("HTTP_IF_MATCH")
    if header is None:
        if required:
            raise PreconditionRequired
        return
    if header.strip() == "*":
        return
    if not _LIST.fullmatch(header):
        raise BadHeader("If-Match", _("Send the ETag that you read, with its quotes."))
    if str(row.version) not in {tag.partition("-")[0] for tag in re.findall(_TAG, header)}:
        raise LostUpdate
