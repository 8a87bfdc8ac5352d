"""What a page gives to whoever shares its address, and which pages give nothing."""

import struct
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from accounts.roles import Role
from charter.enums import CharterState
from portal.enums import PageKey
from tests.factories.accounts import make_person
from tests.factories.charter import CharterFactory, GoalFactory, ThemeFactory
from tests.factories.portal import PageFactory
from tests.portal.conftest import ORIGIN

SITE = "Brainport · Limburg · Kempen"
LOCALES = {"nl": ("nl_NL", ["nl_BE", "en_GB"]), "en": ("en_GB", ["nl_BE", "nl_NL"])}


def shared(html: BeautifulSoup) -> dict[str, list[str]]:
    """Return the values of each Open Graph property, in their order."""
    values = {}
    for tag in html.select('meta[property^="og:"]'):
        values.setdefault(tag["property"], []).append(tag["content"])
    return values


def meta(html: BeautifulSoup, name: str) -> str:
    (tag,) = html.select(f'meta[name="{name}"]')
    return tag["content"]


def html_of(client, path: str, status: int = 200) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def test_every_page_shows_under_its_own_title_description_and_address(public_pages):
    for page in public_pages:
        values = shared(page.html)
        assert f"{values['og:title'][0]} · {SITE}" == page.html.title.text, page.path
        assert values["og:description"] == [meta(page.html, "description")], page.path
        assert values["og:url"] == [ORIGIN + page.path]
        assert values["og:site_name"] == [SITE]
        assert meta(page.html, "twitter:card") == "summary_large_image"
        repeated = [name for name, each in values.items() if len(each) > 1]
        assert repeated == ["og:locale:alternate"], page.path


def test_every_page_has_a_description_of_its_own(public_pages):
    described = Counter((page.language, meta(page.html, "description")) for page in public_pages)
    assert [each for each, times in described.items() if times > 1] == []
    assert min(len(text) for _language, text in described) > 20


def test_every_page_names_its_language_and_the_others(public_pages):
    for page in public_pages:
        values = shared(page.html)
        locale, others = LOCALES[page.language]
        assert (values["og:locale"], values["og:locale:alternate"]) == ([locale], others), page.path


def test_the_charters_own_pages_are_articles(public_pages):
    kinds = {}
    for page in public_pages:
        kinds.setdefault(shared(page.html)["og:type"][0], set()).add(page.match.url_name)
    assert kinds["article"] == {"charter", "goal", "work_agenda", "action", "indicator"}
    assert set(kinds) == {"article", "website"}


def test_image_is_there_in_the_size_that_is_told(public_pages):
    file = settings.BASE_DIR / "static/img/social.png"
    width, height = struct.unpack(">II", file.read_bytes()[16:24])
    for page in public_pages:
        values = shared(page.html)
        assert values["og:image"] == [f"{ORIGIN}/static/img/social.png"]
        assert values["og:image:width"] == [str(width)]
        assert values["og:image:height"] == [str(height)]
        assert SITE in values["og:image:alt"][0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nl/zomaar/", "/nl/charter/9Z/", "/id/goals/2026-9Z", "/nl/gemeenten/atlantis/"]
)
def test_what_is_not_there_is_not_shared(client, path):
    html = html_of(client, path, status=404)
    assert shared(html) == {}
    assert html.find_all("script") == []


@pytest.mark.django_db
def test_private_pages_are_not_shared(client):
    assert shared(html_of(client, "/accounts/login/")) == {}
    person = make_person(Role.PARTNER)
    client.force_login(person, "accounts.backends.RecognisePeople")
    html = html_of(client, "/nl/mijn/")
    assert shared(html) == {}
    assert html.select('script[type="application/ld+json"]') == []


@pytest.mark.django_db
def test_words_with_signs_of_markup_stay_words(client):
    charter = CharterFactory(state=CharterState.IN_FORCE)
    GoalFactory(
        theme=ThemeFactory(charter=charter),
        code="1A",
        title_nl='Werk & "wonen" <b>',
        summary_nl='Een zin met "aanhaling" & <teken>.',
    )
    html = html_of(client, "/nl/charter/1A/")
    assert shared(html)["og:title"] == ['1A Werk & "wonen" <b>']
    assert shared(html)["og:description"] == ['Een zin met "aanhaling" & <teken>.']
    assert meta(html, "description") == 'Een zin met "aanhaling" & <teken>.'


@pytest.mark.django_db
def test_a_goal_without_a_sentence_is_described_by_the_official_words(client):
    charter = CharterFactory(state=CharterState.IN_FORCE)
    GoalFactory(theme=ThemeFactory(charter=charter), code="1A", text_nl="Officieel. En meer.")
    html = html_of(client, "/nl/charter/1A/")
    assert shared(html)["og:description"] == ["Officieel."]


@pytest.mark.django_db
def test_a_page_of_the_secretariat_is_described_by_its_first_sentence(client):
    body = (
        "## Kop\n\nEen [eerste](https://blk.example/) zin & *meer*. Een tweede.\n\nNog een alinea."
    )
    PageFactory(key=PageKey.ABOUT, body_nl=body)
    html = html_of(client, "/nl/over/")
    assert shared(html)["og:description"] == ["Een eerste zin & meer."]


@pytest.mark.django_db
def test_a_page_without_a_paragraph_is_described_by_the_portal(client):
    PageFactory(key=PageKey.ABOUT, body_nl="- een\n- twee")
    (description,) = shared(html_of(client, "/nl/over/"))["og:description"]
    assert description.startswith("Brainport Eindhoven, Belgisch Limburg")


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
def test_a_search_is_shared_under_its_own_address(client):
    html = html_of(client, "/nl/gemeenten/?q=herent&utm_source=brief")
    assert shared(html)["og:url"] == [f"{ORIGIN}/nl/gemeenten/?q=herent"]
