"""What the secretariat writes: checked whole, told at the right place, kept with who and why."""

import pytest

from charter.models import Charter, Goal, Paragraph, Signature, Theme
from core.enums import ContentAct
from core.models import AuditEntry
from partners.models import Municipality, Organisation, Region
from tests.core.api.calls import NETWORK, call, errors_of, require_problem
from tests.factories.charter import ParagraphFactory, SignatureFactory, SignaturePartyFactory
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def patch(secretary):
    def patch(path: str, body: dict, language: str = "nl"):
        return call(path, method="patch", by=secretary, body=body, Accept_Language=language)

    return patch


@pytest.fixture
def rows(goal) -> dict[str, object]:
    """One row of each resource, at its address."""
    charter = goal.theme.charter
    region = RegionFactory(slug="kempen")
    return {
        "charters/2026": charter,
        "themes/2026-1": goal.theme,
        "goals/2026-1A": goal,
        "paragraphs/2026-opening": ParagraphFactory(charter=charter, anchor="opening"),
        "signatures/2026-1": SignatureFactory(charter=charter, position=1),
        "regions/kempen": region,
        "municipalities/mol": MunicipalityFactory(slug="mol", region=region),
        "organisations/pa": OrganisationFactory(code="pa", region=region),
    }


def acts() -> list[tuple[str, list[str]]]:
    entries = AuditEntry.objects.filter(act__startswith="core.").order_by("id")
    return list(entries.values_list("act", "fields"))


# ── Each resource ──

TRANSLATED = [
    ("charters/2026", Charter, "title", False),
    ("charters/2026", Charter, "subtitle", False),
    ("charters/2026", Charter, "signingLine", False),
    ("themes/2026-1", Theme, "title", False),
    ("goals/2026-1A", Goal, "text", False),
    ("goals/2026-1A", Goal, "title", True),
    ("goals/2026-1A", Goal, "summary", True),
    ("goals/2026-1A", Goal, "explanation", True),
    ("paragraphs/2026-opening", Paragraph, "text", False),
    ("signatures/2026-1", Signature, "onBehalfOf", False),
    ("regions/kempen", Region, "name", True),
    ("regions/kempen", Region, "nameInSentence", True),
    ("organisations/pa", Organisation, "name", True),
    ("organisations/pa", Organisation, "source", True),
]
each_text = pytest.mark.parametrize(("path", "model", "member", "has_dutch"), TRANSLATED)


@each_text
def test_a_text_is_written_in_the_language_of_the_request_or_as_an_object(
    rows, patch, path, model, member, has_dutch
):
    told = patch(path, {member: "One"}, "en")
    assert told.status_code == 200, told.content
    assert (told.json()[member], told["Content-Language"]) == ("One", "en")
    told = patch(f"{path}?translations=all", {member: {"en": "Two"}})
    assert told.json()[member]["en"] == "Two"
    if has_dutch:
        told = patch(f"{path}?translations=all", {member: {"nl": "Drie", "en": "Three"}})
        assert told.json()[member] == {"nl": "Drie", "en": "Three"}
        assert patch(path, {member: "Vier"}).json()[member] == "Vier"


@each_text
def test_what_was_signed_in_dutch_stays_as_it_was_signed(
    rows, patch, path, model, member, has_dutch
):
    if has_dutch:
        return
    for body in ({member: "Anders"}, {member: {"nl": "Anders", "en": "Other"}}):
        answer = patch(f"{path}?lang=nl", body)
        require_problem(answer, 400, "invalid-input")
        assert errors_of(answer).keys() == {f"#/{member}/nl"}
    stored = model.objects.get(pk=rows[path].pk)
    assert stored.version == 1


def test_plain_members_are_written(rows, patch):
    told = patch("municipalities/mol", {"atBorder": True, "longitude": 5.1, "latitude": 51.2})
    assert (told.json()["atBorder"], told.json()["longitude"]) == (True, 5.1)
    told = patch("organisations/pa", {"kind": "university", "region": "kempen", "position": 7})
    assert (told.json()["kind"], told.json()["region"]) == ("university", "kempen")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("charters/2026", {"year": 2027}),
        ("charters/2026", {"state": "superseded"}),
        ("themes/2026-1", {"number": 2}),
        ("goals/2026-1A", {"code": "1B"}),
        ("paragraphs/2026-opening", {"position": 9}),
        ("signatures/2026-1", {"signedBy": "Ander"}),
        ("signatures/2026-1", {"organisations": []}),
        ("regions/kempen", {"slug": "x"}),
        ("municipalities/mol", {"code": "GM0001"}),
        ("organisations/pa", {"code": "x"}),
        ("municipalities/mol", {"slug": "elders"}),
        ("organisations/pa", {"nameInCharter": "Anders"}),
        ("organisations/pa", {"relation": "network"}),
        *(("goals/2026-1A", {member: 9}) for member in ("id", "uid", "version", "confirmed", "x")),
    ],
)
def test_a_member_that_stays_as_it_is(rows, patch, path, body):
    answer = patch(path, body, "en")
    require_problem(answer, 400, "invalid-input", "en")
    [member] = body
    assert errors_of(answer) == {f"#/{member}": "This member cannot be written."}


def test_a_member_with_signs_of_a_pointer_is_named_right(rows, patch):
    assert errors_of(patch("goals/2026-1A", {"a/b~c": 1})).keys() == {"#/a~1b~0c"}


# ── What is wrong, at its place ──


@pytest.mark.parametrize("empty", ["", "  ", {"nl": None}, {"nl": ""}, {"nl": "", "en": "x"}])
def test_dutch_that_must_be_there_is_missed_at_its_own_place(rows, patch, empty):
    for path, member, label in (
        ("goals/2026-1A", "title", "korte titel"),
        ("regions/kempen", "nameInSentence", "naam binnen een zin"),
    ):
        wrong = errors_of(patch(path, {member: empty}))
        assert wrong.keys() == {f"#/{member}/nl"}
        assert wrong[f"#/{member}/nl"].startswith(f"De Nederlandse tekst van “{label}”"), wrong


def test_a_text_that_may_be_empty_becomes_empty(rows, patch):
    told = patch("goals/2026-1A?translations=all", {"title": {"en": None}, "summary": ""})
    assert told.json()["title"] == {"nl": "Voorbeelddoelstelling", "en": None}
    assert told.json()["summary"] == {"nl": None, "en": None}


@pytest.mark.parametrize("text", [5, [], True, {"nl": 5}, {"nl": ["x"]}])
def test_a_text_is_a_text(rows, patch, text):
    wrong = errors_of(patch("goals/2026-1A", {"title": text}, "en"))
    assert list(wrong.values()) == ["Send a text, or an object with a text for each language."]


def test_a_language_that_no_text_has_is_named(rows, patch):
    wrong = errors_of(patch("goals/2026-1A", {"title": {"fr": "x", "NL": "x"}}, "en"))
    assert wrong == {
        "#/title/fr": "“fr” is not a language of this text.",
        "#/title/NL": "“NL” is not a language of this text.",
    }


def test_texts_are_stored_as_pages_store_them(rows, patch):
    patch("goals/2026-1A", {"explanation": "  Een.\r\n\r\nTwee.  \n"})
    assert Goal.objects.get().explanation_nl == "Een.\n\nTwee."


def test_what_the_database_would_refuse_is_said_where_it_belongs(secretary):
    OrganisationFactory(code="er-al", position=5, name_in_charter="Naam")
    region = RegionFactory(slug="kempen")
    body = NETWORK | {
        "code": "er-al",
        "position": 5,
        "name": {"en": "Only English"},
        "source": "",
        "nameInCharter": "Naam",
        "region": region.slug,
        "foo": 1,
        "country": "XX",
    }
    answer = call("organisations", method="post", by=secretary, body=body)
    require_problem(answer, 400, "invalid-input")
    assert errors_of(answer).keys() == {
        *("#/code", "#/position", "#/name/nl", "#/source/nl", "#/nameInCharter", "#/foo"),
        "#/country",
    }


def test_a_value_that_is_taken_is_said_in_plain_words(secretary):
    OrganisationFactory(code="nieuw", position=5)
    answer = call("organisations?lang=en", method="post", by=secretary, body=NETWORK)
    assert errors_of(answer) == {"#/code": "This value is in use already."}


def test_what_is_about_two_members_points_at_the_one_to_change(secretary):
    body = {"code": "GM1", "slug": "x", "name": "X", "country": "NL", "kind": "partner"}
    answer = call("municipalities?lang=en", method="post", by=secretary, body=body)
    assert errors_of(answer) == {
        "#/code": "A Dutch code is GM and four digits, a Belgian code is five digits.",
        "#/region": "A municipality of the partnership has a region, a neighbour has none.",
    }


def test_what_is_about_the_row_as_a_whole_points_at_it(rows, secretary):
    body = {"code": "GM9998", "slug": "x", "name": "X", "country": "NL", "kind": "neighbour"}
    answer = call("municipalities", method="post", by=secretary, body=body | {"longitude": 5.5})
    assert errors_of(answer).keys() == {"#"}
    answer = call("municipalities/mol", method="patch", by=secretary, body={"kind": "neighbour"})
    assert errors_of(answer).keys() == {"#"}  # the region is not in this body


def test_what_depends_on_a_value_that_cannot_be_read_is_not_guessed(secretary):
    body = {"code": "GM1", "slug": "x", "name": "X", "country": "XX", "kind": "neighbour"}
    answer = call("municipalities", method="post", by=secretary, body=body)
    assert errors_of(answer).keys() == {"#/country"}


# ── What is kept ──


def test_history_tells_who_and_why_and_the_audit_log_which_fields(rows, patch, secretary):
    patch("goals/2026-1A", {"title": {"nl": "Nieuw", "en": "New"}, "reason": "Duidelijker."})
    kept = Goal.objects.get().history.first()
    assert (kept.title_nl, kept.title_en) == ("Nieuw", "New")
    assert (kept.history_user, kept.history_change_reason) == (secretary, "Duidelijker.")
    entry = AuditEntry.objects.get(act=ContentAct.CHANGED)
    assert (entry.actor, entry.object_uid) == (secretary.uid, rows["goals/2026-1A"].uid)
    assert entry.fields == ["title_en", "title_nl"]
    assert "Nieuw" not in str(vars(entry))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "Zomaar."},
        {"title": "Voorbeelddoelstelling"},
        {"title": {"nl": "Voorbeelddoelstelling", "en": "Example goal"}},
        {"explanation": {"nl": "", "en": None}},
        {"summary": "Een zin. "},
    ],
)
def test_nothing_is_written_where_nothing_differs(rows, patch, body):
    told = patch("goals/2026-1A", body)
    assert (told.status_code, told.json()["version"]) == (200, 1)
    assert Goal.objects.get().history.count() == 1
    assert acts() == []


def test_only_what_differs_is_recorded(rows, patch):
    patch("goals/2026-1A", {"title": {"nl": "Voorbeelddoelstelling", "en": "New"}})
    assert acts() == [(ContentAct.CHANGED, ["title_en"])]


def test_nothing_is_written_where_something_is_wrong(rows, patch):
    patch("goals/2026-1A", {"title": "Nieuw", "summary": "x" * 161})
    stored = Goal.objects.get()
    assert (stored.title_nl, stored.version) == ("Voorbeelddoelstelling", 1)
    assert acts() == []


def test_a_new_row_is_kept_with_who_and_why_and_its_address_is_told(secretary):
    body = NETWORK | {"reason": "Doet mee."}
    answer = call("organisations", method="post", by=secretary, body=body)
    assert answer.status_code == 201
    assert answer["Location"] == answer.json()["url"]
    assert answer["ETag"].startswith('"1-')
    assert call(answer["Location"].removeprefix("http://testserver")).json()["id"] == "nieuw"
    kept = Organisation.objects.get().history.get()
    assert (kept.history_user, kept.history_change_reason) == (secretary, "Doet mee.")
    assert acts() == [(ContentAct.ADDED, [])]


def test_a_new_municipality(secretary):
    body = {"code": "GM9999", "slug": "x", "name": "X", "country": "NL", "kind": "neighbour"}
    assert call("municipalities", method="post", by=secretary, body=body).status_code == 201
    assert Municipality.objects.get().slug == "x"


def test_a_network_organisation_may_get_its_name_in_the_charter(secretary):
    call("organisations", method="post", by=secretary, body=NETWORK)
    body = {"nameInCharter": "Nieuw"}
    told = call("organisations/nieuw", method="patch", by=secretary, body=body)
    assert told.json()["nameInCharter"] == "Nieuw"


# ── Deleting ──


def test_an_organisation_that_nobody_needs_can_be_deleted(secretary):
    call("organisations", method="post", by=secretary, body=NETWORK)
    answer = call("organisations/nieuw", method="delete", by=secretary)
    assert (answer.status_code, answer.content) == (204, b"")
    assert not Organisation.objects.exists()
    assert Organisation.history.first().history_user == secretary
    assert [act for act, _fields in acts()] == [ContentAct.ADDED, ContentAct.DELETED]
    require_problem(call("organisations/nieuw", method="delete", by=secretary), 404, "not-found")


def test_an_organisation_that_others_need_stays_and_they_are_named(secretary):
    SignaturePartyFactory(organisation=OrganisationFactory(code="pa"))
    answer = call("organisations/pa", method="delete", by=secretary)
    told = require_problem(answer, 409, "conflict")
    assert "Organisaties die ondertekenden" in told["detail"]
    assert Organisation.objects.get().history.count() == 1
    assert acts() == []


def test_deleting_a_version_that_was_not_seen_is_refused(secretary):
    OrganisationFactory(code="pa", relation="network")
    answer = call("organisations/pa", method="delete", by=secretary, If_Match='"7-x"')
    require_problem(answer, 412, "lost-update")
    assert Organisation.objects.exists()


@pytest.mark.parametrize("position", [32_768, 99_999_999_999])
def test_a_number_fits_in_any_database(secretary, position):
    body = NETWORK | {"position": position}
    answer = call("organisations?lang=en", method="post", by=secretary, body=body)
    assert errors_of(answer) == {"#/position": "At most 32767."}


def test_a_text_in_two_languages_holds_no_nul(goal, secretary):
    body = {"title": {"nl": "a\0b"}}
    answer = call("goals/2026-1A?lang=en", method="patch", by=secretary, body=body)
    assert errors_of(answer) == {"#/title/nl": "This text holds a character that no text has."}
