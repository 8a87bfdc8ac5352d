"""The inbox and the choices as people meet them: on a phone, a desktop, and by keyboard alone."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from core.addresses import addresses_of
from core.events import TRANSLATION_OUTDATED
from tests.browser.test_pages_in_the_browser import expect_address, findings_of
from tests.factories.accounts import PASSWORD
from tests.serving import run_in_portal

pytestmark = pytest.mark.browser

READER = "inbox@inbox.example"
MAKE_READER = f"""
from django.utils import translation
from accounts.roles import Role
from core.events import TRANSLATION_OUTDATED
from notifications.unsubscribing import Unwanted, unsubscribe_path
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.notifications import NotificationFactory
person = make_person(Role.SECRETARIAT, password=PASSWORD, email={READER!r}, name="Lezer")
long = "Samenwerkingsovereenkomst over grensoverschrijdende bedrijventerreinontwikkeling"
for what in ("Over", long):
    NotificationFactory(
        recipient=person,
        event_key=TRANSLATION_OUTDATED.key,
        facts={{"what": {{"nl": what, "en": what}}}},
        meant_for="Provincie Voorbeeld",
    )
for language in ("nl", "en"):
    with translation.override(language):
        print(unsubscribe_path(Unwanted(person.uid, TRANSLATION_OUTDATED.key)))
"""


@pytest.fixture(scope="module")
def links(origin, folder) -> dict[str, str]:
    """The link out of the reader's mails, by language."""
    nl, en = run_in_portal(folder, MAKE_READER).split()[-2:]
    return {"nl": nl, "en": en}


def log_in(page: Page) -> None:
    page.locator("input[name=login]").fill(READER)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def press_until_focused(page: Page, selector: str) -> None:
    for _time in range(60):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("nl", 320, "light"), ("en", 1280, "dark")]
)
def test_the_pages_are_accessible_quiet_and_fit(visit, origin, links, language, width, scheme):
    start = addresses_of("inbox")[language]
    seen = visit(start, width=width, scheme=scheme)
    log_in(seen.page)
    expect_address(seen.page, start)
    row = seen.page.get_by_role("link", name="Samenwerkingsovereenkomst")
    choices = addresses_of("mail_choices")[language]
    paths = [start, row.get_attribute("href"), choices, links[language]]
    for path in paths:
        seen.page.goto(origin + path)
        assert findings_of(seen.page) == [], path
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
    seen.page.locator("main button").click()
    assert findings_of(seen.page) == []
    assert seen.complaints == []
    assert seen.hosts == {origin.removeprefix("http://")}


def test_header_with_unread_messages_is_one_row_on_a_desktop(visit, links):
    page = visit("/nl/mijn/berichten/", width=1280).page
    log_in(page)
    expect_address(page, "/nl/mijn/berichten/")
    boxes = [
        page.locator(f".header-row {selector}").bounding_box()
        for selector in ("a.brand", ".navigation-wide", "a.unread-count", ".language-switch")
    ]
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    assert max(middles) - min(middles) <= 3


def test_messages_are_read_and_mails_chosen_by_keyboard_without_javascript(visit, links):
    page = visit(addresses_of("inbox")["en"], java_script_enabled=False).page
    log_in(page)
    press_until_focused(page, "main .page-head button")  # marks all as read
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("You have read everything.")
    expect(page.locator(".unread-count")).to_have_count(0)
    title = page.locator("ul.inbox > li:first-child a").inner_text()
    press_until_focused(page, "ul.inbox > li:first-child a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    press_until_focused(page, "main footer button")  # keeps it as unread
    page.keyboard.press("Enter")
    expect(page.locator(".unread-count")).to_contain_text("1 unread message")
    expect(page.locator("ul.inbox > li:target")).to_contain_text("Unread")
    page.goto(page.url.partition("#")[0])
    press_until_focused(page, "main .page-head a")
    page.keyboard.press("Enter")
    press_until_focused(page, "input[value=at_once]")
    page.keyboard.press("ArrowDown")
    box = f"input[value='{TRANSLATION_OUTDATED.key}']"
    was_mailed = page.locator(box).is_checked()
    press_until_focused(page, box)
    page.keyboard.press("Space")
    press_until_focused(page, "main form.form > .form-buttons button")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Your choices have been saved.")
    expect(page.locator("input[value=daily]")).to_be_checked()
    expect(page.locator(box)).to_be_checked(checked=not was_mailed)


def test_a_long_word_makes_no_mail_wider_than_a_phone(visit):
    long = {"title": "A" * 120, "paragraphs": ["B" * 120]}
    page = visit("/nl/", width=320).page
    mail = render_to_string("notifications/mail.html", {"notice": long, "language": "nl"})
    page.goto("about:blank")
    page.set_content(mail)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
