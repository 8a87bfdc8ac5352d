"""Tables as CSV that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What `csv.writer` writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Give each row as a line of CSV; a cell that a spreadsheet would run begins with '."""
    writer = csv.writer(_Line())
    for row in rows:
        yield writer.writerow([_inert(cell) for cell in row])


def _inert(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
