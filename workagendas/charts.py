"""An indicator's values as drawings and as a table.

Regions that measure by the indicator's own definition share one drawing. A region with a definition
of its own has a drawing of its own, since nobody can compare it with the others. Plain numbers in
units of the drawing; templates/workagendas/chart.html only draws them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import NamedTuple

from partners.models import Region
from workagendas.enums import ValueStatus
from workagendas.models import Indicator, IndicatorValue, RegionalDefinition

WIDTH, HEIGHT = 640.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 76.0, 44.0, 16.0, 34.0
TICKS = 4  # about so many steps upwards
DAY_APART = 64.0  # days written below the drawing, at least
MARKERS = ("circle", "square", "triangle")  # by the region's place, as are the dashes
CORNERS = {  # from the middle of the marker
    "circle": (),
    "square": ((-5, -5), (5, -5), (5, 5), (-5, 5)),
    "triangle": ((0, -6), (6, 5), (-6, 5)),
}
GAP = 16.0  # between the letters at the ends of lines


class Point(NamedTuple):
    x: float
    y: float
    value: IndicatorValue
    corners: str  # of the marker; empty for a circle

    @property
    def is_provisional(self) -> bool:
        return self.value.status == ValueStatus.PROVISIONAL


class Series(NamedTuple):
    """The values of one region as a line."""

    region: Region
    marker: str
    path: str
    points: tuple[Point, ...]
    letter_x: float  # behind the end of the line
    letter_y: float


class Tick(NamedTuple):
    y: float
    value: Decimal


class Day(NamedTuple):
    x: float
    day: date


class Level(NamedTuple):
    """The baseline or the target: a short line at its height."""

    y: float
    value: Decimal
    day: date


class Chart(NamedTuple):
    series: tuple[Series, ...]
    ticks: tuple[Tick, ...]
    days: tuple[Day, ...]
    baseline: Level | None
    target: Level | None
    own: RegionalDefinition | None  # the definition, if it is a region's own
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM


class Measured(NamedTuple):
    """A day in the table: a value or None for each region in order, and their sum if it is one."""

    day: date
    values: tuple[IndicatorValue | None, ...]
    total: Decimal | None


class _Scale(NamedTuple):
    first: date
    last: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> float:
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def charts_of(indicator: Indicator) -> list[Chart]:
    """Return the drawings: the shared one first. Values must be loaded (`with_values`)."""
    own = {row.region_id: row for row in indicator.regional_definitions.all()}
    values = list(indicator.values.all())
    shared = [row for row in values if row.region_id not in own]
    charts = [_chart(indicator, shared, None)] if shared else []
    for region, definition in own.items():
        if of_region := [row for row in values if row.region_id == region]:
            charts.append(_chart(indicator, of_region, definition))
    return charts


def table_of(indicator: Indicator, regions: Sequence[Region]) -> list[Measured]:
    """Return each day with its values, the newest first; a sum only where every region has one."""
    by_day: dict[date, dict[int, IndicatorValue]] = {}
    for row in indicator.values.all():
        by_day.setdefault(row.measured_on, {})[row.region_id] = row
    rows = []
    for day in sorted(by_day, reverse=True):
        values = tuple(by_day[day].get(region.pk) for region in regions)
        is_whole = indicator.can_be_summed and None not in values
        rows.append(Measured(day, values, sum(row.value for row in values) if is_whole else None))
    return rows


def _chart(
    indicator: Indicator, values: list[IndicatorValue], own: RegionalDefinition | None
) -> Chart:
    levels = () if own or indicator.adds_up else _levels(indicator)
    ticks = _ticks([row.value for row in values] + [value for value, _day in levels])
    days = sorted({row.measured_on for row in values} | {day for _value, day in levels})
    scale = _Scale(days[0], days[-1], ticks[0], ticks[-1])
    drawn = [Level(scale.y(value), value, day) for value, day in levels]
    return Chart(
        tuple(_all_series(values, scale)),
        tuple(Tick(scale.y(value), value) for value in ticks),
        tuple(_written(days, scale)),
        drawn[0] if levels and indicator.baseline is not None else None,
        drawn[-1] if levels and indicator.target is not None else None,
        own,
    )


def _levels(indicator: Indicator) -> list[tuple[Decimal, date]]:
    pairs = [
        (indicator.baseline, indicator.baseline_on),
        (indicator.target, indicator.target_on),
    ]
    return [(value, day) for value, day in pairs if value is not None]


def _all_series(values: Iterable[IndicatorValue], scale: _Scale) -> list[Series]:
    by_region: dict[int, list[IndicatorValue]] = {}
    for row in values:
        by_region.setdefault(row.region_id, []).append(row)
    letters = _apart({key: scale.y(rows[-1].value) for key, rows in by_region.items()})
    return [_series(rows, scale, letters[key]) for key, rows in by_region.items()]


def _series(rows: list[IndicatorValue], scale: _Scale, letter_y: float) -> Series:
    region = rows[0].region
    marker = MARKERS[(region.position - 1) % len(MARKERS)]
    points = tuple(_point(row, scale, marker) for row in rows)
    path = "M" + "L".join(f"{point.x:g} {point.y:g}" for point in points)
    return Series(region, marker, path, points, points[-1].x + 14, letter_y)


def _point(row: IndicatorValue, scale: _Scale, marker: str) -> Point:
    x, y = scale.x(row.measured_on), scale.y(row.value)
    corners = " ".join(f"{x + across:g},{y + down:g}" for across, down in CORNERS[marker])
    return Point(x, y, row, corners)


def _apart(heights: dict[int, float]) -> dict[int, float]:
    """Return the heights with at least the gap between them, from above down."""
    placed, last = {}, -GAP
    for key, height in sorted(heights.items(), key=lambda item: item[1]):
        last = max(height, last + GAP)
        placed[key] = last
    return placed


def _ticks(values: list[Decimal]) -> list[Decimal]:
    """Return round numbers from at or below the lowest value, or zero, to the highest or above."""
    low, high = min(*values, 0), max(*values, 0)
    if low == high:
        high = Decimal(1)
    step = _round_step(float(high - low) / TICKS)
    first, last = floor(low / step), ceil(high / step)
    return [step * number for number in range(first, last + 1)]


def _round_step(rough: float) -> Decimal:
    """Return the smallest of 1, 2, 5 and 10 times a power of ten that is not below."""
    power = floor(log10(rough))
    factor = next(each for each in (1, 2, 5, 10) if each * 10.0**power >= rough * 0.999)
    return Decimal(factor).scaleb(power)


def _written(days: list[date], scale: _Scale) -> list[Day]:
    """Return the days that can be written below the drawing; the last one is always there."""
    written = [Day(scale.x(days[-1]), days[-1])]
    for day in reversed(days[:-1]):
        if (x := scale.x(day)) <= written[0].x - DAY_APART:
            written.insert(0, Day(x, day))
    return written
