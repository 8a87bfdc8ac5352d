"""Tables as CSV that a spreadsheet opens without running anything."""

import csv
import re
from collections.abc import Iterable, Iterator
from numbers import Number

# A ' before it counts too, so that whoever reads a file can always take one ' off again.
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


class _Line:
    """What `csv.writer` writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Give each row as a line of CSV (RFC 4180); a text that a spreadsheet would run gets a '.

    A number is no text: -5.5 stays as it is.
    """
    writer = csv.writer(_Line())
    for row in rows:
        yield writer.writerow([_inert(cell) for cell in row])


def _inert(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if FORMULA.match(text) and not isinstance(cell, Number) else text
