"""A token as its owner meets it: made after a password, shown once, gone when revoked."""

import pytest
from playwright.sync_api import Page, expect

from core.addresses import addresses_of
from tests.browser.test_pages_in_the_browser import findings_of
from tests.factories.accounts import PASSWORD
from tests.serving import run_in_portal

pytestmark = pytest.mark.browser

MAKE_OWNER = """
from accounts.roles import Role
from tests.factories.accounts import PASSWORD, make_person
make_person(
    Role.PARTNER, password=PASSWORD, email="{email}", name="Voorbeeld", language="{language}"
)
"""


def check(page: Page, width: int) -> None:
    page.wait_for_load_state()
    assert findings_of(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def send(page: Page) -> None:
    page.locator("main form:not(.desk-who form) button[type=submit]").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("nl", 320, "light"), ("en", 1280, "dark")]
)
def test_a_token_is_made_shown_once_and_revoked(visit, origin, folder, language, width, scheme):
    email = f"eigenaar.{language}@tokens.example"
    run_in_portal(folder, MAKE_OWNER.format(email=email, language=language))
    start = addresses_of("tokens")[language]
    seen = visit(start, width=width, scheme=scheme)
    page = seen.page
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(origin + start)
    check(page, width)

    page.locator(".page-head a.button").click()
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(origin + addresses_of("make_token")[language])
    send(page)
    expect(page.locator(".form-errors")).to_be_visible()
    check(page, width)
    page.locator("#id_name").fill("Weekrapport")
    send(page)
    field = page.locator("textarea[readonly]")
    secret = field.input_value()
    assert secret.startswith("blk_")
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight"), "cut off"
    check(page, width)

    page.reload()  # sends the form once more
    page.wait_for_url(origin + start)
    expect(page.locator(".message-warning")).to_be_visible()
    assert page.locator("tbody tr").count() == 1
    assert secret not in page.content()
    check(page, width)
    page.locator("tbody a").click()
    check(page, width)
    send(page)
    page.wait_for_url(origin + start)
    assert page.locator("tbody a").count() == 0
    assert seen.complaints == []
    page.context.close()
