"""A real Chromium against the real server with the real content.

Both end with the last test of this folder: while Playwright runs, Django refuses to use the
database in the same process.
"""

import os
import re
import shutil
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.urls import resolve
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import portal_with_content

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="package")
def browser() -> Browser:
    if not CHROMIUM:
        message = "Chromium is missing. On Debian and Ubuntu: apt-get install chromium"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def folder(tmp_path_factory) -> Path:
    """Where the server's database is, and the mails it sends."""
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="package")
def origin(folder) -> str:
    with portal_with_content(folder) as origin:
        yield origin


@pytest.fixture(scope="package")
def paths(origin) -> list[str]:
    """The path of every public page in both languages, from the sitemap."""
    with urllib.request.urlopen(f"{origin}/sitemap.xml") as sitemap:
        return re.findall(rf"<loc>{origin}(.*?)</loc>", sitemap.read().decode())


@pytest.fixture(scope="package")
def one_path_a_page(paths) -> dict[str, dict[str, str]]:
    """`{language: {name of the page: the first path of that page}}`, and a page that is not."""
    chosen = {"nl": {"not found": "/nl/zomaar/"}, "en": {"not found": "/en/anything/"}}
    for path in paths:
        language = path.split("/")[1]
        with translation.override(language):
            chosen[language].setdefault(resolve(path).url_name, path)
    chosen["nl"]["neighbour"] = "/nl/gemeenten/weert/"
    chosen["nl"]["municipality search"] = "/nl/gemeenten/?q=herent"
    chosen["nl"]["found"], chosen["en"]["found"] = "/nl/zoeken/?q=regio", "/en/search/?q=region"
    chosen["nl"]["nothing found"] = "/nl/zoeken/?q=xyzzyqq"
    return chosen


@dataclass
class Visit:
    """A page in the browser, with what went wrong while it loaded."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@pytest.fixture
def visit(browser, origin):
    """Open a path: `visit(path, width=320, scheme="light", **context_options) -> Visit`."""
    contexts = []

    def open_path(path: str, *, width: int = 1280, scheme: str = "light", **options) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, **options
        )
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.on(
            "console",
            lambda message: (
                visit.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("requestfailed", lambda request: visit.complaints.append(request.url))
        visit.page.on("request", lambda request: visit.hosts.add(request.url.split("/")[2]))
        visit.page.goto(origin + path)
        return visit

    yield open_path
    for context in contexts:
        context.close()
