"""Texts to a spreadsheet and back: hostile cells stay texts, other files are refused."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.translation_desk import BilingualText
from core.translation_sheet import UnreadableSheet, read_sheet, write_sheet
from tests.factories.portal import PageFactory

HOSTILE = [
    "=1+1",
    '=HYPERLINK("https://kwaad.example";"Klik")',
    "+31 40 123",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "'=1",
    "_x0041_ blijft",
    "<b>R&D</b>\n\nregel",
    "1.5",
    "TRUE",
    "😀 é",
]
NEW = "F{}"


def read(data: bytes):
    return read_sheet(io.BytesIO(data), size=len(data))


def sheet_with(*texts: str) -> bytes:
    """Return an export of as many texts, with these as their new English."""
    made = write_sheet([text_of("Een voorbeeld.") for _each in texts])
    return filled(load_workbook(io.BytesIO(made)), *texts)


def text_of(dutch: str, english: str = "") -> BilingualText:
    return BilingualText(PageFactory.build(body_nl=dutch, body_en=english), "body")


def filled(book: Workbook, *texts: str) -> bytes:
    """Return the file of the book with these texts as new English, as texts."""
    for number, text in enumerate(texts, start=2):
        cell = book.worksheets[0][NEW.format(number)]
        cell.value, cell.data_type = text, "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_becomes_a_formula(hostile):
    sheet = load_workbook(io.BytesIO(write_sheet([text_of(hostile, hostile)]))).worksheets[0]
    for place in ("D2", "E2"):
        assert sheet[place].data_type == "s"
        assert sheet[place].number_format == "@"
        assert sheet[place].quotePrefix or hostile[0] not in "=+-@\t\r'"


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(HOSTILE) | texts.filter(str.strip))
def test_what_an_export_holds_comes_back_exactly(text):
    """Copied from "English now" to "English new", as a translator does."""
    book = load_workbook(io.BytesIO(write_sheet([text_of("Een voorbeeld.", text)])))
    (row,), faults = read(filled(book, book.worksheets[0]["E2"].value))
    assert (row.english, faults) == (text, [])


@pytest.mark.parametrize(
    ("cell", "text"), [("_x0041_", "A"), ("_x005F_x0041_", "_x0041_"), ("a_xD800_b_x0000_", "ab")]
)
def test_signs_that_a_program_wrote_as_a_number_are_read(cell, text):
    (row,), _faults = read(filled(load_workbook(io.BytesIO(write_sheet([text_of("a")]))), cell))
    assert row.english == text


def test_signs_that_no_cell_can_hold_are_left_out():
    sheet = load_workbook(io.BytesIO(write_sheet([text_of("a\x00b\x0bc\r\nd")]))).worksheets[0]
    assert sheet["D2"].value == "abc\nd"


def test_the_header_stays_in_sight_and_a_second_sheet_explains():
    book = load_workbook(io.BytesIO(write_sheet([text_of("a")])))
    texts, explanation = book.worksheets
    assert texts.freeze_panes == "A2"
    assert [texts["A1"].value, texts["H1"].value] == ["key", "digest"]
    assert explanation["A1"].value
    assert explanation.max_row == 5


def test_a_text_that_no_cell_can_hold_is_left_out_and_that_is_said():
    book = load_workbook(io.BytesIO(write_sheet([text_of("a " * 17_000), text_of("b")])))
    assert book.worksheets[0].max_row == 2
    assert book.worksheets[1].max_row == 6


def test_a_row_left_empty_is_no_row():
    rows, faults = read(sheet_with("", "  ", "English"))
    assert [(row.number, row.english) for row in rows] == [(4, "English")]
    assert faults == []


def test_the_same_text_twice_is_refused_with_the_row():
    text = text_of("a")
    rows, faults = read(filled(load_workbook(io.BytesIO(write_sheet([text, text]))), "One", "Two"))
    assert [fault.number for fault in faults] == [3]
    assert len(rows) == 2


@pytest.mark.parametrize("value", ["=1+1", 12, 1.5, True])
def test_a_formula_or_a_number_is_refused_with_the_row(value):
    book = load_workbook(io.BytesIO(write_sheet([text_of("a")])))
    book.worksheets[0]["F2"].value = value
    file = io.BytesIO()
    book.save(file)
    rows, faults = read(file.getvalue())
    assert (rows, [fault.number for fault in faults]) == ([], [2])


def spreadsheet(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


def with_macros() -> bytes:
    """Return a spreadsheet that says of itself that it has macros."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_sheet([]))) as old, zipfile.ZipFile(data, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "[Content_Types].xml":
                text = text.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            new.writestr(part.filename, text)
    return data.getvalue()


OTHER_FILES = {
    "nothing": b"",
    "text": b"key;digest\n",
    "half": write_sheet([])[:900],
    "zip": archive(leeg="x"),
    "bomb": archive(**{"[Content_Types].xml": "0" * 41_000_000}),
    "macros": with_macros(),
    "another sheet": spreadsheet(["naam", "plaats"]),
    "no rows": spreadsheet(),
    "too many rows": spreadsheet(
        ["key", "", "", "", "", "", "", "digest"], *[["a"] for _ in range(5001)]
    ),
}


@pytest.mark.parametrize("data", OTHER_FILES.values(), ids=OTHER_FILES)
def test_another_file_is_refused(data):
    with pytest.raises(UnreadableSheet):
        read(data)


def test_a_large_file_is_refused_before_it_is_read():
    with pytest.raises(UnreadableSheet):
        read_sheet(io.BytesIO(), size=2 * 1024 * 1024 + 1)


DAMAGED = write_sheet([])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(DAMAGED)), st.binary(min_size=1, max_size=30))
def test_a_damaged_file_is_refused_or_read_but_never_an_error(place, damage):
    data = DAMAGED[:place] + damage + DAMAGED[place + len(damage) :]
    with suppress(UnreadableSheet):
        read(data)
