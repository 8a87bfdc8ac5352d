"""Permanent links: what they lead to, in which language, and for how long nobody keeps that."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from accounts.roles import Role
from charter.enums import CharterState
from charter.models import Goal, Paragraph, Signature, Theme
from partners.models import Municipality, Organisation, Region
from portal.api import RESOURCES
from portal.views.permanent import LINKED
from tests.factories.accounts import make_person
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    ParagraphFactory,
    SignatureFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.db]

LINKS = [
    ("charters/2026", "/nl/charter/", "/en/charter/"),
    ("themes/2026-2", "/nl/charter/#theme-2", "/en/charter/#theme-2"),
    ("goals/2026-1A", "/nl/charter/1A/", "/en/charter/1A/"),
    ("paragraphs/2026-theme-2-1", "/nl/charter/#theme-2-1", "/en/charter/#theme-2-1"),
    ("signatures/2026-1", "/nl/charter/#signature-1", "/en/charter/#signature-1"),
    ("regions/kempen", "/nl/partners/#kempen", "/en/partners/#kempen"),
    ("municipalities/turnhout", "/nl/gemeenten/turnhout/", "/en/municipalities/turnhout/"),
    (
        "municipalities/bilzen",
        "/nl/gemeenten/bilzen-hoeselt/",
        "/en/municipalities/bilzen-hoeselt/",
    ),
    ("organisations/mre", "/nl/partners/mre/", "/en/partners/mre/"),
    ("organisations/tudelft", "/nl/partners/tudelft/", "/en/partners/tudelft/"),
]
UNKNOWN = [
    "charters/2031",
    "charters/26",
    "charters/२०२६",
    "themes/2026-9",
    "themes/2026",
    "goals/2026-3A",
    "goals/2026-1a",
    "goals/2026-1A%0A",
    "goals/9Z",
    "goals/1A",
    "themes/1",
    "paragraphs/2026-nergens",
    "paragraphs/theme-2-1",
    "signatures/2026-99",
    "signatures/2026-99999999999999999999",
    "regions/twente",
    "municipalities/atlantis",
    "municipalities/%00",
    "municipalities/Turnhout'--",
    "organisations/%F0%9F%8F%9B",
    "pages/about",
    "goals",
    "goals/",
    "goals/2026-1A/",
]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(("link", "dutch", "english"), LINKS, ids=[row[0] for row in LINKS])
def test_link_leads_to_the_thing_in_the_readers_language(link, dutch, english):
    for accepts, address in (("en-GB,en", english), ("nl-BE,nl", dutch), ("fr", dutch)):
        response = Client().get(f"/id/{link}", headers={"Accept-Language": accepts})
        assert (response.status_code, response["Location"]) == (302, address), accepts
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get(f"/id/{link}", headers={"Accept-Language": "nl"})["Location"] == english


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("link", [row[0] for row in LINKS])
def test_the_page_has_the_place_that_a_link_leads_to(client, link):
    response = client.get(f"/id/{link}", follow=True)
    path, _hash, anchor = response.redirect_chain[-1][0].partition("#")
    assert (response.status_code, len(response.redirect_chain)) == (200, 1), path
    html = BeautifulSoup(response.content, "html.parser")
    assert not anchor or len(html.find_all(id=anchor)) == 1


@pytest.mark.usefixtures("content")
def test_every_row_is_found_by_its_own_link(client):
    rows = [
        *Theme.objects.with_charter(),
        *Goal.objects.with_charter(),
        *Paragraph.objects.with_charter(),
        *Signature.objects.with_charter(),
        *Region.objects.all(),
        *Municipality.objects.current(),
        *Organisation.objects.all(),
    ]
    assert len(rows) > 130
    for row in rows:
        assert client.get(row.get_permanent_url())["Location"] == row.get_absolute_url(), row


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("link", UNKNOWN)
def test_what_is_not_there_is_not_found_in_the_readers_language(client, link):
    response = client.get(f"/id/{link}", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_nothing_of_a_draft_is_found(client):
    draft = CharterFactory(year=2030, state=CharterState.DRAFT)
    theme = ThemeFactory(charter=draft, number=1)
    rows = [
        draft,
        theme,
        GoalFactory(theme=theme, code="1A"),
        ParagraphFactory(charter=draft),
        SignatureFactory(charter=draft),
    ]
    for row in rows:
        assert client.get(row.get_permanent_url()).status_code == 404, row
    assert client.get("/id/goals/1A").status_code == 404


def test_an_earlier_charter_keeps_its_links_when_a_later_one_is_in_force(client):
    earlier = CharterFactory(year=2020, state=CharterState.SUPERSEDED)
    GoalFactory(theme=ThemeFactory(charter=earlier), code="1A")
    later = CharterFactory(year=2026, state=CharterState.IN_FORCE)
    GoalFactory(theme=ThemeFactory(charter=later), code="1A")
    leads = {
        "charters/2020": "/nl/charter/2020/",
        "themes/2020-1": "/nl/charter/2020/#theme-1",
        "goals/2020-1A": "/nl/charter/2020/1A/",
        "goals/2026-1A": "/nl/charter/1A/",
        "goals/1A": None,  # which of the two it means changes with the charter
    }
    got = {link: client.get(f"/id/{link}").headers.get("Location") for link in leads}
    assert got == leads


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("link", [row[0] for row in LINKS])
def test_link_takes_one_question_and_is_kept_by_nobody(client, django_assert_num_queries, link):
    with django_assert_num_queries(1):
        response = client.get(f"/id/{link}")
    assert response["Cache-Control"] == "private, no-store"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    assert "ETag" not in response
    assert not response.cookies


@pytest.mark.usefixtures("content")
def test_link_can_only_be_read():
    client = Client(enforce_csrf_checks=True)
    head = client.head("/id/goals/2026-1A")
    assert (head.status_code, head["Location"]) == (302, "/nl/charter/1A/")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/id/goals/2026-1A").status_code == 405, method


@pytest.mark.usefixtures("content")
def test_link_speaks_the_browsers_language_also_to_who_is_logged_in(
    client, django_assert_num_queries
):
    person = make_person(Role.PARTNER, language="nl")
    client.force_login(person, "accounts.backends.RecognisePeople")
    with django_assert_num_queries(1):
        response = client.get("/id/regions/kempen", headers={"Accept-Language": "en"})
    assert response["Location"] == "/en/partners/#kempen"


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/nl/charter/", "/id/charters/2026"),
        ("/en/charter/", "/id/charters/2026"),
        ("/en/charter/2B/", "/id/goals/2026-2B"),
        ("/nl/gemeenten/turnhout/", "/id/municipalities/turnhout"),
    ],
)
def test_who_cites_a_page_gets_its_permanent_link(client, path, link):
    html = BeautifulSoup(client.get(path).content, "html.parser")
    assert html.select_one(".cite-address").text == f"http://testserver{link}"
    assert client.get(link, headers={"Accept-Language": path[1:3]})["Location"] == path


def test_whatever_the_api_gives_a_permanent_link_has_one():
    given = {
        plural
        for plural, resource in RESOURCES.items()
        if "permanent_link" in resource.serializer_class.Meta.fields
    }
    assert LINKED.keys() == given
