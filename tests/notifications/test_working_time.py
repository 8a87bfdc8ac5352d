"""By day, on working days of both countries, in Brussels' time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.working_time import is_working_day, is_working_time, next_working_time

BRUSSELS = ZoneInfo("Europe/Brussels")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 17), True),  # a Thursday
        (date(2026, 12, 19), False),  # Saturday
        (date(2026, 12, 20), False),  # Sunday
        (date(2026, 4, 27), False),  # the King's birthday, a holiday in the Netherlands alone
        (date(2026, 7, 21), False),  # the national holiday of Belgium alone
        (date(2026, 11, 11), False),  # armistice, in Belgium alone
        (date(2026, 12, 25), False),  # Christmas, in both
        (date(2027, 1, 1), False),
    ],
)
def test_a_holiday_of_either_country_is_no_working_day(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-12-17T07:59:59", False),
        ("2026-12-17T08:00", True),
        ("2026-12-17T18:59:59", True),
        ("2026-12-17T19:00", False),
        ("2026-12-19T12:00", False),
    ],
)
def test_mails_go_out_from_eight_to_seven(moment, works):
    assert is_working_time(at(moment)) is works


@pytest.mark.parametrize(
    ("moment", "next_one"),
    [
        ("2026-12-17T10:30", "2026-12-17T10:30"),
        ("2026-12-17T03:00", "2026-12-17T08:00"),
        ("2026-12-17T19:00", "2026-12-18T08:00"),
        ("2026-12-18T22:00", "2026-12-21T08:00"),  # over the weekend
        ("2026-12-24T22:00", "2026-12-28T08:00"),  # over Christmas and the weekend
        ("2026-03-27T20:00", "2026-03-30T08:00"),  # over the hour that does not exist
        ("2026-10-23T20:00", "2026-10-26T08:00"),  # over the hour that comes twice
        ("2026-10-25T02:30", "2026-10-26T08:00"),  # in it
    ],
)
def test_what_comes_by_night_or_at_a_weekend_waits_for_the_next_morning(moment, next_one):
    assert next_working_time(at(moment)) == at(next_one)


def test_the_hour_is_that_of_brussels_in_summer_and_in_winter():
    assert next_working_time(datetime(2026, 7, 1, 5, tzinfo=UTC)) == datetime(
        2026, 7, 1, 6, tzinfo=UTC
    )
    assert next_working_time(datetime(2026, 12, 17, 5, tzinfo=UTC)) == datetime(
        2026, 12, 17, 7, tzinfo=UTC
    )


@given(st.integers(0, 5 * 366 * 24 * 60))
def test_the_next_working_time_is_one_and_comes_within_a_week(minutes):
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = next_working_time(moment)
    assert is_working_time(found)
    assert 0 <= (found - moment).total_seconds() < 7 * 24 * 3600
    assert next_working_time(found) == found
