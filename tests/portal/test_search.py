"""The page of the search: what is found, in which language, and what is said when nothing is."""

from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.enums import CharterState
from charter.models import Charter
from partners.models import Municipality
from portal.enums import PageKey
from portal.models import Page, SearchDocument
from portal.search.query import MOST_CHARACTERS, MOST_WORDS, has_trigrams, words_of_question
from portal.views.search import ON_A_PAGE
from tests.factories.charter import CharterFactory, GoalFactory, ThemeFactory
from tests.factories.partners import MunicipalityFactory, RegionFactory
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ADDRESS = {"nl": "/nl/zoeken/", "en": "/en/search/"}


def ask(client, question: str | None = None, language: str = "nl", **query) -> BeautifulSoup:
    if question is not None:
        query["q"] = question
    response = client.get(ADDRESS[language], query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(html: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in html.select(".search-results h2")]


def said(html: BeautifulSoup) -> str:
    return html.find(role="status").get_text(" ", strip=True)


def index() -> None:
    call_command("index_search", stdout=StringIO())


@pytest.fixture
def goal():
    charter = CharterFactory(state=CharterState.IN_FORCE)
    theme = ThemeFactory(charter=charter, title_en="Theme")
    texts = {"title_nl": "Financiën delen", "text_nl": "Regio’s delen woningbouw."}
    goal = GoalFactory(theme=theme, code="1A", **texts)
    index()
    return goal


@pytest.mark.usefixtures("content")
class TestWithTheShippedTexts:
    @pytest.mark.parametrize(
        ("language", "question", "first"),
        [
            ("nl", "turnhout", "Turnhout"),
            ("nl", "TURNHOUT oud", "Oud-Turnhout"),
            ("nl", "1a", "1A Gedeelde innovatieprioriteiten"),
            ("nl", "privacy", "Privacy"),
            ("nl", "provincie limburg", "Provincie Limburg (BE)"),
            ("en", "GRONINGEN", "University of Groningen"),
            ("en", "priorities shared", "1A Shared innovation priorities"),
        ],
    )
    def test_everything_public_is_found_best_first(self, client, language, question, first):
        assert titles(ask(client, question, language))[0] == first

    def test_every_result_leads_to_a_page(self, client):
        for language in ADDRESS:
            html = ask(client, "regio", language)
            links = [link["href"] for link in html.select(".search-results a")]
            assert links
            for link in links:
                assert link.startswith(f"/{language}/")
                assert client.get(link).status_code == 200, link

    def test_the_number_of_results_is_said_in_words(self, client):
        assert said(ask(client, "Eersel")) == "1 resultaat voor “Eersel”."
        assert said(ask(client, "turnhout", "en")) == "2 results for “turnhout”."

    def test_a_kind_is_shown_alone_with_its_number(self, client):
        html = ask(client, "limburg")
        kinds = {
            link.get_text().partition(" (")[0]: link for link in html.select(".search-kinds a")
        }
        assert set(kinds) > {"Alles", "Organisaties"}
        assert kinds["Alles"]["aria-current"] == "true"
        own = BeautifulSoup(
            client.get(ADDRESS["nl"] + kinds["Organisaties"]["href"]).content, "html.parser"
        )
        number = int(kinds["Organisaties"].get_text().partition("(")[2].strip(")"))
        assert said(own).startswith(f"{number} result")
        assert {tag.get_text() for tag in own.select(".search-results .eyebrow")} == {"Organisatie"}

    def test_a_kind_that_does_not_exist_or_was_not_found_counts_as_none(self, client):
        for kind in ("rumour", "page"):
            html = ask(client, "turnhout", kind=kind)
            assert titles(html) == ["Turnhout", "Oud-Turnhout"]
            assert "kind" not in html.select_one("link[rel=canonical]")["href"]

    def test_results_are_not_for_other_search_engines(self, client):
        assert ask(client, "mol").find("meta", {"name": "robots"})["content"] == "noindex"
        assert ask(client).find("meta", {"name": "robots"}) is None

    def test_the_language_switch_asks_the_same(self, client):
        switch = ask(client, "1A & 2B").select_one("a.language-switch")
        assert switch["href"] == "/en/search/?q=1A+%26+2B"

    def test_nothing_found_is_said_with_what_to_do(self, client):
        html = ask(client, "xyzzyqq", "en")
        assert said(html) == "Nothing found for “xyzzyqq”."
        assert [link["href"] for link in html.select(".search-help a")] == [
            "/en/charter/",
            "/en/municipalities/",
            "/en/contact/",
        ]

    def test_without_words_there_is_the_form_alone(self, client):
        for html in (ask(client), ask(client, ""), ask(client, "   ")):
            assert html.find(role="status") is None
            assert html.select(".search-results") == []
            assert html.select_one("form[role=search]")["action"] == "/nl/zoeken/"

    @pytest.mark.parametrize("question", ["%", "_", "%%%", "'\"", "\\", "\0", "!& | :*()", "’"])
    def test_signs_alone_find_nothing_and_are_explained(self, client, question):
        html = ask(client, question)
        assert titles(html) == []
        assert question == "\0" or "Met alleen tekens" in said(html)

    @pytest.mark.parametrize(
        "question",
        ["mol'; drop table x --", "mol & !", "mol:*", "(mol", "mol\0", "%mol%", "mol\\", "<mol>"],
        ids=range(8),
    )
    def test_signs_between_words_change_nothing_and_break_nothing(self, client, question):
        html = ask(client, question)
        assert html.find("mol") is None
        assert "mol" in html.find("input", {"name": "q"})["value"]
        if "drop" not in question:
            assert "Mol" in titles(html)

    @pytest.mark.parametrize("question", ["x" * 10_000, "mol " * 2_500, "é" * 10_000], ids=range(3))
    def test_an_endless_question_is_cut(self, client, question):
        html = ask(client, question)
        assert len(html.find("input", {"name": "q"})["value"]) <= MOST_CHARACTERS
        assert ("Mol" in titles(html)) == question.startswith("mol")

    def test_what_is_withdrawn_is_not_found_at_once(self, client):
        assert titles(ask(client, "1A"))
        Charter.objects.update(state=CharterState.DRAFT)
        assert SearchDocument.objects.filter(title__startswith="1A").exists()
        assert titles(ask(client, "1A")) == []

    def test_what_is_deleted_or_merged_is_not_found_at_once(self, client):
        weert, mol = Municipality.objects.filter(slug__in=["weert", "mol"]).order_by("-slug")
        mol.successor = weert
        mol.save()
        assert "Mol" not in titles(ask(client, "Mol"))
        Page.objects.filter(key=PageKey.PRIVACY).delete()
        assert "Privacy" not in titles(ask(client, "privacy"))

    @pytest.mark.parametrize("question", ["regio", "turnhuot", "xyzzyqq", "%", ""])
    def test_a_page_asks_the_database_three_questions_at_most(self, client, question):
        has_trigrams()  # is asked once by each process
        with CaptureQueriesContext(connection) as queries:
            ask(client, question)
        assert len(queries) <= 3


def test_only_the_first_different_words_of_a_question_are_looked_for():
    many = [f"w{number}" for number in range(MOST_WORDS + 1)]
    assert words_of_question(" ".join(many[:2] + many)) == many[:MOST_WORDS]


def test_a_draft_is_not_found(client):
    GoalFactory(theme=ThemeFactory(charter=CharterFactory()), title_nl="Geheim plan")
    index()
    assert titles(ask(client, "geheim")) == []


@pytest.mark.parametrize("question", ["financien", "FINANCIËN", "finan", "bouw regio's", "woning"])
def test_capitals_accents_order_and_compounds_do_not_matter(client, goal, question):
    assert titles(ask(client, question)) == ["1A Financiën delen"]


def test_every_word_must_stand_there(client, goal):
    assert titles(ask(client, "financien woningbouw"))
    assert titles(ask(client, "financien windmolens")) == []


def test_a_short_word_is_found_whole_only(client, goal):
    assert titles(ask(client, "1a"))
    assert titles(ask(client, "fi")) == []


def test_what_has_no_english_is_found_in_english_pages_and_says_its_language(client, goal):
    html = ask(client, "woningbouw", "en")
    heading, excerpt = html.select_one(".search-results h2"), html.select(".search-results p")[-1]
    assert heading["lang"] == excerpt["lang"] == "nl"
    assert excerpt.mark.get_text() == "woningbouw"
    assert html.select_one(".search-results a")["href"] == "/en/charter/1A/"
    dutch = ask(client, "woningbouw")
    assert dutch.select(".search-results [lang]") == []


def test_a_page_finds_the_words_of_its_own_language(client):
    PageFactory(title_nl="Over ons", title_en="About us", body_en="Neighbours.")
    index()
    assert titles(ask(client, "neighbours", "en")) == ["About us"]
    assert titles(ask(client, "neighbours")) == []


def test_the_words_in_a_title_weigh_more(client):
    PageFactory(key=PageKey.ABOUT, title_nl="Aaa", body_nl="Fietsen fietsen fietsen fietsen.")
    PageFactory(key=PageKey.PRIVACY, title_nl="Zzz over fietsen")
    PageFactory(key=PageKey.CONTACT, title_nl="Fietsen")
    index()
    assert titles(ask(client, "fietsen")) == ["Fietsen", "Zzz over fietsen", "Aaa"]


def test_text_with_markup_is_shown_as_text(client):
    PageFactory(title_nl="<i>Over</i> & meer", body_nl="Een `<script>` en mol.")
    index()
    html = ask(client, "mol")
    assert titles(html) == ["<i>Over</i> & meer"]
    assert html.select(".search-results script, .search-results i") == []


def test_many_results_are_paged_and_keep_the_question(client):
    region = RegionFactory()
    for number in range(ON_A_PAGE + 5):
        MunicipalityFactory(name=f"Plaats {number:02}", region=region)
    index()
    first = ask(client, "plaats")
    assert said(first) == "25 resultaten voor “plaats”."
    following = first.select_one("a[rel=next]")["href"]
    assert following == "?q=plaats&page=2"
    second = BeautifulSoup(client.get(ADDRESS["nl"] + following).content, "html.parser")
    assert len(titles(first)) == ON_A_PAGE
    assert len(titles(second)) == 5
    assert not set(titles(first)) & set(titles(second))
    assert titles(ask(client, "plaats", page="99")) == titles(second)
    assert titles(ask(client, "plaats", page="x")) == titles(first)
