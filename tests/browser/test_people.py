"""Bringing people in as they meet it: invite, follow the link in the mail, be at one's desk."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from core.addresses import addresses_of
from tests.browser.test_login import last_mail
from tests.browser.test_pages_in_the_browser import findings_of
from tests.factories.accounts import PASSWORD
from tests.serving import run_in_portal

pytestmark = pytest.mark.browser

COORDINATOR, ADMINISTRATOR = "coordinator.kempen@example.org", "admin@example.org"


@pytest.fixture(scope="module")
def passwords(origin, folder) -> dict[str, str]:
    """The password of each example account, by its address."""
    file = folder / "example-accounts.json"
    run_in_portal(
        folder,
        "from django.core.management import call_command\n"
        f"call_command('load_example_accounts', '--file', {str(file)!r})",
    )
    return {each["email"]: each["password"] for each in json.loads(file.read_text())}


def log_in(page: Page, email: str, password: str) -> None:
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")


def invite(page: Page, email: str, language: str) -> None:
    page.locator("#id_email").fill(email)
    page.locator("#id_name").fill("Voorbeeld Genodigde")
    page.locator("#id_role").select_option("partner")
    page.locator("#id_language").select_option(language)
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_is_invited_follows_the_link_in_the_mail_to_the_desk(
    visit, origin, folder, passwords, language
):
    email = f"genodigde.{language}@people.example"
    options = {"locale": language, "java_script_enabled": False}
    start = addresses_of("invite")[language]
    page = visit(start, **options).page
    log_in(page, COORDINATOR, passwords[COORDINATOR])
    page.wait_for_url(origin + start)
    invite(page, email, language)
    expect(page.locator(".messages")).to_contain_text(email)
    page.context.close()

    text = last_mail(folder, email)
    (link,) = re.findall(rf"{origin}/{language}/\S+/[\w-]{{20,}}/", text)
    guest = visit(link.removeprefix(origin), width=320, **options).page
    assert guest.url == origin + addresses_of("accept_invitation")[language]
    expect(guest.locator("main")).to_contain_text("Streekplatform Kempen")
    expect(guest.locator("#id_name")).to_have_value("Voorbeeld Genodigde")
    guest.locator("#id_password").fill("te kort")
    guest.locator("main button[type=submit]").click()
    expect(guest.locator(".form-errors")).to_be_visible()
    guest.locator("#id_password").fill(PASSWORD)
    guest.locator("main button[type=submit]").click()
    guest.wait_for_url(origin + addresses_of("desk")[language])
    expect(guest.locator(".messages")).to_contain_text("Voorbeeld Genodigde")

    late = visit(link.removeprefix(origin), **options).page
    assert late.locator("#id_password").count() == 0
    late.context.close()
    guest.context.close()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("nl", 320, "light"), ("en", 1280, "dark")]
)
def test_pages_of_my_desk_are_accessible_quiet_and_fit(
    visit, origin, passwords, language, width, scheme
):
    start = addresses_of("desk")[language]
    seen = visit(start, width=width, scheme=scheme)
    log_in(seen.page, ADMINISTRATOR, passwords[ADMINISTRATOR])
    seen.page.wait_for_url(origin + start)
    for name in ("desk", "profile", "security", "people", "invite", "audit", "person"):
        if name == "person":
            page_of_people = addresses_of("people")[language]
            seen.page.goto(f"{origin}{page_of_people}?q=partner.kempen")
            seen.page.locator("table a").first.click()
            expect(seen.page.locator("details.act").first).to_be_visible()
            for act in seen.page.locator("details.act summary").all():
                act.click()
        else:
            seen.page.goto(origin + addresses_of(name)[language])
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert seen.complaints == [], name
        assert findings_of(seen.page) == [], name
    assert seen.hosts == {origin.removeprefix("http://")}
    seen.page.context.close()
