"""Work agendas as people meet them: filters without a script, a sheet of paper, a consultation."""

import pytest
from playwright.sync_api import Browser, Page, expect

from core.addresses import addresses_of
from tests.browser.test_pages_in_the_browser import expect_address, findings_of
from tests.factories.accounts import PASSWORD
from tests.serving import run_in_portal

pytestmark = pytest.mark.browser

AGENDA = "/nl/werkagendas/2026-2027/innovatieclusters/"
ACTIONS = {
    "nl": f"{AGENDA}acties/",
    "en": "/en/work-agendas/2026-2027/innovation-clusters/actions/",
}
CODES = ["2026-1A-01", "2026-1B-02"]
PARTNER, SECRETARY = "partner@agendas.example", "secretary@agendas.example"
MAKE_PEOPLE = f"""
from datetime import timedelta
from django.utils import timezone
from accounts.roles import Role
from partners.models import Organisation
from tests.factories.accounts import PASSWORD, make_person
from workagendas.models import WorkAgenda
lead = Organisation.objects.get(code="stb")
make_person(Role.PARTNER, password=PASSWORD, email={PARTNER!r}, name="Voorbeeld", organisation=lead)
make_person(Role.SECRETARIAT, password=PASSWORD, email={SECRETARY!r}, name="Voorbeeld")
asked = WorkAgenda.objects.in_consultation()
asked.update(consultation_ends_on=timezone.localdate() + timedelta(days=30))
print(asked.get().place["slug"])
"""


@pytest.fixture(scope="module")
def slug(origin, folder) -> str:
    """The Dutch slug of the agenda in consultation, to which one can react for a month."""
    return run_in_portal(folder, MAKE_PEOPLE).split()[-1]


def log_in(page: Page, email: str) -> None:
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def test_actions_are_filtered_and_a_chip_takes_it_back_without_a_script(visit):
    page = visit(AGENDA, java_script_enabled=False).page
    rows = page.locator("#actions .action-row")
    expect(rows).to_have_count(6)
    page.get_by_label("Tussen welke regio’s").select_option("bilateral")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(rows).to_have_count(1)
    assert "reach=bilateral" in page.url
    page.locator(".chips a").first.click()
    expect(rows).to_have_count(6)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_action_prints_on_one_sheet(browser: Browser, origin, language):
    page = browser.new_page()
    for code in CODES:
        page.goto(f"{origin}{ACTIONS[language]}{code}/")
        paper = page.pdf(format="A4")
        assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == 1, code
    page.close()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("nl", 320, "light"), ("en", 1280, "dark")]
)
@pytest.mark.parametrize("email", [PARTNER, SECRETARY])
def test_my_desk_is_accessible_quiet_and_fits(visit, origin, slug, email, language, width, scheme):
    start = addresses_of("desk_agendas")[language]
    seen = visit(start, width=width, scheme=scheme)
    log_in(seen.page, email)
    expect_address(seen.page, start)
    links = seen.page.locator("main a").evaluate_all("all => all.map(each => each.pathname)")
    paths = {path for path in links if path.startswith(start)}
    assert len(paths) >= 3
    for path in sorted({*paths, start}):
        seen.page.goto(origin + path)
        assert findings_of(seen.page) == [], path
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert seen.complaints == []
    assert seen.hosts == {origin.removeprefix("http://")}


def test_a_partner_reacts_by_keyboard_and_what_is_not_right_stays_typed(visit, origin, slug):
    start = f"/nl/mijn/werkagendas/2028-2029/{slug}/"
    page = visit(start, java_script_enabled=False).page
    log_in(page, PARTNER)
    expect_address(page, start)
    form = page.locator("form", has=page.locator("textarea")).first
    page.locator("summary", has_text="eag").first.press("Enter")
    form.locator("textarea").fill("x" * 5001)
    form.get_by_role("button").press("Enter")
    expect(page.locator(".form-errors").first).to_be_visible()
    expect(page.locator("textarea").first).to_have_value("x" * 5001)
    page.locator("textarea").first.fill("Een voorbeeld van een reactie.")
    page.locator("form", has=page.locator("textarea")).first.get_by_role("button").press("Enter")
    expect(page.locator("main")).to_contain_text("Een voorbeeld van een reactie.")
