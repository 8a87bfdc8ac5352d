"""The one door for acts: who did what to which object, and when.

Called in the transaction of the act, beside state, history and notification, so that an act and
its record stand or fall together.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from core.enums import Act
from core.models import AuditEntry
from core.request_id import current_request_id


def record(
    act: Act,
    *,
    by: Model | None,
    on: Model | None = None,
    fields: Iterable[str] = (),
    at: datetime | None = None,
) -> AuditEntry:
    """The act is recorded: `by` the account (None: nobody or the portal), `on` the object.

    `fields` are the names of what changed. Contents, names of people and addresses do not belong
    here.
    """
    return AuditEntry.objects.create(
        at=at or timezone.now(),
        actor=getattr(by, "uid", None),
        act=act,
        object_type=on._meta.label_lower if on is not None else "",
        object_uid=getattr(on, "uid", None),
        fields=sorted(fields),
        request_id=current_request_id(),
    )
