"""Lists as files: CSV for programs (and for the import), XLSX for people.

A file has a column for each member of the list, in that order, and a row for each row. The heading
is the member's label in the language asked for; with `translations=all` a text has a column for
each language, “name (nl)” and “name (en)”. No two members of a resource share a heading, in either
language, so that a heading alone says which member it is: what reads a file needs nothing else.

Values are those of the JSON. A related row is its identifier (of what has none, its first member),
several are separated by “; ”; what is unknown is an empty cell. In CSV a yes or no is `true` or
`false`, days and times are ISO 8601, and a text that a spreadsheet would run begins with '
(core.csv_rows); in XLSX they are values of their own kind.

CSV is RFC 4180 in UTF-8. It has no byte order mark: the mark would become a part of the first
heading for most programs, and would not help Excel in Dutch, which expects semicolons as well. Who
uses Excel takes XLSX.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer

from core.api.fields import TranslatedText, Untranslated
from core.api.names import camel
from core.bilingual import LANGUAGES
from core.csv_rows import csv_lines
from core.xlsx_cells import MOST_IN_A_CELL, XLSX, put_text

BETWEEN = "; "
NARROWEST, WIDEST = 10, 60  # columns of a spreadsheet, in characters
FIRST_YEAR = 1901  # a spreadsheet knows no days before 1900, and one in 1900 that never was
ZIP_BEGINS = datetime(1980, 1, 1)  # noqa: DTZ001 (a spreadsheet's times have no zone)

Value = str | int | float | bool | None


class Column(NamedTuple):
    """A column of a file: its heading, what it holds of a row's JSON, and of which kind that is."""

    heading: str
    read: Callable[[dict], object]
    kind: type[date] | None = None  # date or datetime, which JSON tells as a text

    def value(self, row: dict) -> Value:
        return _in_one_cell(self.read(row))


def _in_one_cell(found: object) -> Value:
    if isinstance(found, dict):
        return found["id"] if "id" in found else next(iter(found.values()))
    if isinstance(found, list):
        return BETWEEN.join(str(_in_one_cell(each)) for each in found)
    return found


@cache
def _labels(serializer: type[serializers.ModelSerializer]) -> dict[str, Promise]:
    """Return the label of each member: its own, else that of the field where it comes from, else
    that of the model's field of the same name.

    Raises TypeError for a member that has none of these.
    """
    own = {camel(name): field.label for name, field in serializer._declared_fields.items()}
    model, fields = serializer.Meta.model, serializer().fields
    labels = {}
    for name in serializer.Meta.fields:
        member = camel(name)
        label = own.get(member) or _name_of(model, fields[member].source) or _name_of(model, name)
        if label is None:
            raise TypeError(f"Give {serializer.__name__}.{name} a label.")
        labels[member] = label
    return labels


def _name_of(model: type[Model], path: str) -> Promise | None:
    """Return what the model calls the field at the end of a path (`theme.charter`)."""
    for name in path.split("."):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = field.related_model or model
    return getattr(field, "verbose_name", None)


def columns_of(
    serializer: type[serializers.ModelSerializer], *, all_translations: bool = False
) -> list[Column]:
    """Return the columns of a list's file, with headings in the active language."""
    headings = {member: str(label) for member, label in _labels(serializer).items()}
    columns = []
    for member, field in serializer().fields.items():
        heading, read = headings[member], itemgetter(member)
        if isinstance(field, TranslatedText) and all_translations:
            columns += [
                Column(f"{heading} ({code})", _translation(member, code)) for code in LANGUAGES
            ]
        elif isinstance(field, Untranslated):
            # A file calls its members by their headings.
            columns.append(Column(heading, lambda row, m=member: [headings[n] for n in row[m]]))
        else:
            columns.append(Column(heading, read, _kind_of(field)))
    return columns


def _translation(member: str, language: str) -> Callable[[dict], str | None]:
    return lambda row: row[member][language]


def _kind_of(field: serializers.Field) -> type[date] | None:
    if isinstance(field, serializers.DateTimeField):
        return datetime
    return date if isinstance(field, serializers.DateField) else None


class File(BaseRenderer):
    """A form in which a list is one file: whole, unless a page of it is asked for."""

    charset = None

    def name_file(self, view, response: HttpResponse) -> None:
        """The answer is saved under the plural of its rows, in the language asked for."""
        name = f"{slugify(_plural_of(view))}.{self.format}"
        response["Content-Disposition"] = content_disposition_header(True, name)


def _plural_of(view) -> str:
    return str(view.queryset.model._meta.verbose_name_plural)


class _Table(File):
    """A file of rows and columns; each kind says in `write` what its bytes are."""

    def render(self, data: dict, accepted_media_type=None, renderer_context=None) -> bytes:
        view = renderer_context["view"]
        self.name_file(view, renderer_context["response"])
        everything = view.reading.all_translations
        columns = columns_of(view.get_serializer_class(), all_translations=everything)
        return self.write(_plural_of(view), columns, data["results"])


class CsvFile(_Table):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def write(self, title: str, columns: list[Column], rows: list[dict]) -> bytes:
        return "".join(csv_lines(_csv_rows(columns, rows))).encode()


def _csv_rows(columns: list[Column], rows: Iterable[dict]) -> Iterator[list[Value]]:
    yield [column.heading for column in columns]
    for row in rows:
        values = (column.value(row) for column in columns)
        yield [str(value).lower() if isinstance(value, bool) else value for value in values]


class XlsxFile(_Table):
    """The same rows give the same bytes, so that they have one ETag."""

    media_type = XLSX
    format = "xlsx"

    def write(self, title: str, columns: list[Column], rows: list[dict]) -> bytes:
        table = [[column.value(row) for column in columns] for row in rows]
        book = Workbook(write_only=True)
        book.properties.creator = None
        book.properties.created = book.properties.modified = ZIP_BEGINS
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        for place, column in enumerate(columns):
            lengths = [len(str(line[place])) for line in table]
            width = min(max(NARROWEST, len(column.heading) + 2, *lengths), WIDEST)
            sheet.column_dimensions[get_column_letter(place + 1)].width = width
        sheet.append([_heading(sheet, column.heading) for column in columns])
        kinds = [column.kind for column in columns]
        for line in table:
            sheet.append([_cell(sheet, *each) for each in zip(line, kinds, strict=True)])
        file = BytesIO()
        ExcelWriter(book, _TimelessZip(file, "w")).save()
        return file.getvalue()


def _heading(sheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet)
    put_text(cell, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value: Value, kind: type[date] | None) -> Value | Cell:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet)
    if kind is None or int(value[:4]) < FIRST_YEAR:
        put_text(cell, _shortened(value))
    elif kind is datetime:
        cell.value = datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
        cell.number_format = 'yyyy-mm-dd"T"hh:mm:ss"Z"'
    else:
        cell.value = date.fromisoformat(value)
        cell.number_format = "yyyy-mm-dd"
    return cell


def _shortened(text: str) -> str:
    if len(text) <= MOST_IN_A_CELL:
        return text
    said = _("[Cut off here: a spreadsheet holds no more in a cell. The CSV file has it all.]")
    return f"{text[: MOST_IN_A_CELL - len(said) - 1]} {said}"


class _TimelessZip(ZipFile):
    """An archive that does not tell when it was made."""

    def writestr(self, name: str, data: str | bytes, *args, **options) -> None:
        super().writestr(ZipInfo(name), data, compress_type=ZIP_DEFLATED)

    def write(self, filename: str, arcname: str, *args, **options) -> None:
        self.writestr(arcname, Path(filename).read_bytes())
