"""Milestones: moved with a reason, and reached."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, edits
from core.bilingual import in_each_language, text_for_reader
from core.days import in_words
from core.errors import DomainError
from core.history import because
from core.permissions import require
from workagendas.enums import AgendaAct, AgendaState
from workagendas.models import Milestone, MilestoneMove, WorkAgenda
from workagendas.models.actions import outside_period
from workagendas.substance import canonical, substance_of
from workagendas.workflow.amendments import freeze, is_being_amended, require_open
from workagendas.workflow.locks import locked


class MoveRefused(DomainError):
    """The milestone cannot be moved to that day, or not any more."""


class NotOnThatDay(DomainError):
    """The milestone cannot have been reached on that day."""


@transaction.atomic
def move_milestone(
    *,
    milestone: Milestone,
    due_on: date,
    reason: str,
    language: str,
    by: User,
    at: datetime | None = None,
) -> MilestoneMove:
    """The milestone has another day; the old one is kept, with the reason in the mover's words.

    In an adopted agenda its text of now is frozen with it. Raises `NotAllowed`, `AgendaClosed`,
    `MoveRefused`.
    """
    agenda, milestone = _locked(milestone)
    at = at or timezone.now()
    require(by, "workagendas.move_milestone", milestone)
    require_open(agenda)
    _require_movable(milestone, agenda, due_on, reason)
    was_due_on, before = milestone.due_on, canonical(substance_of(agenda))
    move = MilestoneMove(
        milestone=milestone,
        was_due_on=was_due_on,
        due_on=due_on,
        reason=reason.strip(),
        language=language,
        moved_at=at,
        is_example=milestone.is_example,
    )
    because(move, None, by=by).save()
    milestone.due_on = due_on
    because(milestone, reason.strip(), by=by).save(update_fields=["due_on"])
    if _is_to_be_kept(agenda) and canonical(substance_of(agenda)) != before:
        freeze(agenda, by=by, at=at, reasons=_told(move))
    audit.record(AgendaAct.MILESTONE_MOVED, by=by, on=milestone, at=at, fields=["due_on"])
    return move


def _is_to_be_kept(agenda: WorkAgenda) -> bool:
    return agenda.state == AgendaState.ADOPTED and not is_being_amended(agenda)


def _locked(milestone: Milestone) -> tuple[WorkAgenda, Milestone]:
    agenda = locked(milestone.action.agenda)
    rows = Milestone.objects.select_for_update(of=("self",)).select_related("action__agenda")
    return agenda, rows.get(pk=milestone.pk)


def _require_movable(milestone: Milestone, agenda: WorkAgenda, due_on: date, reason: str) -> None:
    if milestone.achieved_on is not None:
        raise MoveRefused(_("This milestone was reached. Its day stays as it is."))
    if due_on == milestone.due_on:
        raise MoveRefused(_("The milestone has this day already."))
    if not agenda.first_day <= due_on <= agenda.last_day:
        raise MoveRefused(*outside_period(agenda).messages)
    if not reason.strip():
        raise MoveRefused(_("Say why the milestone is moved."))


def _told(move: MilestoneMove) -> dict[str, str]:
    """Return the reason of the frozen text by language; the mover's words stay with the move."""
    milestone = move.milestone
    said = _("Milestone of {code} moved from {was} to {now}: {title}")
    return in_each_language(
        lambda: str(said).format(
            code=milestone.action.code,
            was=in_words(move.was_due_on),
            now=in_words(move.due_on),
            title=text_for_reader(milestone, "title"),
        )
    )


@transaction.atomic
def achieve_milestone(*, milestone: Milestone, achieved_on: date | None, by: User) -> None:
    """The milestone was reached on this day; None: it was not reached after all.

    Also in a closed agenda: what happens is no promise. Raises `NotAllowed`, `NotOnThatDay`.
    """
    _agenda, milestone = _locked(milestone)
    require(by, "workagendas.achieve_milestone", milestone)
    if refused := milestone.why_not_achieved_on(achieved_on) if achieved_on else None:
        raise NotOnThatDay(refused)
    edits.change(milestone, values={"achieved_on": achieved_on}, by=by)
