"""Finding a municipality, and its sheet."""

import pytest
from bs4 import BeautifulSoup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def text_of(response) -> str:
    html = BeautifulSoup(response.content, "html.parser")
    return html.main.get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Turnhout", "/nl/gemeenten/turnhout/"),
        ("turnhout ", "/nl/gemeenten/turnhout/"),
        ("oud turnhout", "/nl/gemeenten/oud-turnhout/"),
        ("'s-Hertogenbosch", "/nl/gemeenten/s-hertogenbosch/"),
        ("nuenen", "/nl/gemeenten/nuenen-ca/"),
        ("Hasselt", "/nl/gemeenten/hasselt/"),
        ("Bilzen", "/nl/gemeenten/bilzen-hoeselt/"),
        ("Kortessem", "/nl/gemeenten/hasselt/"),
    ],
)
def test_a_name_that_fits_one_municipality_opens_it(client, typed, address):
    response = client.get("/nl/gemeenten/", {"q": typed})
    assert (response.status_code, response.headers.get("Location")) == (302, address)


def test_a_name_that_fits_several_shows_them(client):
    shown = text_of(client.get("/nl/gemeenten/", {"q": "herent"}))
    assert "2 gemeenten passen bij “herent”" in shown
    assert "Herentals" in shown
    assert "Herenthout" in shown
    assert "Eindhoven" not in shown


def test_a_name_that_fits_none_keeps_what_was_typed_and_helps(client):
    response = client.get("/en/municipalities/", {"q": "Atlantis <b>"})
    html = BeautifulSoup(response.content, "html.parser")
    assert html.find("input", {"name": "q"})["value"] == "Atlantis <b>"
    assert "Check the spelling" in text_of(response)
    assert "noindex" in str(html.find("meta", {"name": "robots"}))
    assert html.select_one("a.language-switch")["href"] == "/nl/gemeenten/?q=Atlantis+%3Cb%3E"


def test_signs_alone_find_nothing_rather_than_everything(client):
    assert "0 gemeenten passen" in text_of(client.get("/nl/gemeenten/", {"q": "!?"}))


def test_a_merged_municipality_leads_to_its_successor(client):
    response = client.get("/en/municipalities/bilzen/")
    assert (response.status_code, response["Location"]) == (
        301,
        "/en/municipalities/bilzen-hoeselt/",
    )


def test_sheet_says_region_signatures_and_goals(client):
    shown = text_of(client.get("/nl/gemeenten/turnhout/"))
    assert "Turnhout ligt in de Antwerpse Kempen" in shown
    assert "Ward Kennes" in shown
    assert "Luk Lemmens" in shown
    assert "Tom Vandeput" not in shown
    for code in ("1A", "1B", "1C", "2A", "2B", "2C", "2D"):
        assert f" {code} " in shown
    assert "13040" in shown
    assert "BE213" in shown


def test_sheet_of_a_merged_municipality_names_where_it_came_from(client):
    shown = text_of(client.get("/nl/gemeenten/bilzen-hoeselt/"))
    assert (
        "1 januari 2025 : Bilzen + Hoeselt" in shown or "1 januari 2025: Bilzen + Hoeselt" in shown
    )


def test_neighbour_is_said_not_to_have_signed(client):
    shown = text_of(client.get("/nl/gemeenten/weert/"))
    assert "Weert ligt buiten de drie regio’s van het charter en ondertekende het niet." in shown
    assert "Wie ondertekende voor deze regio" not in shown


def test_whether_a_municipality_touches_the_border_is_not_shown_before_it_is_checked(client):
    shown = text_of(client.get("/nl/gemeenten/turnhout/")).casefold()
    assert "raakt de grens" not in shown


def test_map_marks_the_municipality(client):
    html = BeautifulSoup(client.get("/nl/gemeenten/turnhout/").content, "html.parser")
    current = html.select("svg .map-cell.is-current")
    assert [cell["id"] for cell in current] == ["map-turnhout"]
