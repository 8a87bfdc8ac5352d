"""The states of a work agenda: into consultation and back, adopted, closed."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.history import because
from core.permissions import require
from workagendas.checklist import Missing, missing_for_adoption, missing_in
from workagendas.enums import AGENDA_TRANSITIONS, AgendaAct, AgendaState
from workagendas.events import tell_of_adoption, tell_of_consultation
from workagendas.models import AgendaSnapshot, WorkAgenda
from workagendas.workflow.amendments import freeze
from workagendas.workflow.locks import locked


class NotComplete(DomainError):
    """Something is missing; `items` are what, each with the place to mend it."""

    def __init__(self, items: list[Missing]):
        self.items = items
        super().__init__(
            _("Not yet, this is missing: {items}").format(
                items=" ".join(item.text for item in items)
            )
        )


class DayRefused(DomainError):
    """A day on which this cannot be."""


class WhyMissing(DomainError):
    def __init__(self):
        super().__init__(_("Say why."))


class AdoptedAlready(DomainError):
    def __init__(self):
        super().__init__(_("This agenda has been adopted already."))


class DecisionMissing(DomainError):
    def __init__(self):
        super().__init__(_("Write down in Dutch what was decided."))


@transaction.atomic
def open_consultation(
    *, agenda: WorkAgenda, ends_on: date, by: User, at: datetime | None = None
) -> WorkAgenda:
    """Everybody with a role reads the agenda and may react through `ends_on`.

    Raises `NotAllowed`, `ForbiddenTransition`, `DayRefused` for a day in the past, `NotComplete`.
    """
    agenda = locked(agenda)
    require(by, "workagendas.open_consultation", agenda)
    _check(agenda, AgendaState.CONSULTATION)
    if ends_on < timezone.localdate():
        raise DayRefused(_("The last day to react lies in the past."))
    if ends_on > agenda.last_day:
        raise DayRefused(_("The last day to react lies after the period of the agenda."))
    if items := missing_in(agenda):
        raise NotComplete(items)
    _move(agenda, AgendaState.CONSULTATION, by, consultation_ends_on=ends_on)
    audit.record(AgendaAct.CONSULTATION_OPENED, by=by, on=agenda, at=at)
    tell_of_consultation(agenda, by=by, at=at)
    return agenda


@transaction.atomic
def take_back(
    *, agenda: WorkAgenda, reason: str, by: User, at: datetime | None = None
) -> WorkAgenda:
    """The agenda is a draft again; the reactions stay, and are answered before it is adopted.

    Raises `NotAllowed`, `ForbiddenTransition`, `WhyMissing`.
    """
    agenda = locked(agenda)
    require(by, "workagendas.take_back_agenda", agenda)
    _check(agenda, AgendaState.DRAFT)
    _move(agenda, AgendaState.DRAFT, by, _said(reason), consultation_ends_on=None)
    audit.record(AgendaAct.TAKEN_BACK, by=by, on=agenda, at=at)
    return agenda


@transaction.atomic
def adopt_agenda(
    *,
    agenda: WorkAgenda,
    adopted_on: date,
    decision: Mapping[str, str],
    by: User,
    at: datetime | None = None,
) -> AgendaSnapshot:
    """The agenda is adopted, public, and its text of now is kept as number 1.

    `adopted_on` is a day from the end of the consultation through today; `decision` is by language,
    and Dutch is there. Raises `NotAllowed`, `AdoptedAlready`, `ForbiddenTransition`,
    `DecisionMissing`, `NotComplete`, `DayRefused`.
    """
    agenda, at = locked(agenda), at or timezone.now()
    require(by, "workagendas.adopt_agenda", agenda)
    if agenda.state == AgendaState.ADOPTED:  # an amendment is another act
        raise AdoptedAlready
    _check(agenda, AgendaState.ADOPTED)
    decided = {language: (text or "").strip() for language, text in decision.items()}
    if not decided.get("nl"):
        raise DecisionMissing
    if items := missing_for_adoption(agenda):
        raise NotComplete(items)
    _check_day(agenda, adopted_on)
    _move(
        agenda,
        AgendaState.ADOPTED,
        by,
        decided["nl"],
        adopted_on=adopted_on,
        decision_nl=decided["nl"],
        decision_en=decided.get("en", ""),
    )
    snapshot = freeze(agenda, by=by, at=at)
    audit.record(AgendaAct.ADOPTED, by=by, on=agenda, at=at)
    tell_of_adoption(agenda, by=by, at=at)
    return snapshot


@transaction.atomic
def close_agenda(
    *, agenda: WorkAgenda, reason: str, by: User, at: datetime | None = None
) -> WorkAgenda:
    """The agenda stays public as it is, and what it promises is changed no more.

    Raises `NotAllowed`, `ForbiddenTransition`, `WhyMissing`.
    """
    agenda = locked(agenda)
    require(by, "workagendas.close_agenda", agenda)
    _check(agenda, AgendaState.CLOSED)
    _move(agenda, AgendaState.CLOSED, by, _said(reason))
    audit.record(AgendaAct.CLOSED, by=by, on=agenda, at=at)
    return agenda


def _check(agenda: WorkAgenda, wanted: AgendaState) -> None:
    AGENDA_TRANSITIONS.check(AgendaState(agenda.state), wanted)


def _check_day(agenda: WorkAgenda, adopted_on: date) -> None:
    if adopted_on > timezone.localdate():
        raise DayRefused(_("The day of the decision is still to come."))
    if agenda.consultation_ends_on and adopted_on < agenda.consultation_ends_on:
        raise DayRefused(_("The decision lies before the end of the consultation."))


def _said(reason: str) -> str:
    if not reason.strip():
        raise WhyMissing
    return reason.strip()


def _move(
    agenda: WorkAgenda, state: AgendaState, by: User, reason: str | None = None, **values
) -> None:
    agenda.state = state
    for name, value in values.items():
        setattr(agenda, name, value)
    because(agenda, reason, by=by).save(update_fields=["state", *values])
