"""Changing what an agenda promises: freely before it is adopted, with a reason afterwards."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.history import because
from core.permissions import require
from workagendas.checklist import Missing, what_must_hold
from workagendas.enums import AGENDA_TRANSITIONS, AgendaAct, AgendaState
from workagendas.events import tell_of_amendment
from workagendas.models import AgendaSnapshot, WorkAgenda
from workagendas.substance import SCHEMA, canonical, digest_of, substance_of
from workagendas.workflow.locks import lock_every_agenda, locked

# The agendas that are being amended by an act that is running, so that one inside it joins it.
_running: ContextVar[frozenset[int]] = ContextVar("amendments", default=frozenset())


class AgendaClosed(DomainError):
    def __init__(self):
        super().__init__(_("This agenda is closed. What it promised stays as it is."))


class ReasonMissing(DomainError):
    def __init__(self):
        super().__init__(_("This agenda has been adopted. Say in Dutch why it is changed."))


class NoLongerWhole(DomainError):
    """An adopted agenda would lose something that it must have; `items` are what."""

    def __init__(self, items: list[Missing]):
        self.items = items
        super().__init__(
            _("An adopted agenda must keep this: {items}").format(
                items=" ".join(item.text for item in items)
            )
        )


@contextmanager
def amending(
    *,
    agenda: WorkAgenda,
    by: User,
    reason: str | Mapping[str, str] = "",
    at: datetime | None = None,
) -> Iterator[WorkAgenda]:
    """What is written inside stands together, and an adopted agenda keeps its trail.

    Where the substance of an adopted agenda differs afterwards, its new text is frozen with the
    reason (Dutch, or by language), the history and the audit log say so, and people are told. All
    is undone by an error. Inside another amendment of the same agenda this one joins it. Raises
    `NotAllowed`, `AgendaClosed`, `ReasonMissing` and `NoLongerWhole`.
    """
    if is_being_amended(agenda):
        yield agenda
        return
    with transaction.atomic():
        lock_every_agenda()
        agenda = locked(agenda)
        require(by, "workagendas.amend_agenda", agenda)
        require_open(agenda)
        if agenda.state != AgendaState.ADOPTED:
            with _joined(agenda):
                yield agenda
            return
        before, lacked = canonical(substance_of(agenda)), what_must_hold(agenda)
        with _joined(agenda):
            yield agenda
        agenda = locked(agenda)
        if lacks := [item for item in what_must_hold(agenda) if item not in lacked]:
            raise NoLongerWhole(lacks)
        if canonical(substance_of(agenda)) != before:
            _amend(agenda, reasons_of(reason), by, at or timezone.now())


@contextmanager
def _joined(agenda: WorkAgenda) -> Iterator[None]:
    token = _running.set(_running.get() | {agenda.pk})
    try:
        yield
    finally:
        _running.reset(token)


def is_being_amended(agenda: WorkAgenda) -> bool:
    """Say whether an amendment of this agenda is running, which will keep its new text."""
    return agenda.pk in _running.get()


def require_open(agenda: WorkAgenda) -> None:
    """Raise `AgendaClosed` for an agenda that is."""
    if agenda.state == AgendaState.CLOSED:
        raise AgendaClosed


def reasons_of(reason: str | Mapping[str, str]) -> dict[str, str]:
    """Return the reason by language, without spaces around it; words alone are Dutch."""
    said = {"nl": reason} if isinstance(reason, str) else dict(reason)
    return {language: (text or "").strip() for language, text in said.items()}


def _amend(agenda: WorkAgenda, reasons: dict[str, str], by: User, at: datetime) -> None:
    if not reasons.get("nl"):
        raise ReasonMissing
    AGENDA_TRANSITIONS.check(AgendaState.ADOPTED, AgendaState.ADOPTED)
    freeze(agenda, by=by, at=at, reasons=reasons)
    because(agenda, reasons["nl"], by=by).save(update_fields=["state"])
    audit.record(AgendaAct.AMENDED, by=by, on=agenda, at=at)
    tell_of_amendment(agenda, by=by, at=at)


def freeze(
    agenda: WorkAgenda, *, by: User | None, at: datetime, reasons: Mapping[str, str] | None = None
) -> AgendaSnapshot:
    """The agenda's text of now is kept under the next number. Called under its lock."""
    content = canonical(substance_of(agenda))
    last = agenda.snapshots.order_by("-number").values_list("number", flat=True).first()
    reasons = reasons or {}
    snapshot = AgendaSnapshot(
        agenda=agenda,
        number=(last or 0) + 1,
        made_at=at,
        schema=SCHEMA,
        content=content,
        digest=digest_of(content),
        reason_nl=reasons.get("nl", ""),
        reason_en=reasons.get("en", ""),
    )
    because(snapshot, reasons.get("nl") or None, by=by).save()
    return snapshot
