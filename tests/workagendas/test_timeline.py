"""Where bars and diamonds stand on the timeline of an agenda."""

from datetime import date
from itertools import pairwise

import pytest

from core.days import DatePrecision
from workagendas.models import Action, Milestone, WorkAgenda
from workagendas.timeline import LABELS, WIDTH, place_of, timeline_of

AGENDA = WorkAgenda(starts_in=2026)
TODAY = date(2026, 7, 1)


def line_of(milestones=(), **days):
    action = Action(pk=1, code="2026-X-01", **days)
    return timeline_of(AGENDA, [action], milestones, TODAY).lines[0]


def test_a_period_has_eight_quarters_from_edge_to_edge():
    quarters = timeline_of(AGENDA, [], [], TODAY).quarters
    assert [(quarter.year, quarter.number) for quarter in quarters] == [
        *((2026, number) for number in (1, 2, 3, 4)),
        *((2027, number) for number in (1, 2, 3, 4)),
    ]
    assert quarters[0].x == LABELS
    assert quarters[4].x == place_of(AGENDA, date(2027, 1, 1))
    assert [quarter.begins_a_year for quarter in quarters].count(True) == 2


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2026, 1, 1), LABELS),
        (date(2027, 1, 1), (LABELS + WIDTH) / 2),
        (date(2025, 1, 1), LABELS),
        (date(2030, 1, 1), WIDTH),
    ],
)
def test_a_day_stands_within_the_period(day, place):
    assert place_of(AGENDA, day) == pytest.approx(place, abs=0.1)


def test_exact_days_are_one_exact_bar():
    (bar,) = line_of(
        starts_on=date(2026, 3, 10),
        starts_precision=DatePrecision.DAY,
        due_on=date(2026, 9, 20),
        due_precision=DatePrecision.DAY,
    ).segments
    assert bar.is_exact
    assert bar.x == place_of(AGENDA, date(2026, 3, 10))
    assert bar.x + bar.width == pytest.approx(place_of(AGENDA, date(2026, 9, 21)), abs=0.1)


def test_a_month_that_is_known_no_better_is_drawn_as_such():
    first, middle, last = line_of(starts_on=date(2026, 3, 1), due_on=date(2026, 9, 30)).segments
    assert [first.is_exact, middle.is_exact, last.is_exact] == [False, True, False]
    assert first.x == place_of(AGENDA, date(2026, 3, 1))
    assert last.x == place_of(AGENDA, date(2026, 9, 2))
    assert last.x + last.width == pytest.approx(place_of(AGENDA, date(2026, 10, 1)), abs=0.1)


def test_the_pieces_of_a_bar_join():
    pieces = line_of(starts_on=date(2026, 3, 1), due_on=date(2026, 4, 30)).segments
    assert [piece.is_exact for piece in pieces] == [False, True, False]
    assert pieces[1].x == place_of(AGENDA, date(2026, 3, 31))
    for one, following in pairwise(pieces):
        assert one.x + one.width == pytest.approx(following.x, abs=0.1)


@pytest.mark.parametrize("precision", [DatePrecision.DAY, DatePrecision.MONTH])
def test_an_action_that_ends_in_the_month_in_which_it_starts_is_one_piece(precision):
    (bar,) = line_of(
        starts_on=date(2026, 3, 1), starts_precision=precision, due_on=date(2026, 3, 31)
    ).segments
    assert not bar.is_exact
    assert bar.x + bar.width == pytest.approx(place_of(AGENDA, date(2026, 4, 1)), abs=0.1)


def test_an_action_of_one_day_is_exact():
    day = {"starts_on": date(2026, 3, 10), "due_on": date(2026, 3, 10)}
    both = {"starts_precision": DatePrecision.DAY, "due_precision": DatePrecision.DAY}
    (bar,) = line_of(**day, **both).segments
    assert bar.is_exact
    assert bar.x == place_of(AGENDA, date(2026, 3, 10))
    assert bar.x + bar.width == pytest.approx(place_of(AGENDA, date(2026, 3, 11)), abs=0.1)


def test_a_year_that_is_known_no_better_is_not_exact_anywhere():
    (bar,) = line_of(
        starts_on=date(2026, 1, 1),
        starts_precision=DatePrecision.YEAR,
        due_on=date(2026, 12, 31),
        due_precision=DatePrecision.YEAR,
    ).segments
    assert not bar.is_exact
    assert bar.width == pytest.approx((WIDTH - LABELS) / 2, abs=0.2)


def test_an_end_that_nobody_set_is_open_to_the_end_of_the_period():
    *_pieces, last = line_of(
        starts_on=date(2026, 3, 10), starts_precision=DatePrecision.DAY
    ).segments
    assert not last.is_exact
    assert last.x + last.width == WIDTH


def test_a_start_that_nobody_set_is_open_from_the_start_of_the_period():
    first, *_pieces = line_of(due_on=date(2027, 3, 31)).segments
    assert not first.is_exact
    assert first.x == LABELS


def test_an_action_without_days_has_no_bar():
    assert line_of().segments == ()


def test_milestones_stand_on_the_line_of_their_action():
    own = Milestone(action_id=1, title_nl="Eigen", due_on=date(2027, 1, 1))
    other = Milestone(action_id=2, title_nl="Ander", due_on=date(2027, 1, 1))
    line = line_of([own, other], starts_on=date(2026, 1, 1))
    assert [mark.milestone for mark in line.marks] == [own]
    assert line.marks[0].x == place_of(AGENDA, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("today", "is_drawn"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 7, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_today_is_drawn_within_the_period_only(today, is_drawn):
    assert (timeline_of(AGENDA, [], [], today).today is not None) == is_drawn
