"""The two years of an agenda as a drawing: quarters across, one line an action.

Plain numbers in units of the drawing; templates/workagendas/timeline_drawing.html only draws them.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from core.days import first_day, last_day
from workagendas.models import Action, Milestone, WorkAgenda

LABELS = 104.0  # room for the codes at the side
WIDTH = 960.0
HEAD = 44.0  # years and quarters above the lines
LINE = 30.0
BAR = 10.0
DIAMOND = 7.0  # from its middle to a corner
FOOT = 6.0
QUARTERS = 8


class Segment(NamedTuple):
    """A piece of a bar. What is not exact lies in a month or year that is known no better."""

    x: float
    width: float
    is_exact: bool


class Mark(NamedTuple):
    """A milestone: where it stands, and whether it was reached."""

    milestone: Milestone
    x: float
    points: str  # of its diamond


class Line(NamedTuple):
    """An action on the drawing, with its bar and milestones."""

    action: Action
    y: float  # the middle
    bar_y: float
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    milestones: tuple[Milestone, ...]


class Quarter(NamedTuple):
    x: float
    middle: float
    number: int
    year: int
    begins_a_year: bool


class Timeline(NamedTuple):
    quarters: tuple[Quarter, ...]
    lines: tuple[Line, ...]
    today: float | None  # None outside the period
    height: float
    width: float = WIDTH
    head: float = HEAD
    bar: float = BAR
    foot: float = FOOT

    @property
    def bottom(self) -> float:
        return self.height - FOOT


def timeline_of(
    agenda: WorkAgenda, actions: Iterable[Action], milestones: Iterable[Milestone], today: date
) -> Timeline:
    """Return the drawing of these actions; a milestone of another action is left out."""
    of_action: dict[int, list[Milestone]] = {}
    for milestone in milestones:
        of_action.setdefault(milestone.action_id, []).append(milestone)
    lines = [
        _line(agenda, action, of_action.get(action.pk, []), HEAD + LINE * (place + 0.5))
        for place, action in enumerate(actions)
    ]
    is_now = agenda.first_day <= today <= agenda.last_day
    return Timeline(
        tuple(_quarter(agenda, number) for number in range(QUARTERS)),
        tuple(lines),
        place_of(agenda, today) if is_now else None,
        HEAD + LINE * len(lines) + FOOT,
    )


def place_of(agenda: WorkAgenda, day: date) -> float:
    """Return where a day begins, within the period whatever the day is."""
    length = (agenda.last_day - agenda.first_day).days + 1
    since = min(max((day - agenda.first_day).days, 0), length)
    return round(LABELS + (WIDTH - LABELS) * since / length, 1)


def _quarter(agenda: WorkAgenda, number: int) -> Quarter:
    year, quarter = agenda.starts_in + number // 4, number % 4 + 1
    begins = date(year, 3 * quarter - 2, 1)
    ends = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    x, end = place_of(agenda, begins), place_of(agenda, ends)
    return Quarter(x, round((x + end) / 2, 1), quarter, year, begins_a_year=quarter == 1)


def _line(agenda: WorkAgenda, action: Action, milestones: list[Milestone], y: float) -> Line:
    return Line(
        action,
        y,
        y - BAR / 2,
        tuple(_segments(agenda, action)),
        tuple(_mark(agenda, milestone, y) for milestone in milestones),
        tuple(milestones),
    )


def _segments(agenda: WorkAgenda, action: Action) -> list[Segment]:
    """Return the bar from start through end. An end that nobody set is open to the period's."""
    if action.starts_on is None and action.due_on is None:
        return []
    starts, certainly = _span(
        action.starts_on, action.starts_precision, agenda.first_day, is_open=action.due_on
    )
    due_from, ends = _span(
        action.due_on, action.due_precision, agenda.last_day, is_open=action.starts_on
    )
    if due_from <= certainly:  # start and end lie in the same month or year, or on one day
        return [_segment(agenda, starts, ends, is_exact=starts == ends)]
    pieces = [
        (starts, certainly - timedelta(days=1), False),
        (certainly, due_from, True),
        (due_from + timedelta(days=1), ends, False),
    ]
    return [
        _segment(agenda, first, last, is_exact=is_exact)
        for first, last, is_exact in pieces
        if first <= last
    ]


def _span(day: date | None, precision: str, edge: date, *, is_open: date | None):
    """Return the first and the last day that are meant; through the period's edge for none."""
    if day is None:
        return min(edge, is_open), max(edge, is_open)
    return first_day(day, precision), last_day(day, precision)


def _segment(agenda: WorkAgenda, first: date, last: date, *, is_exact: bool) -> Segment:
    x, end = place_of(agenda, first), place_of(agenda, last + timedelta(days=1))
    return Segment(x, round(max(end - x, 1), 1), is_exact)


def _mark(agenda: WorkAgenda, milestone: Milestone, y: float) -> Mark:
    x = place_of(agenda, milestone.due_on)
    corners = [(x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y)]
    return Mark(milestone, x, " ".join(f"{cx:g},{cy:g}" for cx, cy in corners))
