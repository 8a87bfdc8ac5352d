"""Which regions work together on which goal: counts of actions, for reading and not for ranking."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from charter.models import Goal
from partners.models import Region
from workagendas.listing import Listed


class Cell(NamedTuple):
    """How many actions are between exactly these regions."""

    regions: tuple[Region, ...]
    number: int


class Covered(NamedTuple):
    """A goal (None: what cuts across the goals) and its actions, by which regions they join."""

    goal: Goal | None
    number: int
    cells: tuple[Cell, ...]  # each pair in the charter's order, then all regions
    elsewhere: int  # with one region only, or none

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.number]


def pairs_of(regions: Sequence[Region]) -> list[tuple[Region, Region]]:
    return list(combinations(regions, 2))


def coverage_of(
    rows: Iterable[Listed], goals: Iterable[Goal], regions: Sequence[Region]
) -> list[Covered]:
    """Return for each goal, then for what cuts across them, how many actions join which regions.

    An action that serves more goals counts for each of them.
    """
    rows = list(rows)
    columns = [*pairs_of(regions), tuple(regions)]
    covered = [
        _covered(goal, [row for row in rows if goal.code in row.goals], columns) for goal in goals
    ]
    across = [row for row in rows if row.action.is_cross_cutting]
    return [*covered, _covered(None, across, columns)]


def _covered(goal: Goal | None, rows: list[Listed], columns: list[tuple]) -> Covered:
    counts = Counter(tuple(region.pk for region in row.regions) for row in rows)
    cells = tuple(Cell(column, counts[tuple(region.pk for region in column)]) for column in columns)
    return Covered(goal, len(rows), cells, len(rows) - sum(cell.number for cell in cells))
