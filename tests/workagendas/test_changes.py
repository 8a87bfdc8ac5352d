"""What changed in an agenda since the round before."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    MilestoneMoveFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkAgendaFactory,
)
from workagendas.changes import changes_in, changes_since, last_two_rounds
from workagendas.enums import RoundState, Status, UpdateState
from workagendas.listing import listed_actions, milestones_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda():
    return WorkAgendaFactory(adopted=True)


@pytest.fixture
def action(agenda):
    return ActionFactory(agenda=agenda)


@pytest.fixture
def first():
    return ReportingRoundFactory()


@pytest.fixture
def second():
    return a_round(date(2026, 12, 31))


def a_round(day: date, **fields):
    return ReportingRoundFactory(
        starts_on=day.replace(day=1), ends_on=day, reference_date=day, due_on=day, **fields
    )


def changes_of(agenda, *, listed=()):
    rounds = last_two_rounds(agenda)
    rows = listed_actions(agenda, [])
    milestones = milestones_of(agenda, listed, changed_since=changes_since(agenda, rounds))
    return changes_in(agenda, rows, rounds, milestones)


def statuses_of(agenda) -> list[tuple]:
    return [(change.before, change.now) for change in changes_of(agenda).statuses]


def test_a_status_that_is_another_one_is_a_change(agenda, action, first, second):
    ProgressUpdateFactory(action=action, round=first, status=Status.ON_TRACK)
    ProgressUpdateFactory(action=action, round=second, status=Status.NEEDS_ATTENTION)
    assert statuses_of(agenda) == [(Status.ON_TRACK, Status.NEEDS_ATTENTION)]


def test_a_status_that_stayed_is_none(agenda, action, first, second):
    ProgressUpdateFactory(action=action, round=first)
    ProgressUpdateFactory(action=action, round=second)
    assert changes_of(agenda).is_empty


def test_a_first_report_is_a_change(agenda, action, first, second):
    ProgressUpdateFactory(action=action, round=second)
    assert statuses_of(agenda) == [(None, Status.ON_TRACK)]


def test_a_corrected_report_counts_as_corrected(agenda, action, first, second):
    ProgressUpdateFactory(action=action, round=first, status=Status.ON_TRACK)
    wrong = ProgressUpdateFactory(action=action, round=second, status=Status.STOPPED)
    ProgressUpdateFactory(action=action, round=second, corrects=wrong, status=Status.COMPLETED)
    assert statuses_of(agenda) == [(Status.ON_TRACK, Status.COMPLETED)]


def test_a_correction_that_is_not_published_changes_nothing(agenda, action, first, second):
    ProgressUpdateFactory(action=action, round=first, status=Status.ON_TRACK)
    wrong = ProgressUpdateFactory(action=action, round=second, status=Status.STOPPED)
    ProgressUpdateFactory(action=action, round=second, corrects=wrong, state=UpdateState.SUBMITTED)
    assert statuses_of(agenda) == [(Status.ON_TRACK, Status.STOPPED)]


def test_a_report_that_is_not_published_is_not_told(agenda, action, first, second):
    ProgressUpdateFactory(action=action, round=first)
    ProgressUpdateFactory(
        action=action, round=second, status=Status.STOPPED, state=UpdateState.APPROVED
    )
    assert changes_of(agenda).statuses == ()


def test_an_open_round_does_not_count(agenda, first):
    a_round(date(2026, 12, 31), state=RoundState.OPEN)
    assert last_two_rounds(agenda) == [first]


def test_rounds_of_other_years_do_not_count(agenda, first):
    a_round(date(2028, 6, 30))
    assert last_two_rounds(agenda) == [first]


def test_without_two_rounds_milestones_count_since_the_period_began(agenda, action, first):
    MilestoneFactory(action=action, achieved_on=date(2026, 1, 1))
    changes = changes_of(agenda)
    assert changes.since == date(2025, 12, 31)
    assert len(changes.achieved) == 1
    assert (changes.latest, changes.before) == (first, None)


def test_milestones_achieved_after_the_earlier_round_are_told_newest_first(
    agenda, action, first, second
):
    MilestoneFactory(action=action, achieved_on=first.reference_date)
    early = MilestoneFactory(action=action, achieved_on=date(2026, 7, 1))
    late = MilestoneFactory(action=action, achieved_on=date(2026, 8, 1))
    assert changes_of(agenda).achieved == (late, early)


def test_a_milestone_that_was_moved_twice_is_told_once_from_its_first_day(
    agenda, action, first, second
):
    milestone = MilestoneFactory(action=action, due_on=date(2027, 3, 1))
    steps = [date(2026, 9, 1), date(2026, 12, 1), date(2027, 3, 1)]
    for month, (was, now) in enumerate(pairwise(steps), start=8):
        MilestoneMoveFactory(
            milestone=milestone,
            was_due_on=was,
            due_on=now,
            reason=f"Reden {month}.",
            moved_at=datetime(2026, month, 1, 12, tzinfo=UTC),
        )
    (moved,) = changes_of(agenda).moved
    assert (moved.was_due_on, moved.reason) == (steps[0], "Reden 9.")


def test_a_move_before_the_earlier_round_is_old_news(agenda, action, first, second):
    milestone = MilestoneFactory(action=action)
    MilestoneMoveFactory(milestone=milestone, moved_at=datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert changes_of(agenda).moved == ()


@pytest.mark.parametrize("is_listed", [True, False])
def test_what_happened_on_the_day_of_the_earlier_round_is_old_news(
    agenda, action, first, second, is_listed
):
    day = first.reference_date
    MilestoneFactory(action=action, achieved_on=day)
    MilestoneMoveFactory(
        milestone=MilestoneFactory(action=action),
        moved_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
    )
    changes = changes_of(agenda, listed=[action] if is_listed else [])
    assert (changes.achieved, changes.moved) == ((), ())


def test_milestones_of_other_agendas_and_of_internal_actions_are_left_out(agenda, first, second):
    achieved = {"achieved_on": date(2026, 8, 1)}
    MilestoneFactory(action=ActionFactory(agenda=WorkAgendaFactory(adopted=True)), **achieved)
    MilestoneFactory(action=ActionFactory(agenda=agenda, is_public=False), **achieved)
    assert changes_of(agenda).achieved == ()
