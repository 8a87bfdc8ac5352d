"""The story of an action: what was reported and reached, in one list, newest first."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from workagendas.enums import UpdateState
from workagendas.models import Action, Contribution, Milestone, MilestoneMove, ProgressUpdate

A_PAGE = 10
MOST_PAGES = 500


class Entry(NamedTuple):
    """One thing that happened, and the day of it. One of the others is set."""

    day: date
    update: ProgressUpdate | None = None
    contribution: Contribution | None = None
    achieved: Milestone | None = None
    move: MilestoneMove | None = None

    @property
    def report(self) -> ProgressUpdate | Contribution | None:
        return self.update or self.contribution


class Story(NamedTuple):
    """A page of the story, with the numbers of the pages beside it (None: there is none)."""

    entries: tuple[Entry, ...]
    newer: int | None
    older: int | None


def story_of(action: Action, milestones: Iterable[Milestone], *, page: int = 1) -> Story:
    """Return one page, in two queries whatever the number of reports.

    The milestones come with their moves. Of reports only what the pages so far can hold is read.
    """
    page = min(max(page, 1), MOST_PAGES)
    most = page * A_PAGE + 1
    entries = [
        Entry(timezone.localdate(row.published_at), update=row)
        for row in _newest(ProgressUpdate.objects, action, most)
    ]
    entries += [
        Entry(timezone.localdate(row.published_at), contribution=row)
        for row in _newest(Contribution.objects, action, most)
    ]
    for milestone in milestones:
        if milestone.achieved_on:
            entries.append(Entry(milestone.achieved_on, achieved=milestone))
        for move in milestone.moves.all():
            entries.append(Entry(timezone.localdate(move.moved_at), move=move))
    entries.sort(key=_moment, reverse=True)
    page = min(page, max(1, -(-len(entries) // A_PAGE)))
    first = (page - 1) * A_PAGE
    return Story(
        tuple(entries[first : first + A_PAGE]),
        page - 1 if page > 1 else None,
        page + 1 if len(entries) > first + A_PAGE else None,
    )


def _newest(rows, action: Action, most: int):
    """Return the newest published reports, each with its round and whether it was corrected."""
    published = rows.filter(action=action, state=UpdateState.PUBLISHED).with_round()
    return published.select_related("correction").order_by("-published_at", "-id")[:most]


def _moment(entry: Entry) -> tuple:
    """Order by day; on one day what was reported stands above what happened, the lead's first."""
    if report := entry.report:
        return entry.day, 3 if entry.update else 2, report.published_at, report.pk
    if entry.move:
        return entry.day, 1, entry.move.moved_at, entry.move.pk
    return entry.day, 0, entry.achieved.due_on, entry.achieved.pk
