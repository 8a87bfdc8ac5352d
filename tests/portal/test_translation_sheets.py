"""Translations by spreadsheet: filled in, shown before anything changes, all or nothing."""

import io
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from openpyxl import load_workbook

from accounts.roles import Role
from core.enums import ContentAct
from core.errors import NotAllowed
from core.models import AuditEntry
from portal.enums import PageKey
from portal.models import Page
from portal.workflow import export_translations, import_translations
from tests.factories.accounts import make_person
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EXPORT, IMPORT = "/en/my/translations/export/", "/en/my/translations/import/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT)


@pytest.fixture
def desk(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def pages():
    """Two pages without English titles, and one whose text is outdated."""
    about = PageFactory(key=PageKey.ABOUT, body_en="Text")
    privacy = PageFactory(key=PageKey.PRIVACY, body_en="Text")
    about.body_nl = "Andere woorden."
    about.save()
    return about, privacy


class Sheet:
    """A downloaded spreadsheet: look at its rows, fill it in, upload it."""

    def __init__(self, client, path=EXPORT):
        self.client = client
        response = client.get(path)
        assert "attachment" in response["Content-Disposition"]
        self.book = load_workbook(io.BytesIO(response.content))
        self.cells = self.book.worksheets[0]

    def row_of(self, row, field) -> int:
        key = f"{row._meta.label_lower}/{row.uid}/{field}"
        (number,) = [cell.row for cell in self.cells["A"] if cell.value == key]
        return number

    def fill(self, row, field, english) -> int:
        number = self.row_of(row, field)
        self.cells[f"F{number}"].value = english
        self.cells[f"F{number}"].data_type = "s"
        return number

    def upload(self) -> BeautifulSoup:
        file = io.BytesIO()
        self.book.save(file)
        return upload(self.client, file.getvalue())


def upload(client, data: bytes, name="translations.xlsx") -> BeautifulSoup:
    response = client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def take_in(client, html, **options):
    token = html.find("input", attrs={"name": "plan"})["value"]
    return client.post(IMPORT, {"plan": token}, **options)


def test_open_texts_are_downloaded_and_complete_ones_are_not(desk, pages):
    about, privacy = pages
    sheet = Sheet(desk)
    assert sheet.cells.max_row == 1 + 3
    number = sheet.row_of(about, "body")
    values = [cell.value for cell in sheet.cells[number]]
    assert values[3:7] == ["Andere woorden.", "Text", None, "outdated"]
    assert Sheet(desk, f"{EXPORT}?state=outdated").cells.max_row == 1 + 1
    assert sheet.row_of(privacy, "title")


def test_a_download_is_recorded(desk, pages, secretary):
    Sheet(desk)
    entry = AuditEntry.objects.get(act=ContentAct.EXPORTED)
    assert (entry.actor, entry.object_uid, entry.fields) == (secretary.uid, None, [])


def test_an_upload_shows_what_will_change_and_changes_nothing_yet(desk, pages):
    about, privacy = pages
    sheet = Sheet(desk)
    sheet.fill(about, "body", "Other words.")
    sheet.fill(privacy, "title", "=Privacy")
    html = sheet.upload()
    rows = [row.get_text(" ", strip=True) for row in html.select("tbody tr")]
    assert len(rows) == 2
    assert any("Text Other words." in row for row in rows)
    assert set(Page.objects.values_list("body_en", flat=True)) == {"Text"}


def test_what_was_shown_is_taken_in(desk, pages, secretary):
    about, privacy = pages
    sheet = Sheet(desk)
    sheet.fill(about, "body", "Text")
    sheet.fill(privacy, "title", "=1+1")
    response = take_in(desk, sheet.upload(), follow=True)
    assert "2 translations taken in." in response.content.decode()
    about.refresh_from_db()
    privacy.refresh_from_db()
    assert privacy.title_en == "=1+1"
    assert about.translation_state("body") == "complete"
    assert privacy.history.first().history_user == secretary
    acts = dict(AuditEntry.objects.values_list("object_uid", "act"))
    assert acts[about.uid] == ContentAct.CONFIRMED
    assert acts[privacy.uid] == ContentAct.CHANGED


def test_two_texts_of_one_row_are_one_change(desk, pages):
    about, _privacy = pages
    sheet = Sheet(desk)
    sheet.fill(about, "body", "Other words.")
    sheet.fill(about, "title", "About")
    take_in(desk, sheet.upload())
    stored = Page.objects.get(pk=about.pk)
    assert (stored.title_en, stored.body_en) == ("About", "Other words.")
    assert stored.version == about.version + 1


def test_one_bad_row_and_nothing_can_be_taken_in(desk, pages):
    about, privacy = pages
    sheet = Sheet(desk)
    sheet.fill(about, "title", "About")
    number = sheet.fill(privacy, "title", "x" * 121)
    html = sheet.upload()
    alert = html.select_one("[role=alert]").get_text(" ", strip=True)
    assert f"Row {number}:" in alert
    assert "at most 120" in alert
    assert html.find("input", attrs={"name": "plan"}) is None
    assert set(Page.objects.values_list("title_en", flat=True)) == {None}


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("A", "portal.page/nee/title", "There is no text with this key."),
        ("A", "accounts.user/00000000-0000-0000-0000-000000000000/name", "no text with this key"),
        ("H", "0" * 32, "The Dutch text has changed since the download."),
        ("H", None, "The Dutch text has changed since the download."),
        ("F", 12, "This is not a text."),
        ("F", "=A1", "There is a formula in this row."),
        ("C", "=A1", "There is a formula in this row."),
    ],
)
def test_each_fault_is_told_with_its_row(desk, pages, column, value, message):
    sheet = Sheet(desk)
    number = sheet.fill(pages[0], "title", "About")
    sheet.cells[f"{column}{number}"].value = value
    alert = sheet.upload().select_one("[role=alert]").get_text(" ", strip=True)
    assert f"Row {number}: " in alert
    assert message in alert


def test_dutch_that_changed_since_the_download_is_told(desk, pages):
    sheet = Sheet(desk)
    number = sheet.fill(pages[1], "title", "Privacy")
    Page.objects.filter(pk=pages[1].pk).update(title_nl="Iets anders")
    alert = sheet.upload().select_one("[role=alert]").get_text(" ", strip=True)
    assert f"Row {number}: The Dutch text has changed" in alert


@pytest.mark.parametrize("change", [{"title_nl": "Iets anders"}, {"title_en": "By somebody else"}])
def test_everything_is_checked_again_when_it_is_taken_in(desk, pages, change):
    about, privacy = pages
    sheet = Sheet(desk)
    sheet.fill(about, "title", "About")
    number = sheet.fill(privacy, "title", "Privacy")
    html = sheet.upload()
    Page.objects.filter(pk=privacy.pk).update(**change)
    response = take_in(desk, html)
    assert f"Row {number}:" in response.content.decode()
    assert not Page.objects.filter(title_en__in=["About", "Privacy"]).exists()
    assert not AuditEntry.objects.filter(
        act__in=[ContentAct.CHANGED, ContentAct.CONFIRMED]
    ).exists()


def test_what_is_sent_back_must_be_what_was_shown_to_this_person(desk, client, pages):
    sheet = Sheet(desk)
    sheet.fill(pages[0], "title", "About")
    html = sheet.upload()
    token = html.find("input", attrs={"name": "plan"})["value"]
    assert desk.post(IMPORT, {"plan": token[:-2] + "xx"}).status_code == 400
    assert desk.post(IMPORT, {"plan": "x"}).status_code == 400
    client.force_login(make_person(Role.SECRETARIAT))
    assert client.post(IMPORT, {"plan": token}).status_code == 400
    assert not Page.objects.filter(title_en="About").exists()


def test_after_an_hour_the_file_is_asked_again(desk, pages, settings):
    settings.SESSION_IDLE_MINUTES = 600
    sheet = Sheet(desk)
    sheet.fill(pages[0], "title", "About")
    html = sheet.upload()
    with time_machine.travel(timezone.now() + timedelta(seconds=3700)):
        response = take_in(desk, html, follow=True)
    assert "Upload the file once more." in response.content.decode()
    assert not Page.objects.filter(title_en="About").exists()


def test_a_file_that_changes_nothing_says_so(desk, pages):
    html = Sheet(desk).upload()
    assert "This file changes nothing" in html.main.text
    assert html.find("input", attrs={"type": "file"})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"key;english", "not a spreadsheet (.xlsx) from this portal"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"", "empty"),
    ],
)
def test_another_file_is_refused_in_words(desk, data, message):
    html = upload(desk, data)
    assert message in html.select_one(".form-errors").text
    assert html.select_one("input[type=file]")["aria-invalid"] == "true"


def test_the_acts_ask_who_it_is():
    with pytest.raises(NotAllowed):
        import_translations(rows=[], by=make_person(Role.ADMINISTRATOR))
    with pytest.raises(NotAllowed):
        export_translations(texts=[], by=make_person(Role.ADMINISTRATOR))
