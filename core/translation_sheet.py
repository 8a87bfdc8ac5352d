"""Texts to translate as a spreadsheet (.xlsx), and such a spreadsheet read back.

Whatever a text begins with, it stays a text: no cell of ours is ever a formula, and on the way back
a formula is refused.
"""

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from itertools import islice
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.packaging.manifest import Manifest
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from core.errors import DomainError
from core.translation_desk import BilingualText
from core.translation_state import digest_of
from core.xlsx_cells import MOST_IN_A_CELL, XLSX, as_written, put_text

MOST_BYTES = 2 * 1024 * 1024
MOST_BYTES_UNPACKED = 10 * 1024 * 1024
MOST_BYTES_IN_A_PART = 200_000  # of what is not a sheet or its words: styles, the list of sheets
MOST_PARTS = 100
MOST_TAGS = 320_000  # in sheets and their words; 5,000 full rows have some 300,000
MOST_TAGS_READ = 2 * MOST_TAGS  # the package reads them once a sheet
MOST_TAGS_BESIDE = 10_000  # in the other parts
MOST_CELLS = 100_000
MOST_ROWS = 5000
BOOK = "xl/workbook.xml"
CELL = re.compile(rb"<([^<>\s/:]+:)?c[\s/>]")
WORDS = re.compile(r"xl/(sharedStrings|worksheets/\w+)\.xml")  # parts that may be large
KEY, ENGLISH, DIGEST = 0, 5, 7  # columns that count on the way back
TOO_LARGE = gettext_lazy("The file is too large when it is unpacked.")
WIDTHS = (14, 26, 20, 60, 60, 60, 12, 14)


class UnreadableSheet(DomainError):
    """The file is not a spreadsheet that this portal made."""

    def __init__(self, message=None):
        super().__init__(
            message or gettext_lazy("This file is not a spreadsheet (.xlsx) from this portal.")
        )


class Fault(NamedTuple):
    """What is wrong with one row of a spreadsheet."""

    number: int
    message: str


class SheetRow(NamedTuple):
    """A row with a new English text: its number, what it names, and the Dutch it was made for."""

    number: int
    key: str
    dutch_digest: str
    english: str
    seen: str = ""  # fingerprint of the English that it was told to replace, once previewed


def write_sheet(texts: Iterable[BilingualText]) -> bytes:
    """Return a spreadsheet with one text a row, and a second sheet that says how to use it."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Texts")
    texts = list(texts)[:MOST_ROWS]
    fitting = [t for t in texts if max(len(t.dutch), len(t.english)) <= MOST_IN_A_CELL]
    _write_row(sheet, 1, _header())
    for number, text in enumerate(fitting, start=2):
        _write_row(sheet, number, _cells(text))
    _lay_out(sheet)
    _explain(book.create_sheet(_("How to use this")), len(texts) - len(fitting))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _header() -> tuple[str, ...]:
    return (
        "key",
        _("where"),
        _("field"),
        _("Dutch"),
        _("English now"),
        _("English new"),
        _("state"),
        "digest",
    )


def _cells(text: BilingualText) -> tuple[str, ...]:
    return (
        str(text.key),
        text.where,
        str(text.field_name),
        text.dutch,
        text.english,
        "",
        str(text.state.label),
        digest_of(text.dutch),
    )


def _write_row(sheet: Worksheet, number: int, values: Iterable[str]) -> None:
    """The row holds these texts."""
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column)
        put_text(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _explain(sheet: Worksheet, left_out: int) -> None:
    lines = [
        _("Write the English in the column “English new”. Rows that you leave empty stay open."),
        _("Is the English still right? Copy “English now” to “English new”."),
        _("Leave the columns “key” and “digest” as they are: they find the text again."),
        _("A row is refused when its Dutch text has changed since the download."),
        _("Then upload the file on the translation desk. You see first what will change."),
    ]
    if left_out:
        lines.append(
            _(
                "Left out, because a cell cannot hold them: {count}. Translate those on the desk."
            ).format(count=left_out)
        )
    for number, line in enumerate(lines, start=1):
        _write_row(sheet, number, [line])
    sheet.column_dimensions["A"].width = 100


def read_sheet(file: BinaryIO, *, size: int) -> tuple[list[SheetRow], list[Fault]]:
    """Return the rows with a new English text, and what is wrong with others.

    Raises `UnreadableSheet` for a file that is too large or not such a spreadsheet.
    """
    if size > MOST_BYTES:
        raise UnreadableSheet(gettext_lazy("The file is larger than 2 MB."))
    try:
        _require_spreadsheet(file)
        book = load_workbook(file, read_only=True, keep_links=False)
        cells = _rows_of(book.worksheets[0])
    except DomainError:
        raise
    except Exception as error:  # a broken file fails anywhere inside the package
        raise UnreadableSheet from error
    header = cells[0] if cells else ()
    if len(header) <= DIGEST or (header[KEY].value, header[DIGEST].value) != ("key", "digest"):
        raise UnreadableSheet
    return _read_rows(cells)


def _require_spreadsheet(file: BinaryIO) -> None:
    """Refuse another kind of file (a .docx, one with macros), and one that takes long to read.

    A small file can unpack to millions of cells or styles, and the package reads them all.
    """
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        sizes_beside = [part.file_size for part in parts if not WORDS.fullmatch(part.filename)]
        if (
            len(parts) > MOST_PARTS
            or sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED
            or max(sizes_beside, default=0) > MOST_BYTES_IN_A_PART
        ):
            raise UnreadableSheet(TOO_LARGE)
        texts = {part.filename: archive.read(part) for part in parts}
    if _takes_long(texts):
        raise UnreadableSheet(TOO_LARGE)
    xml = [text for name, text in texts.items() if name.endswith(".xml")]
    if any(b"<!DOCTYPE" in text or b"\0" in text for text in xml):  # they would hide tags
        raise UnreadableSheet
    kinds = Manifest.from_tree(fromstring(texts["[Content_Types].xml"])).Override
    books = {(kind.ContentType, kind.PartName) for kind in kinds if "main+xml" in kind.ContentType}
    if books != {(f"{XLSX}.main+xml", f"/{BOOK}")}:
        raise UnreadableSheet


def _takes_long(texts: dict[str, bytes]) -> bool:
    """Say whether the package would need more than a few seconds for these parts."""
    of_words = [text for name, text in texts.items() if WORDS.fullmatch(name)]
    tags = sum(text.count(b"<") for text in of_words)
    return (
        tags > MOST_TAGS
        or tags * texts[BOOK].count(b"sheetId") > MOST_TAGS_READ
        or sum(text.count(b"<") for text in texts.values()) - tags > MOST_TAGS_BESIDE
        or sum(len(CELL.findall(text)) for text in of_words) > MOST_CELLS
    )


def _rows_of(sheet) -> list[tuple]:
    sheet.reset_dimensions()  # what the file says about its own size is not to be trusted
    rows = list(islice(sheet.iter_rows(max_col=DIGEST + 1), MOST_ROWS + 2))
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableSheet(
            gettext_lazy("The sheet has more than {count} rows.").format(count=MOST_ROWS)
        )
    return rows


def _read_rows(cells: list[tuple]) -> tuple[list[SheetRow], list[Fault]]:
    rows, faults, places = [], [], {}
    for number, row in enumerate(cells[1:], start=2):
        if fault := _fault_of(row):
            faults.append(Fault(number, fault))
            continue
        key, english, digest = (_text_in(row, column) for column in (KEY, ENGLISH, DIGEST))
        if not english.strip():
            continue
        if key in places:
            text = _("Row {number} is about the same text.").format(number=places[key])
            faults.append(Fault(number, text))
        places.setdefault(key, number)
        rows.append(SheetRow(number, key, digest, english))
    return rows, faults


def _fault_of(row: tuple) -> str:
    if any(cell.data_type == "f" for cell in row):
        return _("There is a formula in this row. Write the text itself.")
    counting = [row[column] for column in (KEY, ENGLISH, DIGEST) if column < len(row)]
    if any(cell.value is not None and not isinstance(cell.value, str) for cell in counting):
        return _("This is not a text. Set the cell to “Text” and write it again.")
    return ""


def _text_in(row: tuple, column: int) -> str:
    return as_written(row[column].value or "") if column < len(row) else ""
