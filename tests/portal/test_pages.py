"""The pages whose texts the secretariat edits, the charter's pages, and the partners' page."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from charter.enums import CharterState
from charter.models import Charter, Goal, Paragraph, Signature, Theme
from partners.models import Region
from portal.enums import PageKey
from portal.models import Page
from tests.factories.charter import CharterFactory, GoalFactory, ThemeFactory
from tests.factories.portal import PageFactory

pytestmark = pytest.mark.django_db


def html_of(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_page_without_english_shows_dutch_marked_as_such_with_a_notice(client):
    PageFactory(key=PageKey.ABOUT, title_nl="Over ons", body_nl="## Kop\n\nTekst met *nadruk*.")
    html = html_of(client, "/en/about/")
    assert html.h1["lang"] == "nl"
    assert html.select_one(".breadcrumbs [aria-current]")["lang"] == "nl"
    assert html.select_one("div.prose")["lang"] == "nl"
    assert html.select_one("div.prose em").text == "nadruk"
    assert html.select_one("p.notice").text == "This text is only available in Dutch."


def test_page_with_english_has_no_notice_and_no_mark(client):
    PageFactory(key=PageKey.ABOUT, title_en="About us", body_en="Text.")
    html = html_of(client, "/en/about/")
    assert not html.h1.has_attr("lang")
    assert not html.select_one(".breadcrumbs [aria-current]").has_attr("lang")
    assert html.select("p.notice") == []


def test_markup_of_an_editor_is_made_safe(client):
    PageFactory(key=PageKey.ABOUT, body_nl="<script>alert(1)</script><b onclick='x'>Tekst</b>")
    html = html_of(client, "/nl/over/")
    assert html.find_all("script", type=None) == []
    assert html.main.find_all(onclick=True) == []
    assert "Tekst" in html.main.text


def test_second_load_leaves_an_edited_page_alone():
    def load(**options):
        call_command("load_pages", stdout=StringIO(), **options)

    load()
    assert set(Page.objects.values_list("key", flat=True)) == set(PageKey.values)
    about = Page.objects.get(key=PageKey.ABOUT)
    about.body_nl = "Door het secretariaat geschreven."
    about.save()
    load()
    about.refresh_from_db()
    assert about.body_nl == "Door het secretariaat geschreven."
    Page.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    load(update=True)
    about.refresh_from_db()
    assert about.body_nl.startswith("Op 18 maart 2026")
    assert about.changed_at.year > 2020


def test_contact_calls_an_example_address_an_example(client, settings):
    PageFactory(key=PageKey.CONTACT)
    settings.CONTACT_EMAIL = "secretariaat@blk.example"
    assert "voorbeeldadres" in html_of(client, "/nl/contact/").main.text
    settings.CONTACT_EMAIL = "secretariaat@blk.eu"
    html = html_of(client, "/nl/contact/")
    assert "voorbeeldadres" not in html.main.text
    assert html.select_one("main a[href^=mailto]")["href"] == "mailto:secretariaat@blk.eu"


def test_contact_without_an_address_says_where_to_go(client, settings, content):
    settings.CONTACT_EMAIL = ""
    html = html_of(client, "/nl/contact/")
    assert "nog niet ingevuld" in html.main.text
    assert "Streekplatform Kempen" in html.main.text
    assert html.select("a[href^=mailto]") == []


def test_home_names_every_goal_and_no_percentage(client, content):
    html = html_of(client, "/nl/")
    for goal in Goal.objects.all():
        assert html.find("a", string=goal.title_nl)["href"] == f"/nl/charter/{goal.code}/"
    assert "%" not in html.main.text


def test_home_offers_every_municipality_to_choose_from(client, content):
    html = html_of(client, "/nl/")
    offered = [option["value"] for option in html.select("#municipality-names option")]
    assert len(offered) == 95
    assert "Weert" in offered
    assert "Bilzen" not in offered


def test_without_any_content_home_still_answers(client):
    PageFactory(key=PageKey.HOME)
    assert html_of(client, "/nl/").h1


def test_goal_page_has_official_words_explanation_and_neighbours(client, content):
    html = html_of(client, "/nl/charter/1B/")
    goal = Goal.objects.get(code="1B")
    assert html.select_one("figure.charter-words blockquote p").string == goal.text_nl
    assert "Uitleg van het secretariaat, niet ondertekend" in html.main.text
    assert goal.explanation_nl[:40] in html.main.text
    assert html.select_one("a[rel=prev]")["href"] == "/nl/charter/1A/"
    assert html.select_one("a[rel=next]")["href"] == "/nl/charter/1C/"


def test_goal_code_in_small_letters_leads_to_the_one_in_capitals(client, content):
    assert client.get("/nl/charter/1b/")["Location"] == "/nl/charter/1B/"


def test_without_an_english_charter_the_signed_words_are_shown_and_called_so(client, content):
    for model, fields in (
        (Charter, ("title", "subtitle", "signing_line")),
        (Theme, ("title",)),
        (Goal, ("text",)),
        (Paragraph, ("text",)),
        (Signature, ("on_behalf_of",)),
    ):
        model.objects.update(**{f"{name}_en": None for name in fields})
    for path in ("/en/charter/", "/en/charter/1A/"):
        html = html_of(client, path)
        assert html.select_one("blockquote p")["lang"] == "nl"
        labels = {label.text for label in html.select("figcaption.charter-label")}
        assert labels == {"From the charter, word for word"}
        assert [notice.text for notice in html.select("p.notice")] == [
            "This text is only available in Dutch."
        ]
        assert "unofficial" not in html.main.text.casefold()


def test_notice_names_the_language_of_the_text_that_is_missing(client, content):
    Goal.objects.filter(code="1A").update(explanation_en=None)
    html = html_of(client, "/en/charter/1A/")
    assert html.select_one("div.prose")["lang"] == "nl"
    assert "This text is only available in Dutch." in html.main.text


def test_citation_keeps_its_meaning_when_a_later_charter_comes(client, content):
    cited = html_of(client, "/en/charter/2B/").select_one(".cite").get_text(" ", strip=True)
    assert "goal 2B, unofficial translation" in cited
    assert "http://testserver/id/goals/2026-2B" in cited
    assert "18 March 2026" in cited
    assert "niet-officiële" not in html_of(client, "/nl/charter/2B/").select_one(".cite").text


@pytest.mark.parametrize("path", ["/nl/charter/3A/", "/nl/charter/1Z/", "/nl/charter/2031/"])
def test_what_the_charter_does_not_have_is_not_found(client, content, path):
    assert client.get(path).status_code == 404


def test_earlier_charter_keeps_an_address_with_its_year(client):
    earlier = CharterFactory(year=2020, state=CharterState.SUPERSEDED, title_nl="Eerder charter")
    GoalFactory(theme=ThemeFactory(charter=earlier), code="1A", title_nl="Eerder doel")
    in_force = CharterFactory(year=2026, state=CharterState.IN_FORCE, title_nl="Nu van kracht")
    GoalFactory(theme=ThemeFactory(charter=in_force), code="1A", title_nl="Doel van nu")

    html = html_of(client, "/nl/charter/2020/")
    assert html.h1.text == "Eerder charter"
    assert "Een later charter heeft dit charter vervangen." in html.main.text
    assert html.select_one("a.language-switch")["href"] == "/en/charter/2020/"
    assert "Eerder doel" in html_of(client, "/nl/charter/2020/1A/").h1.text
    assert "Doel van nu" in html_of(client, "/nl/charter/1A/").h1.text
    assert client.get("/nl/charter/2026/")["Location"] == "/nl/charter/"
    assert client.get("/nl/charter/2026/1A/")["Location"] == "/nl/charter/1A/"


def test_draft_charter_is_not_public(client):
    draft = CharterFactory(year=2030, state=CharterState.DRAFT)
    GoalFactory(theme=ThemeFactory(charter=draft), code="1A")
    for path in ("/nl/charter/", "/nl/charter/2030/", "/nl/charter/2030/1A/", "/nl/charter/1A/"):
        assert client.get(path).status_code == 404, path


def test_regions_stand_in_the_charters_order_as_equals(client, content):
    html = html_of(client, "/nl/partners/")
    sections = [section["id"] for section in html.select("main > section")]
    assert sections == ["brainport", "limburg", "kempen", "network"]
    assert sections[:3] == list(Region.objects.values_list("slug", flat=True))
    assert [len(html.select(f"#{slug} .columns li")) for slug in sections[:3]] == [21, 38, 29]


def test_network_is_said_not_to_have_signed_and_names_its_source(client, content):
    network = html_of(client, "/nl/partners/").select_one("#network").get_text(" ", strip=True)
    assert "ondertekenden het charter niet" in network
    assert network.count("Bron: Nieuwsbericht") == 2
    assert "KU Leuven" in network.split("Genoemd als mogelijke partner")[1]
