"""The story of an action: what was reported and reached, in one list, newest first."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q
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
    entries += _of_milestones(milestones)
    entries.sort(key=_moment, reverse=True)
    page = min(page, max(1, -(-len(entries) // A_PAGE)))
    first = (page - 1) * A_PAGE
    return Story(
        tuple(entries[first : first + A_PAGE]),
        page - 1 if page > 1 else None,
        page + 1 if len(entries) > first + A_PAGE else None,
    )


def page_with(identifier: str, action: Action, milestones: Iterable[Milestone]) -> int | None:
    """Return on which page a report of the action stands; None where it does not stand in it.

    In at most four queries: what stands above it is counted, not read.
    """
    updates, contributions = (
        _told(rows, action) for rows in (ProgressUpdate.objects, Contribution.objects)
    )
    if report := updates.with_identifier(identifier).first():
        here = Entry(timezone.localdate(report.published_at), update=report)
        others = contributions.filter(published_at__date__gt=here.day)
    elif report := contributions.with_identifier(identifier).first():
        here = Entry(timezone.localdate(report.published_at), contribution=report)
        others = updates.filter(published_at__date__gte=here.day)
    else:
        return None
    moment = report.published_at
    same_kind = updates if here.update else contributions
    newer = same_kind.filter(Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=report.pk))
    happened = sum(_moment(each) > _moment(here) for each in _of_milestones(milestones))
    return (newer.count() + others.count() + happened) // A_PAGE + 1


def _of_milestones(milestones: Iterable[Milestone]) -> Iterator[Entry]:
    """Yield that each was reached, and each time that one was moved."""
    for milestone in milestones:
        if milestone.achieved_on:
            yield Entry(milestone.achieved_on, achieved=milestone)
        for move in milestone.moves.all():
            yield Entry(timezone.localdate(move.moved_at), move=move)


def _newest(rows, action: Action, most: int):
    """Return the newest published reports, each with its round and whether it was corrected."""
    published = _told(rows, action).with_round()
    return published.select_related("correction").order_by("-published_at", "-id")[:most]


def _told(rows, action: Action):
    return rows.filter(action=action, state=UpdateState.PUBLISHED)


def _moment(entry: Entry) -> tuple:
    """Order by day; on one day what was reported stands above what happened, the lead's first."""
    if report := entry.report:
        return entry.day, 3 if entry.update else 2, report.published_at, report.pk
    if entry.move:
        return entry.day, 1, entry.move.moved_at, entry.move.pk
    return entry.day, 0, entry.achieved.due_on, entry.achieved.pk
