"""Finding a municipality, and its sheet."""

import pytest
from bs4 import BeautifulSoup

from partners.models import Municipality

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
        ("st-truiden", "/nl/gemeenten/sint-truiden/"),
        ("Kortessem", "/nl/gemeenten/hasselt/"),
    ],
)
def test_a_name_that_fits_one_municipality_opens_it(client, typed, address):
    response = client.get("/nl/gemeenten/", {"q": typed})
    assert (response.status_code, response.headers.get("Location")) == (302, address)


def test_a_name_that_fits_several_shows_them(client):
    shown = text_of(client.get("/nl/gemeenten/", {"q": "herent"}))
    assert "2 gemeenten gevonden voor “herent”" in shown
    assert "Herentals" in shown
    assert "Herenthout" in shown
    assert "Eindhoven" not in shown


def test_a_name_that_fits_none_keeps_what_was_typed_and_helps(client):
    response = client.get("/en/municipalities/", {"q": "Atlantis <b>"})
    html = BeautifulSoup(response.content, "html.parser")
    assert html.find("input", {"name": "q"})["value"] == "Atlantis <b>"
    assert "Check the spelling, or choose from the list." in text_of(response)
    assert html.find("a", string="Turnhout")
    assert "noindex" in str(html.find("meta", {"name": "robots"}))
    assert html.select_one("a.language-switch")["href"] == "/nl/gemeenten/?q=Atlantis+%3Cb%3E"


def test_signs_alone_find_nothing_rather_than_everything(client):
    shown = text_of(client.get("/nl/gemeenten/", {"q": "!?"}))
    assert "Geen gemeente gevonden voor “!?”" in shown


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
    assert "1 januari 2025 (Bilzen + Hoeselt)" in shown


def test_neighbour_is_said_not_to_have_signed(client):
    shown = text_of(client.get("/nl/gemeenten/weert/"))
    assert "Weert ligt buiten de drie regio’s van het charter en ondertekende het niet." in shown
    assert "Wie ondertekende voor deze regio" not in shown


def test_whether_a_municipality_touches_the_border_is_not_shown_before_it_is_checked(client):
    shown = text_of(client.get("/nl/gemeenten/turnhout/")).casefold()
    assert "raakt de grens" not in shown


def test_address_in_capitals_leads_to_the_one_in_small_letters(client):
    response = client.get("/nl/gemeenten/Turnhout/")
    assert (response.status_code, response["Location"]) == (301, "/nl/gemeenten/turnhout/")


def test_map_marks_every_municipality_that_stands_on_it(client):
    without_a_map = set()
    for municipality in Municipality.objects.current():
        html = BeautifulSoup(client.get(municipality.get_absolute_url()).content, "html.parser")
        marked = {tag.get("id") for tag in html.select("svg .is-current[id]")}
        if html.select("figure.sheet-map"):
            assert marked == {f"map-{municipality.slug}"}
        else:
            without_a_map.add(municipality.name)
            assert municipality.is_neighbour
    assert without_a_map == {"Nederweert", "Venlo", "'s-Hertogenbosch"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_municipalities_can_be_downloaded_with_their_source(client, language):
    page = client.get({"nl": "/nl/gemeenten/", "en": "/en/municipalities/"}[language])
    html = BeautifulSoup(page.content, "html.parser")
    assert "GeoNames (CC BY 4.0)" in text_of(page)
    forms = ("CSV", "XLSX", "GeoJSON")
    files = [client.get(html.find("a", string=form)["href"]) for form in forms]
    assert [file.status_code for file in files] == [200, 200, 200]
    assert {file["Content-Language"] for file in files} == {language}
    assert "Turnhout" in files[0].content.decode()
    assert len(files[2].json()["features"]) == Municipality.objects.current().count()
