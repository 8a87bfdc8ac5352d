"""Days that are known to the day, the month or the year."""

import calendar
from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class DatePrecision(TextChoices):
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


def first_day(day: date, precision: str) -> date:
    """Return the first day of what is meant: of the month or the year, or the day itself."""
    match precision:
        case DatePrecision.YEAR:
            return date(day.year, 1, 1)
        case DatePrecision.MONTH:
            return day.replace(day=1)
    return day


def last_day(day: date, precision: str) -> date:
    """Return the last day of what is meant."""
    match precision:
        case DatePrecision.YEAR:
            return date(day.year, 12, 31)
        case DatePrecision.MONTH:
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def in_words(day: date, precision: str = DatePrecision.DAY) -> str:
    """Return “15 september 2026”, “september 2026” or “2026”, in the active language."""
    formats = {DatePrecision.YEAR: "Y", DatePrecision.MONTH: "F Y"}
    return date_format(day, formats.get(precision, "j F Y"))
