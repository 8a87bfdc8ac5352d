"""The page about the API in a real browser: Swagger UI under our security policy."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages_in_the_browser import findings_of

pytestmark = pytest.mark.browser

# What is wrong in the package's own markup; the page about accessibility says so.
A_SECOND_MAIN = ("landmark-main-is-top-level", "landmark-no-duplicate-main", "landmark-unique")
OF_SWAGGER_UI = ("nested-interactive", "target-size", *A_SECOND_MAIN)
OF_ITS_DIALOG = (*OF_SWAGGER_UI, "button-name")


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("nl", 320, "dark"), ("en", 1280, "light")]
)
def test_docs_show_every_operation_and_ask_nobody_else(visit, origin, language, width, scheme):
    seen = visit(f"/api/v1/docs?lang={language}", width=width, scheme=scheme)
    expect(seen.page.locator(".opblock").nth(20)).to_be_visible()
    assert seen.complaints == []
    assert seen.hosts == {origin.removeprefix("http://")}
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert findings_of(seen.page, without=OF_SWAGGER_UI) == []
    for link in ("Contact", "EUPL"):
        expect(seen.page.locator(".information-container").get_by_text(link).first).to_be_visible()


def test_reading_can_be_tried_and_changing_cannot(visit):
    page = visit("/api/v1/docs?lang=en").page
    reading = page.locator("#operations-goals-listGoals")
    reading.locator(".opblock-summary-control").click()
    reading.locator(".try-out__btn").click()
    reading.locator(".execute").click()
    answer = reading.locator(".live-responses-table .response")
    expect(answer).to_contain_text('"id": "2026-1A"')
    changing = page.locator("#operations-goals-changeGoal")
    changing.locator(".opblock-summary-control").click()
    changing.locator(".responses-table").wait_for()
    assert changing.locator(".try-out__btn").count() == 0


def test_only_a_token_is_asked_for(visit):
    page = visit("/api/v1/docs?lang=en", scheme="dark").page
    page.locator(".btn.authorize").click()
    asked = page.locator(".dialog-ux .auth-container")
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text("token")
    assert findings_of(page, without=OF_ITS_DIALOG) == []
