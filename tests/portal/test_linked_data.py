"""What a page says to programs, in the words of schema.org."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from charter.enums import CharterState
from charter.models import Charter, Signature
from partners.models import Municipality, Organisation
from portal.enums import PageKey
from portal.models import Page
from tests.factories.charter import CharterFactory, GoalFactory, ThemeFactory
from tests.factories.partners import MunicipalityFactory
from tests.factories.portal import PageFactory
from tests.portal.conftest import ORIGIN, FetchedPage

ADDRESSES = {"@id", "url", "item"}
KINDS = {
    "home": ("WebSite", {"name", "url", "inLanguage", "publisher"}),
    "charter": ("CreativeWork", {"name", "inLanguage", "author", "identifier", "isPartOf"}),
    "goal": ("CreativeWork", {"name", "inLanguage", "text", "abstract", "isPartOf"}),
    "work_agendas": ("CollectionPage", {"name", "url", "inLanguage", "hasPart"}),
    "work_agenda": ("CreativeWork", {"name", "url", "inLanguage", "temporalCoverage"}),
    "action": ("Action", {"name", "url", "identifier", "agent", "participant"}),
    "indicators": ("CollectionPage", {"name", "url", "inLanguage", "hasPart"}),
    "indicator": ("Dataset", {"name", "url", "description", "variableMeasured"}),
    "partners": ("ItemList", {"itemListElement", "numberOfItems"}),
    "organisation": ("Organization", {"name"}),
    "municipalities": ("CollectionPage", {"name", "url", "inLanguage", "isPartOf"}),
    "municipality": ("AdministrativeArea", {"name", "url", "identifier", "containedInPlace"}),
    "search": ("SearchResultsPage", {"name", "url", "inLanguage", "isPartOf"}),
    "about": ("AboutPage", {"name", "url", "inLanguage", "dateModified"}),
    "accessibility": ("WebPage", {"name", "url", "inLanguage", "dateModified"}),
    "privacy": ("WebPage", {"name", "url", "inLanguage", "dateModified"}),
    "contact": ("ContactPage", {"name", "url", "inLanguage", "dateModified"}),
}


def blocks_of(html: BeautifulSoup) -> list[dict]:
    return [json.loads(tag.string) for tag in html.select('script[type="application/ld+json"]')]


def thing_of(html: BeautifulSoup) -> dict:
    """Return what the page is about; the other block is the way to it."""
    (thing,) = [block for block in blocks_of(html) if block["@type"] != "BreadcrumbList"]
    return thing


def breadcrumbs_of(html: BeautifulSoup) -> list[dict]:
    lists = [block for block in blocks_of(html) if block["@type"] == "BreadcrumbList"]
    return lists[0]["itemListElement"] if lists else []


def fetched(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def members(data, name: str = "") -> Iterator[tuple[str, object]]:
    """Give every member of the data with its name, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key, value
            yield from members(value, key)
    if isinstance(data, list):
        for value in data:
            if not isinstance(value, dict | list):
                yield name, value
            yield from members(value, name)


def page_at(pages: list[FetchedPage], path: str) -> dict:
    (page,) = [page for page in pages if page.path == path]
    return thing_of(page.html)


def test_every_page_says_what_it_is_about(public_pages):
    for page in public_pages:
        kind, required = KINDS[page.match.url_name]
        thing = thing_of(page.html)
        assert thing["@context"] == "https://schema.org"
        assert thing["@type"] == kind, page.path
        assert required <= set(thing), page.path


def test_every_address_is_absolute_and_of_this_portal(public_pages):
    for page in public_pages:
        for block in blocks_of(page.html):
            found = [value for key, value in members(block) if key in ADDRESSES]
            strings = [value for value in found if isinstance(value, str)]
            assert strings, page.path
            for address in strings:
                assert address.startswith(f"{ORIGIN}/"), (page.path, address)


@pytest.mark.django_db
def test_every_permanent_link_in_the_data_leads_to_a_page(client, examples, public_pages):
    links = {
        urlsplit(value).path
        for page in public_pages
        for _key, value in members(thing_of(page.html))
        if isinstance(value, str) and value.startswith(f"{ORIGIN}/id/")
    }
    assert len(links) >= 1 + 7 + 88 + 3 + 12
    for path in links:
        assert client.get(path).status_code == 302, path


def test_breadcrumbs_are_those_that_the_page_shows(public_pages):
    without = set()
    for page in public_pages:
        shown = page.html.select("nav.breadcrumbs li")
        told = breadcrumbs_of(page.html)
        assert [step["name"] for step in told] == [step.get_text(strip=True) for step in shown]
        assert [step["position"] for step in told] == list(range(1, len(shown) + 1))
        for step, element in zip(told, shown, strict=True):
            path = element.a["href"] if element.a else page.path
            assert step["item"] == ORIGIN + path, page.path
        if not shown:
            without.add(page.match.url_name)
    assert without == {"home"}


@pytest.mark.django_db
def test_no_page_names_a_person(content, public_pages):
    people = set(Signature.objects.values_list("signed_by", flat=True))
    assert len(people) > 3
    for page in public_pages:
        for block in blocks_of(page.html):
            told = json.dumps(block, ensure_ascii=False)
            assert [name for name in people if name in told] == [], page.path
            assert "@blk.example" not in told


def test_home_names_the_seven_members_of_the_partnership(public_pages):
    for path in ("/nl/", "/en/"):
        publisher = page_at(public_pages, path)["publisher"]
        assert publisher["@type"] == "Organization"
        assert len(publisher["member"]) == 7
        assert "address" not in publisher


def test_the_signed_charter_is_dutch_and_names_its_translation(public_pages):
    charter = page_at(public_pages, "/nl/charter/")
    assert charter["@id"] == charter["identifier"] == f"{ORIGIN}/id/charters/2026"
    assert charter["inLanguage"] == "nl"
    assert charter["dateCreated"] == "2026-03-18"
    assert len(charter["author"]) == 7
    assert [goal["alternateName"] for goal in charter["hasPart"]] == [
        *("1A", "1B", "1C"),
        *("2A", "2B", "2C", "2D"),
    ]
    assert charter["workTranslation"]["@id"] == f"{ORIGIN}/en/charter/"
    assert charter["workTranslation"]["inLanguage"] == "en"


def test_the_english_charter_is_an_unofficial_translation_of_it(public_pages):
    charter = page_at(public_pages, "/en/charter/")
    assert charter["@id"] == f"{ORIGIN}/en/charter/"
    assert charter["identifier"] == f"{ORIGIN}/id/charters/2026"
    assert charter["inLanguage"] == "en"
    assert charter["creativeWorkStatus"] == "unofficial translation"
    signed = charter["translationOfWork"]
    assert (signed["@id"], signed["inLanguage"]) == (f"{ORIGIN}/id/charters/2026", "nl")
    assert signed["dateCreated"] == "2026-03-18"
    assert "dateCreated" not in charter  # nobody knows when it was translated


def test_a_goal_is_part_of_its_charter(public_pages):
    goal = page_at(public_pages, "/nl/charter/2B/")
    assert goal["identifier"] == f"{ORIGIN}/id/goals/2026-2B"
    assert goal["isPartOf"]["@id"] == f"{ORIGIN}/id/charters/2026"
    english = page_at(public_pages, "/en/charter/2B/")
    assert english["translationOfWork"]["@id"] == f"{ORIGIN}/id/goals/2026-2B"


@pytest.mark.django_db
def test_a_charter_without_english_is_dutch_on_the_english_page_too(client):
    charter = CharterFactory(state=CharterState.IN_FORCE, title_nl="Titel", title_en=None)
    GoalFactory(theme=ThemeFactory(charter=charter), code="1A", title_nl="Doel")
    thing = thing_of(fetched(client, "/en/charter/"))
    assert thing["inLanguage"] == "nl"
    assert thing["name"] == {"@value": "Titel", "@language": "nl"}
    assert "workTranslation" not in thing
    goal = thing_of(fetched(client, "/en/charter/1A/"))
    assert goal["name"] == {"@value": "Doel", "@language": "nl"}
    assert goal["inLanguage"] == "nl"
    assert "abstract" not in goal


@pytest.mark.django_db
def test_an_earlier_charter_keeps_its_own_addresses(client):
    earlier = CharterFactory(year=2020, state=CharterState.SUPERSEDED)
    GoalFactory(theme=ThemeFactory(charter=earlier), code="1A")
    CharterFactory(year=2026, state=CharterState.IN_FORCE)
    charter = thing_of(fetched(client, "/nl/charter/2020/"))
    assert charter["url"] == f"{ORIGIN}/nl/charter/2020/"
    goal = thing_of(fetched(client, "/nl/charter/2020/1A/"))
    assert goal["isPartOf"]["url"] == f"{ORIGIN}/nl/charter/2020/"


def test_partners_are_listed_and_only_who_signed_is_a_member(public_pages):
    listed = page_at(public_pages, "/nl/partners/")
    items = [element["item"] for element in listed["itemListElement"]]
    assert listed["numberOfItems"] == len(items) == 12
    assert [("memberOf" in item) for item in items] == [True] * 7 + [False] * 5
    assert items[0]["@id"] == f"{ORIGIN}/id/organisations/mre"
    assert {element["position"] for element in listed["itemListElement"]} == set(range(1, 13))


def test_a_municipality_has_its_codes_its_point_and_where_it_lies(public_pages):
    place = page_at(public_pages, "/nl/gemeenten/turnhout/")
    permanent, code = place["identifier"]
    assert permanent == place["@id"] == f"{ORIGIN}/id/municipalities/turnhout"
    assert (code["propertyID"], code["value"]) == ("NIS", "13040")
    region, area, country = place["containedInPlace"]
    assert region["@id"] == f"{ORIGIN}/id/regions/kempen"
    assert (area["identifier"]["propertyID"], area["identifier"]["value"]) == ("NUTS 3", "BE213")
    assert country["identifier"] == "BE"
    assert 51 < place["geo"]["latitude"] < 52
    assert 4 < place["geo"]["longitude"] < 6
    dutch = page_at(public_pages, "/en/municipalities/eindhoven/")
    assert dutch["identifier"][1]["propertyID"] == "CBS"
    assert dutch["containedInPlace"][-1]["name"] == "Netherlands"


@pytest.mark.django_db
def test_a_municipality_without_a_known_point_or_area_gets_none(client):
    MunicipalityFactory(slug="plaats")
    place = thing_of(fetched(client, "/nl/gemeenten/plaats/"))
    assert "geo" not in place
    assert [each["@type"] for each in place["containedInPlace"]] == ["Place", "Country"]


def test_a_dutch_name_is_called_dutch(public_pages):
    place = page_at(public_pages, "/en/municipalities/turnhout/")
    name = {"@value": "Arrondissement Turnhout", "@language": "nl"}
    assert name in [each["name"] for each in place["containedInPlace"]]


@pytest.mark.django_db
def test_a_neighbour_lies_in_no_region(client, content):
    neighbour = Municipality.objects.get(slug="weert")
    place = thing_of(fetched(client, neighbour.get_absolute_url()))
    assert "Place" not in {each["@type"] for each in place["containedInPlace"]}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_text_cannot_close_the_block(client, content, language):
    evil = '</script><script>alert(1)</script><!--"&'
    Page.objects.update(title_nl=evil, title_en=evil)
    Organisation.objects.update(name_nl=evil, name_en=evil)
    Charter.objects.update(title_nl=evil, title_en=evil)
    with translation.override(language):
        paths = [
            Charter.objects.get().get_absolute_url(),
            Page(key=PageKey.ABOUT).get_absolute_url(),
        ]
    for path in (f"/{language}/", f"/{language}/partners/", *paths):
        response = client.get(path)
        assert b"<script>alert" not in response.content, path
        html = BeautifulSoup(response.content, "html.parser")
        assert {tag.get("type") for tag in html.find_all("script")} == {"application/ld+json"}
        told = [value for block in blocks_of(html) for _key, value in members(block)]
        assert evil in told, path


@pytest.mark.django_db
def test_a_page_without_english_says_in_which_language_it_is(client):
    PageFactory(key=PageKey.ABOUT, title_nl="Over ons", body_nl="Tekst.")
    html = fetched(client, "/en/about/")
    assert thing_of(html)["inLanguage"] == "nl"
    assert thing_of(html)["name"] == {"@value": "Over ons", "@language": "nl"}
    assert breadcrumbs_of(html)[-1]["name"] == {"@value": "Over ons", "@language": "nl"}
