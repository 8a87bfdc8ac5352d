"""Logging in as people do it: by password, code, app and passkey, on a phone and a desktop."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_pages_in_the_browser import expect_address, findings_of
from tests.factories.accounts import PASSWORD
from tests.serving import run_in_portal

pytestmark = pytest.mark.browser

NAMES = ["password", "code", "rests", "app", "passkey", "sessions", "forgotten", "pages"]
MAKE_PEOPLE = f"""
from accounts.roles import Role
from tests.factories.accounts import PASSWORD, make_person
for name in {NAMES}:
    make_person(
        Role.PARTNER, password=PASSWORD, email=name + "@login.example", name=name, language="en"
    )
"""


@pytest.fixture(scope="module")
def people(origin, folder) -> dict[str, str]:
    """The address of one person a test; all have the same password."""
    run_in_portal(folder, MAKE_PEOPLE)
    return {name: f"{name}@login.example" for name in NAMES}


def code_of_app(key: str) -> str:
    return format_hotp_value(hotp_value(key, next(iter(yield_hotp_counters_from_time()))))


def last_mail(folder: Path, to: str) -> str:
    """Return the text of the newest mail to this address."""
    found = []
    for file in sorted((folder / "mails").glob("*.log"), key=lambda file: file.stat().st_mtime_ns):
        for raw in re.split(rb"^-{70,}\n", file.read_bytes(), flags=re.MULTILINE):
            message = message_from_bytes(raw, policy=policy.default)
            if message["To"] == to:
                found.append(message.get_body(("plain",)).get_content())
    return found[-1]


def log_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def log_out(page: Page) -> None:
    button = page.get_by_role("button", name="Log out")
    button.click()
    expect(button).to_be_hidden()


def confirm_it_is_me(page: Page) -> None:
    expect(page).to_have_title(re.compile("Confirm that it is you"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def expect_desk(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("My desk")


ENTRANCE = [
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/key/1-none/",
    "/accounts/inactive/",
]
OWN_SECURITY = [
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


PHONE = ("nl", 320, "light")
DESKTOP = ("en", 1280, "dark")


def check_pages(seen: Visit, paths: list[str], language: str, width: int, scheme: str) -> None:
    """The pages are accessible, in this language, and no wider than the window."""
    page = seen.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for path in paths:
        page.goto(f"{page.evaluate('location.origin')}{path}?lang={language}")
        assert page.evaluate("document.documentElement.lang") == language, path
        assert findings_of(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert seen.complaints == []


def test_pages_of_login_are_accessible_quiet_and_fit(visit):
    seen = visit("/accounts/login/")
    check_pages(seen, ENTRANCE, *PHONE)
    check_pages(seen, ENTRANCE[:1], *DESKTOP)


def test_pages_of_own_security_are_accessible_quiet_and_fit(visit, people):
    seen = visit("/accounts/login/?next=/accounts/2fa/totp/activate/%3Flang%3Den")
    log_in(seen.page, people["pages"])
    confirm_it_is_me(seen.page)
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("Set up an app")
    check_pages(seen, OWN_SECURITY, *PHONE)
    check_pages(seen, OWN_SECURITY[2:4], *DESKTOP)


def test_a_password_opens_the_page_one_wanted_without_javascript(visit, people):
    page = visit("/en/my/security/", java_script_enabled=False, width=320).page
    log_in(page, people["password"], "iets anders")
    expect(page.get_by_role("alert")).to_contain_text("is not right")
    log_in(page, people["password"])
    expect_address(page, "/en/my/security/")


def test_a_code_from_the_mail_opens_my_desk(visit, people, folder):
    page = visit("/en/my/").page
    page.get_by_role("link", name="Log in with a code by mail").click()
    page.get_by_label("E-mail address").fill(people["code"])
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    assert findings_of(page) == []
    code = re.search(r"^    (\S+)$", last_mail(folder, people["code"]), re.MULTILINE)[1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect_desk(page)


def test_the_language_switch_stays_on_the_page(visit, people):
    page = visit("/accounts/login/?next=/en/my/").page
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.get_by_role("button", name="English").click()
    log_in(page, people["password"])
    expect_desk(page)


def test_after_five_refusals_the_address_rests(visit, people):
    page = visit("/accounts/login/?lang=en").page
    for _ in range(5):
        log_in(page, people["rests"], "iets anders")
    log_in(page, people["rests"])
    expect(page.get_by_role("alert")).to_contain_text("Wait five minutes")
    assert findings_of(page) == []


def test_an_app_is_set_up_used_at_login_and_replaced_by_a_recovery_code(visit, people, tmp_path):
    page = visit("/accounts/login/?next=/accounts/2fa/%3Flang%3Den").page
    log_in(page, people["app"])
    page.get_by_role("link", name="Set up an app").click()
    confirm_it_is_me(page)
    expect(page.get_by_role("img", name="Picture with the key")).to_be_visible()
    key = page.locator("code.secret").inner_text()
    page.get_by_label("Code that the app shows").fill(code_of_app(key))
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert findings_of(page) == []
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the codes").click()
    download.value.save_as(tmp_path / "codes.txt")
    assert (tmp_path / "codes.txt").read_text().split()[1:] == codes
    log_out(page)

    page = visit("/en/my/").page
    log_in(page, people["app"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    assert findings_of(page) == []
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Log in", exact=True).click()
    expect_desk(page)


DISABLE = """
from accounts.models import User
User.objects.filter(email="{email}").update(is_active=False)
"""


def test_a_passkey_opens_my_desk_until_the_account_is_disabled(visit, people, origin, folder):
    page = visit("/accounts/login/?lang=en").page
    # A passkey belongs to a name, never to a number like 127.0.0.1.
    origin = origin.replace("127.0.0.1", "localhost")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{origin}/accounts/login/?next=/accounts/2fa/webauthn/add/%3Flang%3Den")
    log_in(page, people["passkey"])
    confirm_it_is_me(page)
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    log_out(page)
    page.context.clear_cookies(name="device")
    page.goto(f"{origin}/accounts/login/?next=/en/my/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect_desk(page)
    assert "did not log in before: Chrome on Linux." in last_mail(folder, people["passkey"])
    page.goto(f"{origin}/accounts/2fa/webauthn/?lang=en")
    expect(page.get_by_role("main")).to_contain_text("My phone")
    assert findings_of(page) == []
    run_in_portal(folder, DISABLE.format(email=people["passkey"]))
    page.goto(f"{origin}/accounts/login/?next=/en/my/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("status")).to_have_text("This passkey does not open an account.")


def test_a_passkey_that_is_broken_off_says_so(visit):
    page = visit("/accounts/login/?lang=en").page
    # Here, on a number instead of a name, no passkey can be used.
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")


def test_another_session_is_ended_from_the_list(visit, people):
    here = visit("/en/my/").page
    log_in(here, people["sessions"])
    expect_desk(here)
    there = visit("/en/my/").page
    log_in(there, people["sessions"])
    expect_desk(there)
    here.goto(here.url.replace("/en/my/", "/accounts/sessions/?lang=en"))
    here.get_by_role("button", name="End all other sessions").click()
    expect(here.get_by_role("status")).to_contain_text("Your other sessions have ended.")
    there.reload()
    expect(there.get_by_role("heading", level=1)).to_have_text("Log in")


def test_a_forgotten_password_is_replaced(visit, people, folder):
    page = visit("/accounts/login/?lang=en").page
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("E-mail address").fill(people["forgotten"])
    page.get_by_role("button", name="Send a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    page.goto(re.search(r"http\S+", last_mail(folder, people["forgotten"]))[0])
    assert findings_of(page) == []
    page.get_by_label("New password").fill("te kort")
    page.get_by_role("button", name="Keep this password").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    page.get_by_label("New password").fill("een heel andere lange zin")
    page.get_by_role("button", name="Keep this password").click()
    page.get_by_role("link", name="Log in", exact=True).click()
    log_in(page, people["forgotten"], "een heel andere lange zin")
    expect_desk(page)
