"""Cells of a spreadsheet (.xlsx) that hold texts: whatever a text begins with, it never runs."""

import re

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What XML cannot hold (XML 1.0, 2.2). openpyxl's own pattern lacks the last two.
_NOT_IN_XML = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ud800-\udfff\ufffe\uffff]")
MOST_IN_A_CELL = 32_000  # characters; a little less than what Excel can hold


def put_text(cell: Cell, text: str) -> None:
    """The cell holds this text; also `=1+1` and `@name` are texts, and stay so when edited."""
    if text:
        cell.value = _as_stored(text)
        cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(("=", "+", "-", "@", "\t", "\r", "'")):
        cell.quotePrefix = True


def as_written(text: str) -> str:
    """Return the text that a cell means: `_x005F_` is how a cell writes a `_` of that kind."""
    meant = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    return _NOT_IN_XML.sub("", meant)


def _as_stored(text: str) -> str:
    """Return the text without what a cell cannot hold; `_x0041_` would mean a sign otherwise."""
    text = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
