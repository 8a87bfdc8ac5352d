"""Plain edits of content: the row is saved, with its history and its line in the audit log."""

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core import audit
from core.enums import ContentAct
from core.errors import DomainError
from core.events import announce_outdated, states_before
from core.history import because
from core.models import DomainModel


class StillNeeded(DomainError):
    """The row cannot be deleted: others need it."""

    def __init__(self, refused: ProtectedError):
        kinds = {capfirst(row._meta.verbose_name_plural) for row in refused.protected_objects}
        self.kinds = sorted(str(kind) for kind in kinds)
        super().__init__(
            _("This cannot be deleted while others need it: {kinds}.").format(
                kinds=", ".join(self.kinds)
            )
        )


@transaction.atomic
def add(row: DomainModel, *, by: Model, reason: str = "") -> None:
    """The new row is stored."""
    _save(row, by, reason)
    audit.record(ContentAct.ADDED, by=by, on=row)


@transaction.atomic
def change(row: DomainModel, *, values: dict[str, object], by: Model, reason: str = "") -> None:
    """The row has these values. Where it had them all already, nothing is written.

    Raises `EditedMeanwhile` when somebody else saved since the row was read.
    """
    differing = {name for name, value in values.items() if _differ(getattr(row, name), value)}
    if differing:
        before = states_before(row)
        for name in differing:
            setattr(row, name, values[name])
        _save(row, by, reason)
        audit.record(ContentAct.CHANGED, by=by, on=row, fields=differing)
        announce_outdated(row, before=before, by=by)


@transaction.atomic
def raise_version(row: DomainModel, *, by: Model, reason: str = "") -> None:
    """The row has its next version: what is written with it changed, and no column of its own.

    Whoever read it before is found by that.
    """
    because(row, reason or None, by=by).save(update_fields=["version"])


@transaction.atomic
def delete(row: DomainModel, *, by: Model, reason: str = "") -> None:
    """The row is gone. Raises `StillNeeded` and changes nothing where others need it."""
    because(row, reason or None, by=by)
    audit.record(ContentAct.DELETED, by=by, on=row)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as refused:
        raise StillNeeded(refused) from refused


def _differ(stored: object, wanted: object) -> bool:
    """Say whether the values differ for a reader: no text is no text, empty or not there."""
    return ("" if stored is None else stored) != ("" if wanted is None else wanted)


def _save(row: DomainModel, by: Model, reason: str) -> None:
    because(row, reason or None, by=by).save()
