"""The table of the search says what the public rows say, and only what differs is written."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from charter.enums import CharterState
from charter.models import Charter, Goal, Theme
from partners.models import Municipality
from portal import tasks
from portal.enums import PageKey, SearchKind
from portal.models import SearchDocument
from portal.search.index import refresh
from portal.search.sources import every_source, sources_of
from tests.factories.charter import CharterFactory, GoalFactory, ParagraphFactory, ThemeFactory
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def source_of(kind: SearchKind):
    (source,) = [source for source in every_source() if source.kind == kind]
    return source


def counts_of(kind: SearchKind) -> dict[str, int]:
    return {word: number for word, number in refresh(source_of(kind)).items() if number}


def document(kind: SearchKind, language: str = "nl") -> SearchDocument:
    refresh(source_of(kind))
    return SearchDocument.objects.get(kind=kind, language=language)


def goal_in_force(**texts) -> Goal:
    charter = CharterFactory(state=CharterState.IN_FORCE)
    return GoalFactory(theme=ThemeFactory(charter=charter, title_en="Theme"), **texts)


def test_only_what_differs_is_written():
    first, second = MunicipalityFactory.create_batch(2)
    assert counts_of(SearchKind.MUNICIPALITY) == {"added": 4}
    assert counts_of(SearchKind.MUNICIPALITY) == {"same": 4}
    versions = set(SearchDocument.objects.values_list("subject", "version"))
    Municipality.objects.filter(pk=first.pk).update(name="Mol")
    second.delete()
    MunicipalityFactory()
    assert counts_of(SearchKind.MUNICIPALITY) == {"added": 2, "changed": 2, "removed": 2}
    changed = set(SearchDocument.objects.values_list("subject", "version")) - versions
    assert (first.uid, 2) in changed
    assert {version for uid, version in changed if uid != first.uid} == {1}


def test_a_refresh_asks_the_database_the_same_few_questions_however_many_rows_there_are():
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            refresh(source_of(SearchKind.MUNICIPALITY))
        return len(asked)

    region = RegionFactory()
    MunicipalityFactory(region=region)
    few = queries()
    MunicipalityFactory.create_batch(30, region=region)
    assert queries() == few
    Municipality.objects.update(name="Mol")
    assert queries() <= few + 1


def test_a_text_is_kept_without_its_markup_and_with_its_words_folded():
    PageFactory(key=PageKey.ABOUT, title_nl="Één", body_nl="## Kop\n\n*Coöperatie* in [Mol](/x/).")
    found = document(SearchKind.PAGE)
    assert found.text == "Kop Coöperatie in Mol."
    assert found.folded == " een kop cooperatie in mol "
    assert found.path == "/nl/over/"


def test_readers_of_english_find_dutch_where_there_is_no_english():
    goal_in_force(title_nl="Wonen", text_nl="Huizen.", summary_nl="Kort.", summary_en="Short.")
    found = document(SearchKind.GOAL, "en")
    assert (found.title, found.title_language) == ("1A Wonen", "nl")
    assert (found.text, found.other_text) == ("Short. · Theme", "Huizen.")
    assert found.path == "/en/charter/1A/"
    assert {"housing", "huizen", "short"} & set(found.folded.split()) == {"huizen", "short"}


def test_a_municipality_is_found_by_the_names_that_merged_into_it():
    hasselt = MunicipalityFactory(name="Hasselt")
    MunicipalityFactory(name="Kortessem", successor=hasselt)
    found = document(SearchKind.MUNICIPALITY)
    assert found.title == "Hasselt"
    assert "Kortessem" in found.text


def test_every_kind_with_a_source_is_in_the_command(examples):
    call_command("index_search", stdout=StringIO())
    out = StringIO()
    call_command("index_search", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines == [
        f"search, {source.kind}: {2 * source.public().count()} same" for source in every_source()
    ]


def test_the_command_removes_what_is_no_longer_public(content):
    Charter.objects.update(state=CharterState.DRAFT)
    out = StringIO()
    call_command("index_search", stdout=out)
    assert "search, goal: 14 removed" in out.getvalue()
    assert not SearchDocument.objects.filter(kind=SearchKind.GOAL).exists()


def test_a_model_leads_to_the_sources_that_read_from_it():
    kinds = {source.kind for source in sources_of({Theme})}
    assert kinds == {SearchKind.GOAL, SearchKind.PARAGRAPH}
    assert sources_of({SearchDocument}) == []


def test_every_source_depends_on_its_own_rows_and_has_a_kind_of_its_own():
    kinds = [source.kind for source in every_source()]
    assert len(kinds) == len(set(kinds))
    for source in every_source():
        assert source.public().model in source.depends_on, source.kind


def test_no_source_gives_a_draft():
    charter = CharterFactory(state=CharterState.DRAFT)
    GoalFactory(theme=ThemeFactory(charter=charter))
    ParagraphFactory(charter=charter)
    call_command("index_search", stdout=StringIO())
    assert not SearchDocument.objects.filter(kind__in=["goal", "paragraph"]).exists()


@pytest.mark.django_db(transaction=True)
class TestAfterACommit:
    def test_the_table_follows_the_change(self):
        region = RegionFactory(name_nl="Kempen")
        with transaction.atomic():
            mol = MunicipalityFactory(name="Mol", region=region)
            assert not SearchDocument.objects.exists()
        found = SearchDocument.objects.get(language="nl")
        assert (found.title, found.text, found.subject) == ("Mol", "Kempen", mol.uid)
        region.name_nl = "Antwerpse Kempen"
        region.save()
        assert SearchDocument.objects.get(language="nl").text == "Antwerpse Kempen"
        mol.delete()
        assert not SearchDocument.objects.exists()

    def test_only_the_sources_that_read_from_what_changed_are_asked(self, monkeypatch):
        asked = []
        monkeypatch.setattr(tasks.refresh_search, "delay", asked.append)
        with transaction.atomic():
            OrganisationFactory()
            MunicipalityFactory()
        assert [sorted(kinds) for kinds in asked] == [["action", "municipality", "organisation"]]

    def test_a_refresh_that_fails_undoes_no_act_and_stops_nobody(self, monkeypatch, caplog):
        def fail(source):
            raise RuntimeError("a fault")

        monkeypatch.setattr(tasks, "refresh", fail)
        page = PageFactory()
        page.refresh_from_db()
        assert page.version == 1
        assert "a fault" in caplog.text
        assert not SearchDocument.objects.exists()

    def test_a_broker_that_is_gone_is_left_alone_for_a_while(self, monkeypatch, caplog):
        asked = []

        def gone(kinds):
            asked.append(kinds)
            raise ConnectionRefusedError

        monkeypatch.setattr(tasks.refresh_search, "delay", gone)
        monkeypatch.setattr(tasks._Broker, "asked_again_at", 0.0)
        PageFactory(key=PageKey.ABOUT)
        PageFactory(key=PageKey.PRIVACY)
        assert asked == [["page"]]
        assert "broker" in caplog.text
