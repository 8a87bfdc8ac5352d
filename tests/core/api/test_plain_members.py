"""Members are of exactly the type that the document names, and what is wrong is said plainly."""

import json

import pytest

from core.api import plain
from partners.api import MunicipalityWriteSerializer, OrganisationWriteSerializer
from tests.core.api.calls import NETWORK, call, errors_of
from tests.factories.partners import RegionFactory, StatisticalAreaFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

MUNICIPALITY = {
    "code": "GM9999",
    "slug": "voorbeeld",
    "name": "Voorbeeld",
    "country": "NL",
    "kind": "neighbour",
}
KINDS = "intermunicipal_body, foundation, province, development_agency, association, university"


@pytest.fixture
def wrong(secretary):
    """Return what is wrong with a municipality that has this member."""

    def wrong(member: str, value: object) -> str:
        answer = call(
            "municipalities?lang=en",
            method="post",
            by=secretary,
            body=MUNICIPALITY | {member: value},
        )
        assert answer.status_code == 400, answer.content
        errors = errors_of(answer)
        assert errors.keys() == {f"#/{member}"}
        return errors[f"#/{member}"]

    return wrong


TEXT, NUMBER, DAY = "Send a text.", "Send a number.", "Send a date, like 2026-03-18."
YES_NO, CODE = "Send true or false.", "Send a code as a text."


@pytest.mark.parametrize(
    ("member", "values", "sentence"),
    [
        ("name", [5, True, [], {}, 1.5], TEXT),
        ("name", [None], "This member cannot be null."),
        ("name", ["", "  ", "\n"], "This text cannot be empty."),
        ("name", ["x" * 81], "At most 80 characters."),
        ("name", ["a\0b"], "This text holds a character that no text has."),
        ("slug", ["a b", "é", "a/b"], "Only letters, digits, hyphens and underscores."),
        ("slug", [5], TEXT),
        ("country", ["X", "nl", 5, [], {}], "Choose one of: NL, BE, DE."),
        ("country", [None], "This member cannot be null."),
        ("kind", ["Partner"], "Choose one of: partner, neighbour."),
        ("atBorder", ["true", "yes", 1, 0, "", []], YES_NO),
        ("longitude", ["5.4", "", True, [], {}, 10**1500], NUMBER),
        ("longitude", [5.1234567], "At most 6 decimals."),
        ("longitude", [5.123456789, 10**9], "At most 9 digits in all."),
        ("longitude", [1000], "At most 3 digits before the decimal point."),
        ("validFrom", ["18-03-2026", "2026-3-18", "20260318", "2026-W12-3", "2026-02-30"], DAY),
        ("validFrom", ["2026-03-18T12:00:00Z", "", "٢٠٢٦-٠٣-١٨", 5], DAY),
        ("region", [5, [], True], "Send an identifier as a text."),
        ("region", ["nergens"], "“nergens” does not exist."),
        ("region", [""], "“” does not exist."),
        ("statisticalArea", [5, []], CODE),
        ("statisticalArea", ["XX999"], "“XX999” does not exist."),
        ("statisticalArea", ["a\0b"], "“a\0b” does not exist."),
        ("reason", [5], TEXT),
        ("reason", ["x" * 501], "At most 500 characters."),
    ],
)
def test_what_is_wrong_with_a_member(wrong, member, values, sentence):
    for value in values:
        assert wrong(member, value) == sentence, value


@pytest.mark.parametrize("value", ["x", 1.5, True, None, [], "90"])
def test_a_whole_number(secretary, value):
    answer = call(
        "organisations?lang=en", method="post", by=secretary, body=NETWORK | {"position": value}
    )
    said = "This member cannot be null." if value is None else "Send a whole number."
    assert errors_of(answer) == {"#/position": said}


@pytest.mark.parametrize(("value", "said"), [(-1, "At least 0."), (10**30, "At most ")])
def test_a_whole_number_that_cannot_be_stored(secretary, value, said):
    answer = call(
        "organisations?lang=en", method="post", by=secretary, body=NETWORK | {"position": value}
    )
    assert errors_of(answer)["#/position"].startswith(said)


def test_values_as_they_are_meant(secretary):
    region, area = RegionFactory(slug="kempen"), StatisticalAreaFactory(code="BE211")
    body = MUNICIPALITY | {
        "kind": "partner",
        "name": "  Voorbeeld ",
        "region": region.slug,
        "statisticalArea": area.code,
        "longitude": 5,
        "latitude": 51.25,
        "atBorder": False,
        "validFrom": "2019-01-01",
        "successor": None,
        "reason": "",
    }
    told = call("municipalities", method="post", by=secretary, body=body)
    assert told.status_code == 201, told.content
    written = {name: told.json().get(name, value) for name, value in body.items()}
    assert written == body | {"name": "Voorbeeld"}


def test_a_number_that_is_too_large_for_any_computer(secretary):
    body = json.dumps(MUNICIPALITY)[:-1] + ', "longitude": 1e400}'
    answer = call("municipalities?lang=en", method="post", by=secretary, raw=body)
    assert errors_of(answer) == {"#/longitude": NUMBER}


def test_a_number_without_decimals_is_whole(secretary):
    raw = '{"position": 91.0}'
    call("organisations", method="post", by=secretary, body=NETWORK)
    answer = call("organisations/nieuw", method="patch", by=secretary, raw=raw)
    assert answer.json()["position"] == 91


def test_members_that_are_missing_are_named_all_at_once(secretary):
    answer = call("organisations?lang=en", method="post", by=secretary, body={})
    required = ("code", "name", "kind", "relation", "country", "position", "source")
    assert errors_of(answer) == dict.fromkeys(
        (f"#/{member}" for member in required), "This member is missing."
    )


def test_a_choice_names_what_there_is(secretary):
    body = NETWORK | {"kind": "bank"}
    answer = call("organisations?lang=en", method="post", by=secretary, body=body)
    assert errors_of(answer) == {"#/kind": f"Choose one of: {KINDS}, other."}


@pytest.mark.parametrize("serializer", [MunicipalityWriteSerializer, OrganisationWriteSerializer])
def test_every_plain_member_is_one_of_ours(serializer):
    for field in serializer().fields.values():
        is_ours = type(field).__module__.startswith("core.api.")
        assert is_ours, (field.field_name, type(field))
        assert plain.PRESENCE.items() <= field.error_messages.items(), field.field_name
