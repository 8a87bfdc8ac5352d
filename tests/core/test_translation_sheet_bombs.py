"""A small file that unpacks to much work is refused at once; what an office saves is not."""

import io
import time
import zipfile

import pytest
from openpyxl import load_workbook

from core.translation_sheet import MOST_ROWS, UnreadableSheet, read_sheet, write_sheet
from tests.core.test_translation_sheet import read, text_of

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
SECONDS = 2
TOO_LARGE = "Het bestand is uitgepakt te groot."


def with_parts(parts: dict[str, str | bytes]) -> bytes:
    """Return an export in which these parts are other ones, or more."""
    made = dict(parts)
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_sheet([text_of("a")]))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, made.pop(part, None) or old.read(part))
        for part, text in made.items():
            new.writestr(part, text)
    return file.getvalue()


def sheet(rows: str) -> str:
    return f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>"


def styles(inside: str) -> str:
    return f"<styleSheet {NAMESPACE}>{inside}</styleSheet>"


def book(count: int = 1, more: str = "") -> str:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    return f"<workbook {NAMESPACE} {RELATIONS}><sheets>{sheets}</sheets>{more}</workbook>"


def strings(inside: str) -> str:
    return f"<sst {NAMESPACE}>{inside}</sst>"


BOMBS = {
    "cells in a row": {SHEET: sheet(f'<row r="1">{"<c/>" * 2_400_000}</row>')},
    "fewer cells in a row": {SHEET: sheet(f'<row r="1">{"<c/>" * 300_000}</row>')},
    "cells with a prefix": {SHEET: sheet(f'<row r="1">{"<x:c/>" * 300_000}</row>')},
    "rows": {SHEET: sheet("<row/>" * 399_000)},
    "one sheet many times": {SHEET: sheet("<x/>" * 300_000), BOOK: book(20)},
    "empty strings": {STRINGS: strings("<si/>" * 1_900_000)},
    "strings in pieces": {STRINGS: strings("<si><r><t>x</t></r></si>" * 100_000)},
    "styles": {STYLES: styles(f"<cellXfs>{'<xf/>' * 6_000_000}</cellXfs>")},
    "fewer styles": {STYLES: styles(f"<cellXfs>{'<xf/>' * 30_000}</cellXfs>")},
    "names": {BOOK: book(more='<definedName name="a">1</definedName>' * 1_000_000)},
    "properties": {"docProps/custom.xml": f"<Properties>{'<p/>' * 2_000_000}</Properties>"},
    "parts": {f"xl/media/{number}.png": "x" for number in range(120)},
}


@pytest.mark.parametrize("parts", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once_and_in_words(parts):
    data = with_parts(parts)
    started = time.process_time()
    with pytest.raises(UnreadableSheet, match=TOO_LARGE):
        read(data)
    assert time.process_time() - started < SECONDS


def part_of_an_export(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(write_sheet([text_of("a")]))) as archive:
        return archive.read(name).decode()


TYPES, ELSEWHERE = "[Content_Types].xml", "xl/worksheets/workbook.xml"
RELATED = "xl/_rels/workbook.xml.rels"
DISGUISED = {
    "entities": {SHEET: f"<!DOCTYPE l [<!ENTITY a 'b'>]>{part_of_an_export(SHEET)}"},
    "tags of two bytes": {SHEET: part_of_an_export(SHEET).encode("utf-16")},
    "a book under a name that may be large": {
        TYPES: part_of_an_export(TYPES).replace(f"/{BOOK}", f"/{ELSEWHERE}"),
        ELSEWHERE: part_of_an_export(BOOK),
        RELATED.replace("_rels", "worksheets/_rels"): part_of_an_export(RELATED),
    },
}


@pytest.mark.parametrize("parts", DISGUISED.values(), ids=DISGUISED)
def test_a_bomb_in_disguise_is_refused(parts):
    with pytest.raises(UnreadableSheet):
        read(with_parts(parts))


@pytest.mark.parametrize("count", [300, MOST_ROWS])
def test_an_export_of_ours_comes_back(count):
    made = write_sheet(
        [text_of(f"Een voorbeeld, nummer {n}. " * 5, "An example.") for n in range(count)]
    )
    rows, faults = read(made)
    assert (rows, faults) == ([], [])
    assert load_workbook(io.BytesIO(made), read_only=True).worksheets[0].max_row == count + 1


def test_what_an_office_adds_is_no_bomb():
    """Excel and LibreOffice bring many styles, a thumbnail, printers, empty cells, more sheets."""
    font = '<font><sz val="11"/><color theme="1"/><name val="Calibri"/></font>'
    used = "".join(f'<row r="{n}">{f"""<c r="M{n}" s="1"/>""" * 5}</row>' for n in range(1, 600))
    data = with_parts(
        {
            "docProps/thumbnail.jpeg": "x" * 60_000,
            "xl/printerSettings/printerSettings1.bin": "\0" * 8_000,
            "xl/theme/theme2.xml": "<a/>" * 400,
            "xl/worksheets/sheet3.xml": sheet(used),
            "xl/fonts.xml": styles(f"<fonts>{font * 1_500}</fonts>"),
        }
    )
    assert read_sheet(io.BytesIO(data), size=len(data)) == ([], [])
