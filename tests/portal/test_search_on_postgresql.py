"""What only PostgreSQL does for the search: inflections, misspelt words, and its indexes."""

from importlib import import_module
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from portal.models import SearchDocument
from portal.search import query
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.db, pytest.mark.django_db]

migration = import_module("portal.migrations.0005_search")


@pytest.fixture
def without_trigrams():
    """Until the test ends the database has no such extension, and nobody thinks it has."""
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
    query.has_trigrams.cache_clear()
    yield
    query.has_trigrams.cache_clear()


def index() -> None:
    call_command("index_search", stdout=StringIO())


def ask(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(html: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in html.select(".search-results h2")]


def index_names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'portal_searchdocument'")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/nl/zoeken/?q=woningen", {"body_nl": "Elke woning telt."}),
        ("/nl/zoeken/?q=fietser", {"body_nl": "Alle fietsers."}),
        ("/en/search/?q=connecting", {"body_en": "Connected regions.", "title_en": "Page"}),
    ],
)
def test_another_form_of_a_word_is_found_and_marked(client, address, text):
    PageFactory(title_nl="Pagina", **text)
    index()
    html = ask(client, address)
    assert len(titles(html)) == 1
    assert html.select(".search-results mark")


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/nl/zoeken/?q=Turnhuot", "Turnhout"),
        ("/nl/zoeken/?q=eindhovn", "Eindhoven"),
        ("/en/search/?q=inovation", "1A Shared innovation priorities"),
    ],
)
def test_a_misspelt_word_shows_what_looks_like_it_and_says_so(client, address, first):
    html = ask(client, address)
    assert first in titles(html)[:3]
    status = html.find(role="status").get_text()
    assert "lijken" in status or "look like" in status


@pytest.mark.usefixtures("content", "without_trigrams")
def test_without_the_extension_words_are_found_and_misspelt_ones_are_not(client):
    assert "Turnhout" in titles(ask(client, "/nl/zoeken/?q=turnhout"))
    html = ask(client, "/nl/zoeken/?q=Turnhuot")
    assert titles(html) == []
    assert "Niets gevonden" in html.find(role="status").get_text()


@pytest.mark.usefixtures("without_trigrams")
def test_who_may_not_create_an_extension_can_migrate_all_the_same(caplog):
    with connection.cursor() as cursor:
        for language in ("nl", "en"):
            cursor.execute(f"DROP INDEX search_document_text_{language}")
        _give_up_the_right_to_extensions(cursor)
        with connection.schema_editor(atomic=False) as schema_editor:
            migration.add_postgresql_indexes(apps, schema_editor)
        cursor.execute("RESET ROLE")
    assert {"search_document_text_nl", "search_document_text_en"} <= index_names()
    assert "search_document_trigrams" not in index_names()
    assert "misspelt" in caplog.text


def _give_up_the_right_to_extensions(cursor) -> None:
    """The user of this test may not create one any more, until the test's transaction ends."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:  # a superuser has every right that is revoked
        cursor.execute("CREATE ROLE search_tester")
        cursor.execute("GRANT CREATE ON SCHEMA public TO search_tester")
        cursor.execute("ALTER TABLE portal_searchdocument OWNER TO search_tester")
        cursor.execute("SET LOCAL ROLE search_tester")
    else:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"REVOKE CREATE ON DATABASE {name} FROM CURRENT_USER")


def test_a_question_uses_the_indexes():
    """The expressions of the query and of the migration are the same to the letter."""
    plans = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        # So few rows are found as cheaply by their language alone.
        constraint = "search_document_once_a_language"
        cursor.execute(f"ALTER TABLE portal_searchdocument DROP CONSTRAINT {constraint}")
    for language, configuration in query.CONFIGURATIONS.items():
        asked = query.SearchQuery("mol", config=configuration)
        vector = query._vector(configuration)
        rows = SearchDocument.objects.filter(language=language).alias(vector=vector)
        plans.append(rows.filter(vector=asked).explain())
    plans.append(SearchDocument.objects.filter(folded__contains="innovatie").explain())
    names = ["search_document_text_nl", "search_document_text_en", "search_document_trigrams"]
    for name, plan in zip(names, plans, strict=True):
        assert name in plan, plan
