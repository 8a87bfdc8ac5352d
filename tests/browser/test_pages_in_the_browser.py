"""Public pages as people meet them: on a phone and a desktop, in light and dark, by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_FOUND = {"/nl/zomaar/", "/en/anything/"}


def expect_address(page: Page, ending: str) -> None:
    """Wait until the page at the address that ends so has loaded."""
    expect(page).to_have_url(re.compile(re.escape(ending) + "$"))
    page.wait_for_load_state()


def findings_of(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA once the page has loaded, one line a node.

    `without` names rules that are left out.
    """
    page.wait_for_load_state()
    rules = {rule: {"enabled": False} for rule in without}
    wanted = {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules}
    answer = Axe().run(page, options=wanted)
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in answer.response["violations"]
        for node in violation["nodes"]
    ]


def check(visit, origin, path, *, width, scheme):
    seen = visit(path, width=width, scheme=scheme)
    assert findings_of(seen.page) == [], path
    complaints = [line for line in seen.complaints if path not in NOT_FOUND or "404" not in line]
    assert complaints == [], path
    assert seen.hosts == {origin.removeprefix("http://")}, path
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
    seen.page.context.close()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("nl", 320, "light"), ("en", 1280, "dark")]
)
def test_one_page_of_each_kind_is_accessible_quiet_and_fits(
    visit, origin, one_path_a_page, language, width, scheme
):
    assert len(one_path_a_page[language]) >= 10
    for path in one_path_a_page[language].values():
        check(visit, origin, path, width=width, scheme=scheme)


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 500, 1280])
def test_every_page_is_accessible_quiet_and_fits(visit, origin, paths, width, scheme):
    for path in paths:
        check(visit, origin, path, width=width, scheme=scheme)


def test_axe_finds_what_is_wrong(visit):
    page = visit("/nl/").page
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=x>')")
    assert any(line.startswith("image-alt") for line in findings_of(page))


def test_content_is_there_without_javascript(visit, one_path_a_page):
    for path in one_path_a_page["nl"].values():
        page = visit(path, java_script_enabled=False).page
        assert len(page.locator("main").inner_text()) > 150, path
        page.context.close()


def test_first_key_press_offers_to_skip_to_the_content(visit):
    page = visit("/nl/charter/").page
    page.keyboard.press("Tab")
    link = page.locator("a.skip-link")
    expect(link).to_be_visible()
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_keyboard_reaches_everything_but_the_map_whose_equal_is_the_list(visit):
    page = visit("/nl/").page
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, summary')]"
        ".filter(e => e.checkVisibility() && e.tabIndex >= 0)"
        ".map(e => e.outerHTML.slice(0, 200))"
    )
    assert len(wanted) > 15
    assert set(wanted) <= reached
    assert any("/nl/gemeenten/" in element for element in wanted)


def test_what_has_the_focus_can_be_seen(visit):
    page = visit("/nl/charter/1A/").page
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


def test_menu_on_a_phone_opens_by_keyboard_and_without_javascript(visit):
    page = visit("/nl/", width=320, java_script_enabled=False).page
    partners = page.get_by_role("link", name="Partners")
    expect(partners).to_be_hidden()
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(partners).to_be_visible()
    partners.click()
    expect_address(page, "/nl/partners/")


def test_header_on_a_phone_is_one_row(visit):
    for width in (320, 375, 500):
        page = visit("/nl/", width=width).page
        tops = [
            page.locator(selector).bounding_box()
            for selector in ("a.brand", "summary", "a.language-switch")
        ]
        middles = {round(box["y"] + box["height"] / 2) for box in tops}
        assert max(middles) - min(middles) <= 2, width
        page.context.close()


def test_your_municipality_is_found_from_the_home_page(visit):
    page = visit("/nl/", width=500, java_script_enabled=False).page
    page.get_by_label("Uw gemeente").fill("rijkev")
    page.get_by_role("button", name="Toon").click()
    expect_address(page, "/nl/gemeenten/rijkevorsel/")
    expect(page.locator("h1")).to_have_text("Rijkevorsel")


def test_a_cell_of_the_map_leads_to_its_municipality(visit):
    page = visit("/en/").page
    page.locator("#map-dessel").click()
    expect_address(page, "/en/municipalities/dessel/")


def test_switch_keeps_the_page(visit):
    page = visit("/nl/charter/2B/").page
    page.get_by_role("link", name="English").click()
    expect_address(page, "/en/charter/2B/")
    page.get_by_role("link", name="Nederlands", exact=True).click()
    expect_address(page, "/nl/charter/2B/")


def test_both_typefaces_are_the_portals_own(visit):
    page = visit("/nl/charter/1A/").page
    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {name.strip('"') for name in loaded} >= {"Source Sans", "Source Serif"}


def test_text_can_be_spaced_out_without_loss(visit):
    """WCAG 1.4.12: the spacing that a reader may set cuts nothing off."""
    for path in ("/nl/", "/nl/charter/", "/nl/gemeenten/turnhout/"):
        page = visit(path, width=320).page
        page.evaluate(
            "for (const e of document.querySelectorAll('*')) {"
            " e.style.setProperty('line-height', '1.5', 'important');"
            " e.style.setProperty('letter-spacing', '0.12em', 'important');"
            " e.style.setProperty('word-spacing', '0.16em', 'important'); }"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.context.close()


def test_a_municipalitys_sheet_prints_on_one_side_of_a4(visit):
    for path in ("/nl/gemeenten/bilzen-hoeselt/", "/en/municipalities/reusel-de-mierden/"):
        page = visit(path).page
        sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
        assert len(sheets) == 1, path
        page.context.close()
