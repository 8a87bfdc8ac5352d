"""What partners published, as Atom (RFC 4287)."""

from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from core.api.atom import NAMESPACE, NEVER
from tests.core.api.calls import HOST, call, errors_of
from tests.factories.workagendas import ProgressUpdateFactory, ReportingRoundFactory
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.enums import Status
from workagendas.models import ProgressUpdate

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ATOM = f"{{{NAMESPACE}}}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FEED = "progress-updates?format=atom"


@pytest.fixture
def rows():
    return make_agenda_rows()


def feed_of(path: str = FEED):
    answer = call(path)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def links_of(element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def said(element, name: str) -> str:
    (found,) = element.iter(f"{ATOM}{name}")
    return found.text


def test_an_update_is_an_entry(rows):
    ProgressUpdate.objects.update(happened="Wij begonnen.", next_steps="Wij gaan door.")
    feed = feed_of(f"{FEED}&lang=en")
    (entry,) = feed.findall(f"{ATOM}entry")
    assert feed.get(LANGUAGE) == "en"
    assert entry.get(LANGUAGE) == "nl"  # that of who wrote
    assert said(entry, "id") == f"urn:uuid:{rows.update.uid}"
    assert said(entry, "title") == "2026-1A-01 Een voorbeeld."
    assert said(entry, "updated") == "2026-07-15T12:00:00Z"
    assert said(entry, "name") == str(rows.lead)
    assert said(entry, "summary") == "Wij begonnen.\n\nWij gaan door."
    category = entry.find(f"{ATOM}category")
    assert (category.get("term"), category.get("label")) == ("on_track", "on track")
    page = links_of(entry)["alternate"]
    assert page.startswith(f"{HOST}/en/")
    uid = rows.update.uid
    assert page.endswith(f"/clusters-en/actions/2026-1A-01/?report={uid}#update-{uid}")


def test_a_feed_has_what_the_standard_asks_of_one(rows):
    feed = feed_of()
    assert feed.find(f"{ATOM}id").text == f"{HOST}/api/v1/{FEED}"
    assert feed.find(f"{ATOM}updated").text == "2026-07-15T12:00:00Z"
    assert feed.find(f"{ATOM}title").text == "Voortgangsberichten"
    assert links_of(feed)["self"] == f"{HOST}/api/v1/{FEED}"


def test_an_empty_feed_is_a_feed():
    feed = feed_of()
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.find(f"{ATOM}updated").text == NEVER


def test_what_was_published_last_comes_first_in_pages(rows):
    for day in (20, 25):
        later = ReportingRoundFactory(
            reference_date=datetime(2027, 1, day, tzinfo=UTC).date(),
            due_on=datetime(2027, 2, 1, tzinfo=UTC).date(),
        )
        ProgressUpdateFactory(
            action=rows.action,
            round=later,
            published_at=datetime(2026, 7, 40 - day, tzinfo=UTC),
        )
    first = feed_of(f"{FEED}&pageSize=2")
    moments = [entry.find(f"{ATOM}updated").text for entry in first.findall(f"{ATOM}entry")]
    assert moments == ["2026-07-20T00:00:00Z", "2026-07-15T12:00:00Z"]
    rest = feed_of(links_of(first)["next"].removeprefix(HOST))
    (entry,) = rest.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}updated").text == "2026-07-15T00:00:00Z"
    assert "previous" in links_of(rest)
    assert rest.find(f"{ATOM}id").text == first.find(f"{ATOM}id").text


@pytest.mark.parametrize(("language", "word"), [("nl", "Voorbeeld"), ("en", "Example")])
def test_an_example_says_that_it_is_one(rows, language, word):
    ProgressUpdate.objects.update(is_example=True)
    title = said(feed_of(f"{FEED}&lang={language}").find(f"{ATOM}entry"), "title")
    assert title == f"[{word}] 2026-1A-01 Een voorbeeld."


def test_words_with_signs_of_xml_and_signs_that_it_cannot_hold_stay_words(rows):
    ProgressUpdate.objects.update(headline="<b>5 & 6</b>\x0b]]>", happened='"\ufffe')
    entry = feed_of().find(f"{ATOM}entry")
    assert said(entry, "title") == "2026-1A-01 <b>5 & 6</b>]]>"
    assert said(entry, "summary") == '"'


def test_what_was_shielded_is_told_by_why(rows):
    ProgressUpdate.objects.update(
        shielded_because="Op verzoek.", headline="", happened="", next_steps="", help_needed=""
    )
    assert said(feed_of().find(f"{ATOM}entry"), "summary") == "Op verzoek."


def test_a_feed_has_one_etag_until_something_is_published(rows):
    answer = call(FEED)
    assert call(FEED)["ETag"] == answer["ETag"]
    assert call(FEED, If_None_Match=answer["ETag"]).status_code == 304
    ProgressUpdate.objects.filter(pk=rows.update.pk).update(headline="Anders.")
    assert call(FEED)["ETag"] != answer["ETag"]


def test_a_contribution_is_an_entry_with_the_title_of_its_action(rows):
    entry = feed_of("contributions?format=atom&lang=en").find(f"{ATOM}entry")
    assert said(entry, "title") == f"2026-1A-01 {rows.action.title_nl}"
    assert entry.find(f"{ATOM}category") is None


def test_a_feed_takes_the_filters_of_its_list(rows):
    ours = feed_of(f"{FEED}&workAgenda=2026-2027-clusters&status={Status.ON_TRACK}")
    assert len(ours.findall(f"{ATOM}entry")) == 1
    assert feed_of(f"{FEED}&status={Status.STOPPED}").findall(f"{ATOM}entry") == []
    assert errors_of(call(f"{FEED}&theme=1")).keys() == {"theme"}


def test_a_feed_asks_the_same_however_many_entries(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        call(FEED)
    for year in range(2027, 2037):
        day = datetime(year, 6, 30, tzinfo=UTC).date()
        later = ReportingRoundFactory(reference_date=day, due_on=day)
        ProgressUpdateFactory(action=rows.action, round=later)
    with django_assert_num_queries(1):
        assert len(feed_of().findall(f"{ATOM}entry")) == 11


@pytest.mark.parametrize("place", ["p=0001-01-01T00:00:00", "r=1&p=9999-12-31T23:59:59-23:00"])
def test_a_place_outside_of_time_is_a_wrong_cursor(rows, place):
    cursor = b64encode(place.encode()).decode()
    answer = call(f"{FEED}&cursor={quote(cursor)}")
    assert answer.status_code in (200, 400), answer.content
