"""When mails may go out: by day, on working days of both countries, in Brussels' time.

A public holiday in one of the two countries is no working day for anybody, so that the partners
hear of the same things on the same days.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone
from holidays import country_holidays

DAY_BEGINS, DAY_ENDS = time(8), time(19)
COUNTRIES = ("NL", "BE")
SATURDAY = 5


@cache
def _holidays_of(country: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, years=year))


def is_working_day(day: date) -> bool:
    if day.weekday() >= SATURDAY:
        return False
    return not any(day in _holidays_of(country, day.year) for country in COUNTRIES)


def is_working_time(at: datetime) -> bool:
    local = timezone.localtime(at)
    return is_working_day(local.date()) and DAY_BEGINS <= local.time() < DAY_ENDS


def next_working_time(at: datetime) -> datetime:
    """Return the first moment from `at` on at which a mail may go out."""
    if is_working_time(at):
        return at
    local = timezone.localtime(at)
    day = local.date() if local.time() < DAY_BEGINS else local.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, DAY_BEGINS, timezone.get_default_timezone())
