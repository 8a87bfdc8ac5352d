"""The search as people meet it: from any page, by keyboard, on a phone and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages_in_the_browser import expect_address

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_something_is_found_from_any_page_by_keyboard(visit, scripts):
    page = visit("/en/charter/", java_script_enabled=scripts).page
    link = page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Search")
    link.focus()
    link.press("Enter")
    expect_address(page, "/en/search/")
    page.get_by_label("Words to search for").fill("turnhout")
    page.get_by_label("Words to search for").press("Enter")
    expect_address(page, "/en/search/?q=turnhout")
    expect(page.get_by_role("status")).to_have_text("2 results for “turnhout”.")
    page.get_by_role("link", name="Turnhout", exact=True).click()
    expect_address(page, "/en/municipalities/turnhout/")


def test_on_a_phone_the_way_to_the_search_is_a_word_in_the_menu(visit):
    page = visit("/en/", width=320).page
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Main menu").get_by_text("Search").click()
    expect_address(page, "/en/search/")
