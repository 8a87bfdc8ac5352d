"""What changed in an agenda: what its leads say, and its milestones."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from workagendas.enums import Status, UpdateState
from workagendas.listing import Listed
from workagendas.models import Action, Milestone, ProgressUpdate, ReportingRound, WorkAgenda


class StatusChange(NamedTuple):
    """That an action stands otherwise than a round before; before is None at its first report."""

    action: Action
    before: Status | None
    now: Status


class MilestoneMoved(NamedTuple):
    milestone: Milestone
    was_due_on: date  # before the first move since
    language: str  # of the reason of the last one
    reason: str


class Changes(NamedTuple):
    """What changed: statuses between two rounds, milestones after `since` until now."""

    latest: ReportingRound | None
    before: ReportingRound | None
    statuses: tuple[StatusChange, ...]
    since: date
    achieved: tuple[Milestone, ...]  # the newest first
    moved: tuple[MilestoneMoved, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.statuses or self.achieved or self.moved)


def last_two_rounds(agenda: WorkAgenda) -> list[ReportingRound]:
    """Return the last closed rounds that say how things stood in the agenda's period, newest first.

    The round after the period counts too: it says how things stood at its end.
    """
    rounds = ReportingRound.objects.closed().filter(
        ends_on__gte=agenda.first_day, starts_on__lte=agenda.last_day
    )
    return list(rounds.latest_first()[:2])


def changes_since(agenda: WorkAgenda, rounds: list[ReportingRound]) -> date:
    """Return the day after which a change is news: the earlier round's, else before the period."""
    if len(rounds) > 1:
        return rounds[1].reference_date
    return agenda.first_day - timedelta(days=1)


def changes_in(
    agenda: WorkAgenda,
    rows: Iterable[Listed],
    rounds: list[ReportingRound],
    milestones: Iterable[Milestone],
) -> Changes:
    """Return what changed, in one query; milestones come with their moves (`milestones_of`)."""
    since = changes_since(agenda, rounds)
    latest, before = (*rounds, None, None)[:2]
    milestones = list(milestones)
    achieved = [row for row in milestones if row.achieved_on and row.achieved_on > since]
    moved = [change for row in milestones if (change := _moved(row, since))]
    return Changes(
        latest,
        before,
        tuple(_status_changes(agenda, rows, latest, before)),
        since,
        tuple(sorted(achieved, key=lambda row: (row.achieved_on, row.pk), reverse=True)),
        tuple(moved),
    )


def _status_changes(
    agenda: WorkAgenda,
    rows: Iterable[Listed],
    latest: ReportingRound | None,
    before: ReportingRound | None,
) -> list[StatusChange]:
    if before is None:
        return []
    told = (
        ProgressUpdate.objects.published()
        .filter(action__agenda=agenda, round__in=[latest.pk, before.pk])
        .exclude(Q(correction__isnull=False) & Q(correction__state=UpdateState.PUBLISHED))
        .order_by("id")
    )
    statuses = {
        (action, round_): Status(status)
        for action, round_, status in told.values_list("action_id", "round_id", "status")
    }
    changes = []
    for row in rows:
        was = statuses.get((row.action.pk, before.pk))
        now = statuses.get((row.action.pk, latest.pk))
        if now and now != was:
            changes.append(StatusChange(row.action, was, now))
    return changes


def _moved(milestone: Milestone, since: date) -> MilestoneMoved | None:
    moves = [move for move in milestone.moves.all() if timezone.localdate(move.moved_at) > since]
    if not moves or moves[0].was_due_on == milestone.due_on:
        return None
    return MilestoneMoved(milestone, moves[0].was_due_on, moves[-1].language, moves[-1].reason)
