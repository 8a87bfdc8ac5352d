"""Lists as CSV and XLSX: read back as whoever gets the file would."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from charter.enums import CharterState
from core.api import pagination
from core.api.files import columns_of
from core.xlsx_cells import MOST_IN_A_CELL, XLSX
from partners.enums import MunicipalityKind
from portal.api import INSIDE, MINE, RESOURCES
from tests.factories.accounts import make_person
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    SignatureFactory,
    SignaturePartyFactory,
    ThemeFactory,
)
from tests.factories.partners import MunicipalityFactory, RegionFactory, StatisticalAreaFactory
from tests.factories.tokens import ApiTokenFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]

API = "/api/v1"


def csv_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8"), newline="")))


def sheet_of(response):
    assert response.status_code == 200, response.content
    return load_workbook(io.BytesIO(response.content)).active


def cells_of(response) -> list[dict]:
    """Return the cells of each row by heading."""
    headings, *rows = sheet_of(response).iter_rows()
    names = [cell.value for cell in headings]
    return [dict(zip(names, row, strict=True)) for row in rows]


def values_of(response) -> list[dict]:
    return [{name: cell.value for name, cell in row.items()} for row in cells_of(response)]


def parameter_errors(response) -> list[str]:
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    return [error["parameter"] for error in response.json()["errors"]]


@pytest.fixture
def charter():
    return CharterFactory(state=CharterState.IN_FORCE)


@pytest.fixture
def turnhout():
    return MunicipalityFactory(
        slug="turnhout",
        code="13040",
        name="Turnhout",
        region=RegionFactory(slug="kempen"),
        longitude="-4.944710",
        latitude="51.322540",
        at_border=True,
        valid_from=date(1977, 1, 1),
    )


def test_csv_has_the_values_of_the_json_under_headings_in_the_language_asked_for(client, turnhout):
    (dutch,) = csv_of(client.get(f"{API}/municipalities?format=csv&lang=nl"))
    (english,) = csv_of(client.get(f"{API}/municipalities?format=csv&lang=en"))
    (row,) = client.get(f"{API}/municipalities").json()["results"]
    assert list(english)[5:8] == ["address", "name", "country"]
    assert list(dutch)[5:8] == ["adres", "naam", "land"]
    assert list(dutch.values()) == list(english.values())
    assert len(english) == len(row)
    assert english["name"] == "Turnhout"
    assert english["region"] == row["region"] == "kempen"
    assert english["longitude"] == "-4.94471"  # a number is no formula
    assert english["exists since"] == row["validFrom"] == "1977-01-01"
    assert english["touches the Dutch–Belgian border"] == "true"
    assert english["permanent link"] == row["permanentLink"]


def test_xlsx_has_values_of_their_own_kind(client, turnhout):
    (row,) = values_of(client.get(f"{API}/municipalities?format=xlsx&lang=en"))
    assert row["code"] == "13040"
    assert row["longitude"] == -4.94471
    assert row["version"] == 1
    assert row["exists since"] == datetime(1977, 1, 1)  # noqa: DTZ001
    assert row["touches the Dutch–Belgian border"] is True
    assert row["statistical area"] is None


def test_times_in_xlsx_are_times_and_say_that_they_are_utc(client):
    person = make_person()
    at = datetime(2026, 3, 18, 23, 30, tzinfo=UTC)
    ApiTokenFactory(person=person, created_at=at, expires_at=datetime(2099, 1, 1, tzinfo=UTC))
    client.force_login(person)
    (row,) = cells_of(client.get(f"{API}/tokens?format=xlsx&lang=en"))
    times = [cell for cell in row.values() if cell.value == at.replace(tzinfo=None)]
    assert [cell.number_format for cell in times] == ['yyyy-mm-dd"T"hh:mm:ss"Z"']


def test_a_day_that_no_spreadsheet_knows_is_a_text(client):
    MunicipalityFactory(valid_from=date(1813, 11, 30))
    (row,) = values_of(client.get(f"{API}/municipalities?format=xlsx&lang=en"))
    assert row["exists since"] == "1813-11-30"


def test_what_is_unknown_is_an_empty_cell_and_not_no(client):
    MunicipalityFactory(slug="a", at_border=None, longitude=None, latitude=None)
    MunicipalityFactory(slug="b", at_border=False)
    heading = "touches the Dutch–Belgian border"
    rows = csv_of(client.get(f"{API}/municipalities?format=csv&lang=en&sort=code"))
    assert {row["identifier"]: row[heading] for row in rows} == {"a": "", "b": "false"}
    assert rows[0]["longitude"] == ""
    rows = values_of(client.get(f"{API}/municipalities?format=xlsx&lang=en&sort=code"))
    assert {row["identifier"]: row[heading] for row in rows} == {"a": None, "b": False}


@pytest.mark.parametrize("text", ["=1+1", "+32 14", "-x", "@sum(1)", "'=1+1", "''-x"])
def test_a_text_that_a_spreadsheet_would_run_is_only_text(client, text):
    MunicipalityFactory(name=text)
    (row,) = csv_of(client.get(f"{API}/municipalities?format=csv&lang=en"))
    assert row["name"] == f"'{text}"  # one ' off gives the text back
    (row,) = cells_of(client.get(f"{API}/municipalities?format=xlsx&lang=en"))
    assert (row["name"].value, row["name"].data_type) == (text, "s")
    assert row["name"].quotePrefix


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "a=b", "Bilzen-Hoeselt", "a;b,c “d”\ne"])
def test_any_other_text_is_the_same_in_a_file(client, text):
    MunicipalityFactory(name=text)
    (row,) = csv_of(client.get(f"{API}/municipalities?format=csv&lang=en"))
    assert row["name"] == text
    (row,) = values_of(client.get(f"{API}/municipalities?format=xlsx&lang=en"))
    assert row["name"] == text


def test_what_no_spreadsheet_can_hold_is_left_out_of_it(client):
    MunicipalityFactory(name="Mol\ufffe\uffff\x0b!")
    (row,) = values_of(client.get(f"{API}/municipalities?format=xlsx&lang=en"))
    assert row["name"] == "Mol!"


def test_csv_is_utf_8_without_a_mark_and_has_lines_as_rfc_4180_wants(client):
    MunicipalityFactory(name="Neerpelt “één”")
    response = client.get(f"{API}/municipalities?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert not response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.count(b"\r\n") == 2
    assert "Neerpelt “één”".encode() in response.content


def test_a_bilingual_text_is_one_column_or_with_both_translations_two(client):
    RegionFactory(name_nl="Kempen", name_en="", name_in_sentence_nl="de Kempen")
    (row,) = csv_of(client.get(f"{API}/regions?format=csv&lang=en"))
    assert row["name"] == "Kempen"
    assert row["given in the other language"] == "name; name within a sentence"
    (row,) = csv_of(client.get(f"{API}/regions?format=csv&lang=en&translations=all"))
    assert (row["name (nl)"], row["name (en)"]) == ("Kempen", "")
    assert "name" not in row
    (row,) = values_of(client.get(f"{API}/regions?format=xlsx&lang=nl&translations=all"))
    assert (row["naam (nl)"], row["naam (en)"]) == ("Kempen", None)


def test_several_related_rows_are_identifiers_in_one_cell(client, charter):
    signature = SignatureFactory(charter=charter)
    for code in ("prov-limburg", "pom-limburg"):
        SignaturePartyFactory(signature=signature, organisation__code=code)
    (row,) = csv_of(client.get(f"{API}/signatures?format=csv&lang=en"))
    assert set(row["organisations"].split("; ")) == {"prov-limburg", "pom-limburg"}


@pytest.mark.parametrize("resource", [*RESOURCES.values(), *INSIDE.values(), *MINE.values()])
def test_a_heading_says_which_member_it_is_in_whichever_language(resource):
    meanings = {}
    for language in ("nl", "en"):
        with translation.override(language):
            columns = columns_of(resource.serializer_class)
            columns += columns_of(resource.serializer_class, all_translations=True)
        members = iter([*resource.serializer_class().fields] * 2)
        for column in columns:
            stem = column.heading.removesuffix(" (en)")
            if stem != column.heading:  # of the member before
                continue
            member = next(members)
            meanings.setdefault(stem.removesuffix(" (nl)").casefold(), set()).add(member)
    assert all(len(members) == 1 for members in meanings.values()), meanings


def test_a_file_holds_the_whole_list_and_a_page_when_one_is_asked_for(client):
    region = RegionFactory()
    for n in range(60):
        MunicipalityFactory(name=f"Plaats {n:02}", region=region)
    whole = csv_of(client.get(f"{API}/municipalities?format=csv&lang=en"))
    assert [row["name"] for row in whole] == [f"Plaats {n:02}" for n in range(60)]
    page = csv_of(client.get(f"{API}/municipalities?format=csv&lang=en&page=2&pageSize=25"))
    assert [row["name"] for row in page] == [f"Plaats {n:02}" for n in range(25, 50)]
    assert len(csv_of(client.get(f"{API}/municipalities?format=csv&page=1"))) == 50
    assert sheet_of(client.get(f"{API}/municipalities?format=xlsx")).max_row == 61
    response = client.get(f"{API}/municipalities?format=csv&page=0")
    assert parameter_errors(response) == ["page"]


def test_a_list_that_is_too_long_for_a_file_says_so_and_goes_by_pages(client, monkeypatch):
    monkeypatch.setattr(pagination, "MOST_IN_A_FILE", 2)
    for _n in range(3):
        MunicipalityFactory()
    response = client.get(f"{API}/municipalities?format=csv&lang=en")
    assert parameter_errors(response) == ["format"]
    assert "at most 2 rows" in response.json()["errors"][0]["detail"]
    assert len(csv_of(client.get(f"{API}/municipalities?format=csv&page=1"))) == 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_filters_search_and_order_are_those_of_the_list(client, form):
    kempen = RegionFactory(slug="kempen")
    for name in ("Arendonk", "Turnhout", "Oud-Turnhout"):
        MunicipalityFactory(name=name, region=kempen)
    MunicipalityFactory(name="Turnhoutdorp")
    MunicipalityFactory(name="Turnhoutbuur", kind=MunicipalityKind.NEIGHBOUR, region=None)
    query = "region=kempen&q=turnhout&sort=-name&lang=en"
    response = client.get(f"{API}/municipalities?format={form}&{query}")
    rows = csv_of(response) if form == "csv" else values_of(response)
    assert [row["name"] for row in rows] == ["Turnhout", "Oud-Turnhout"]


def test_a_merged_or_deleted_row_is_not_in_the_file(client, turnhout):
    MunicipalityFactory(name="Opgegaan", successor=turnhout)
    MunicipalityFactory(name="Verwijderd").delete()
    rows = csv_of(client.get(f"{API}/municipalities?format=csv&lang=en"))
    assert [row["name"] for row in rows] == ["Turnhout"]


def test_an_empty_list_is_a_file_with_headings_alone(client):
    assert csv_of(client.get(f"{API}/goals?format=csv")) == []
    assert sheet_of(client.get(f"{API}/goals?format=xlsx")).max_row == 1


def test_a_spreadsheet_has_a_bold_first_row_that_stays_in_sight(client, turnhout):
    sheet = sheet_of(client.get(f"{API}/municipalities?format=xlsx&lang=nl"))
    assert sheet.title == "gemeenten"
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])


def test_a_text_too_long_for_a_cell_is_cut_off_and_says_so_in_xlsx_alone(client, charter):
    GoalFactory(theme__charter=charter, explanation_nl="é" * (MOST_IN_A_CELL + 1))
    heading = "explanation in plain language"
    (row,) = values_of(client.get(f"{API}/goals?format=xlsx&lang=en"))
    assert len(row[heading]) == MOST_IN_A_CELL
    assert row[heading].endswith("The CSV file has it all.]")
    (row,) = csv_of(client.get(f"{API}/goals?format=csv&lang=en"))
    assert row[heading] == "é" * (MOST_IN_A_CELL + 1)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_is_the_same_on_another_day_until_a_row_changes(client, turnhout, form):
    path = f"{API}/municipalities?format={form}"
    with time_machine.travel("2026-03-18T12:00Z", tick=False):
        first = client.get(path)
    with time_machine.travel("2026-05-01T12:00Z", tick=False):
        second = client.get(path)
        unchanged = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert first.content == second.content
    assert unchanged.status_code == 304
    turnhout.name = "Torhout"
    turnhout.save()
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_has_the_headers_of_every_answer_and_a_name(client, turnhout, form):
    response = client.get(f"{API}/municipalities?format={form}&lang=nl")
    assert response["Content-Disposition"] == f'attachment; filename="gemeenten.{form}"'
    assert response["Content-Language"] == "nl"
    assert response["API-Version"]
    assert "public" in response["Cache-Control"]
    assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))
    response = client.get(f"{API}/municipalities?format={form}&lang=en")
    assert response["Content-Disposition"] == f'attachment; filename="municipalities.{form}"'
    client.force_login(make_person())
    assert "no-store" in client.get(f"{API}/municipalities?format={form}")["Cache-Control"]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv; charset=utf-8; header=present", "text/csv; charset=utf-8"),
        ("text/csv, */*", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        (XLSX, XLSX),
        ("application/json;q=0.2, text/csv;q=0.9", "text/csv; charset=utf-8"),
        ("application/json, text/csv;q=0.9", "application/json"),
        ("text/csv;q=0, */*", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
    ],
)
def test_accept_chooses_the_form(client, accept, content_type):
    response = client.get(f"{API}/regions", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, content_type)


@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/csv;q=0", "a;;,=/"])
def test_a_form_that_is_not_offered_is_406(client, accept):
    response = client.get(f"{API}/regions", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


def test_format_goes_before_accept(client):
    response = client.get(f"{API}/regions?format=csv", headers={"Accept": "application/json"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "offered"),
    [("regions?format=geojson", "json, csv, xlsx"), ("regions/kempen?format=csv", "json")],
)
def test_a_format_that_is_not_offered_is_400_and_names_those_that_are(client, path, offered):
    RegionFactory(slug="kempen")
    response = client.get(f"{API}/{path}&lang=en")
    assert parameter_errors(response) == ["format"]
    assert response.json()["errors"][0]["detail"] == f"Choose one of: {offered}."


def test_what_is_wrong_with_a_file_is_a_problem_in_json(client):
    response = client.get(f"{API}/municipalities?format=xlsx&kind=x&colour=red")
    assert set(parameter_errors(response)) == {"kind", "colour"}


QUERIES = {"municipalities": 1, "goals": 1, "signatures": 3}
FORMS = [(plural, form) for plural in QUERIES for form in ("csv", "xlsx")]


def add_rows(theme, region, start: int, stop: int) -> None:
    """Add one row of each kind for each number from start up to stop."""
    for n in range(start, stop):
        GoalFactory(theme=theme, code=f"{n // 25 + 1}{chr(ord('A') + n % 25)}")
        MunicipalityFactory(region=region, statistical_area=StatisticalAreaFactory(region=region))
        SignaturePartyFactory(organisation__region=region, signature__charter=theme.charter)


@pytest.mark.parametrize(("plural", "form"), [*FORMS, ("municipalities", "geojson")])
def test_number_of_queries_does_not_grow_with_the_rows(client, charter, plural, form):
    paths = [f"{API}/{plural}?format={form}&lang={language}" for language in ("nl", "en")]
    theme, region = ThemeFactory(charter=charter), RegionFactory()
    add_rows(theme, region, 0, 1)
    assert [queries_of(client, path) for path in paths] == [QUERIES[plural]] * 2
    add_rows(theme, region, 1, 30)
    assert [queries_of(client, path) for path in paths] == [QUERIES[plural]] * 2


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
