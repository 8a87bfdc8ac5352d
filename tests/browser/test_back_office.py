"""The back office in a real browser: quiet, accessible, with tabs, and edits that readers see."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages_in_the_browser import expect_address, findings_of
from tests.serving import ROOT, portal_with_content

pytestmark = pytest.mark.browser

LISTS = [
    *["partners/region", "partners/statisticalarea", "partners/municipality"],
    *["partners/organisation", "charter/charter", "charter/theme", "charter/goal"],
    *["charter/paragraph", "charter/signature", "portal/page", "portal/accessibilitystatement"],
    *["accounts/user", "accounts/invitation", "notifications/notification"],
]
ONE_OF_EACH_KIND = [
    "/admin/",
    "/admin/charter/goal/?translation=missing",
    "/admin/charter/goal/1/change/",
    "/admin/charter/goal/1/history/",
    "/admin/accounts/user/1/change/",
    "/admin/partners/organisation/1/delete/",
]
SCREENS = [
    *ONE_OF_EACH_KIND,
    "/admin/charter/",
    *[f"/admin/{name}/" for name in LISTS],
    "/admin/charter/signature/1/change/",
    "/admin/partners/municipality/1/change/",
    "/admin/partners/organisation/add/",
    "/admin/partners/organisation/10/delete/",
]
LOG_IN = """
from django.test import Client
from accounts.roles import Role
from tests.factories.accounts import make_person
for language in ("nl", "en"):
    client = Client()
    client.force_login(
        make_person(Role.SECRETARIAT, name="Voorbeeld Secretaris", language=language),
        backend="accounts.backends.RecognisePeople",
    )
    print(client.cookies["sessionid"].value)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def origin(folder):
    """Serve a portal of its own: these tests write."""
    with portal_with_content(folder) as origin:
        yield origin


@pytest.fixture(scope="module")
def sessions(origin, folder) -> dict[str, str]:
    """The session of a secretary who reads Dutch, and of one who reads English."""
    answer = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", LOG_IN],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}"},
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(zip(("nl", "en"), answer.stdout.split(), strict=True))


@pytest.fixture
def office(visit, sessions):
    """Open a screen as a secretary: `office(path, language="nl", **options of visit)`."""

    def open_screen(path: str, *, language: str = "nl", **options):
        cookie = {"name": "sessionid", "value": sessions[language], "domain": "127.0.0.1"}
        state = {"cookies": [cookie | {"path": "/"}], "origins": []}
        return visit(path, storage_state=state, **options)

    return open_screen


def check(office, origin, path, *, language, width, scheme):
    seen = office(path, language=language, width=width, scheme=scheme)
    assert seen.page.locator("h1").count() == 1, path
    assert seen.page.locator("html").get_attribute("lang") == language
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert seen.complaints == [], path  # before axe, which itself tries to add a style
    assert seen.hosts == {origin.removeprefix("http://")}, path
    assert findings_of(seen.page) == [], path
    seen.page.context.close()


def test_every_screen_is_accessible_quiet_and_fits_on_a_phone(office, origin):
    for path in SCREENS:
        check(office, origin, path, language="nl", width=320, scheme="light")


def test_one_screen_of_each_kind_is_so_on_a_desktop_in_the_dark(office, origin):
    for path in ONE_OF_EACH_KIND:
        check(office, origin, path, language="en", width=1280, scheme="dark")


def test_a_text_has_a_tab_for_each_language(office):
    page = office("/admin/charter/goal/1/change/").page
    tabs = page.get_by_role("tablist").nth(0)
    dutch, english = page.locator("#id_title_nl"), page.locator("#id_title_en")
    expect(dutch).to_be_visible()
    expect(english).to_be_hidden()
    tabs.get_by_role("tab").nth(1).click()
    expect(english).to_be_visible()
    expect(dutch).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(dutch).to_be_visible()
    expect(page.locator("#id_text_en")).to_be_visible()  # its Dutch is signed: nothing to switch to


def test_an_english_reader_begins_with_the_english_tab(office):
    page = office("/admin/charter/goal/1/change/", language="en").page
    expect(page.locator("#id_title_en")).to_be_visible()
    expect(page.locator("#id_title_nl")).to_be_hidden()


def test_a_tab_with_an_error_is_open_and_the_list_of_errors_leads_to_it(office):
    page = office("/admin/partners/region/1/change/", language="en").page
    page.get_by_role("tab").nth(0).click()
    page.locator("#id_name_nl").fill("")
    page.locator("input[name=_save]").click()
    expect(page.locator("#id_name_nl")).to_be_visible()
    page.get_by_role("tab").nth(1).click()
    expect(page.locator("#id_name_nl")).to_be_hidden()
    page.locator('.office-errors a[href="#id_name_nl"]').click()
    expect(page.locator("#id_name_nl")).to_be_visible()


def test_everything_can_be_edited_without_javascript(office):
    page = office("/admin/charter/goal/1/change/", java_script_enabled=False).page
    for name in ("title_nl", "title_en", "explanation_nl", "explanation_en"):
        expect(page.locator(f"#id_{name}")).to_be_visible()


def test_an_explanation_that_is_saved_stands_on_the_public_page(office, visit):
    page = office("/admin/charter/goal/1/change/").page
    page.locator("#id_explanation_nl").fill("Een nieuwe uitleg voor de toets.")
    page.locator("#id_reason").fill("Duidelijker")
    page.locator("input[name=_save]").click()
    page.locator(".messagelist").wait_for()
    assert "Een nieuwe uitleg" in visit("/nl/charter/1A/").page.locator("main").inner_text()
    history = office("/admin/charter/goal/1/history/").page.locator("main").inner_text()
    assert "Duidelijker" in history
    assert "Voorbeeld Secretaris" in history


def test_the_other_language_is_one_press_away(office):
    page = office("/admin/charter/goal/", language="en").page
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect_address(page, "/admin/charter/goal/")
