"""What a body may be: one JSON object in UTF-8, of a bounded size and depth."""

import pytest

from core.api.parsers import MOST_BYTES
from tests.core.api.calls import call, errors_of, require_problem

pytestmark = [pytest.mark.db, pytest.mark.django_db]

BOTH_LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


@pytest.fixture
def patch(goal, secretary):
    """Change the goal with a body as it is."""

    def patch(raw: bytes | str, language: str = "en", **options):
        path = "goals/2026-1A"
        return call(
            path, method="patch", by=secretary, raw=raw, Accept_Language=language, **options
        )

    return patch


@BOTH_LANGUAGES
@pytest.mark.parametrize(
    "raw",
    [
        "{",
        '{"title": "x"',
        "title=x",
        '{"title": NaN}',
        '{"title": -Infinity}',
        '{"title": "\\ud800"}',
        '{"\\udfff": 1}',
        '{"title": "\x01"}',
        b'{"title": "\xe9"}',
        b"\xff\xfe{\x00}\x00",
        "[" * 100_000 + "]" * 100_000,
        '{"title":' * 20_000 + "1" + "}" * 20_000,
        '{"title": ' + "1" * 5000 + "}",
    ],
    ids=lambda raw: repr(raw[:20]),
)
def test_what_is_not_json(patch, raw, language):
    answer = patch(raw, language)
    require_problem(answer, 400, "malformed", language)
    assert errors_of(answer).keys() == {"#"}


@pytest.mark.parametrize(
    "raw", ['{"title": "a", "title": "b"}', '{"title": {"nl": "a", "nl": "b"}}']
)
def test_of_two_members_with_one_name_none_is_chosen(patch, raw):
    answer = patch(raw)
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer) == {"#": "A member stands there more than once."}


@pytest.mark.parametrize("raw", ["[]", "[{}]", '"x"', "null", "5", "true"])
def test_what_is_json_and_no_object(patch, raw):
    answer = patch(raw)
    require_problem(answer, 400, "invalid-input", "en")
    assert errors_of(answer) == {"#": "Send one JSON object: {“member”: value, …}."}


@BOTH_LANGUAGES
@pytest.mark.parametrize(
    "content_type",
    [
        *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
        *("application/xml", "application/merge-patch+json", "nonsense", ""),
    ],
)
def test_another_form_than_json(patch, content_type, language):
    answer = patch('{"title": "Anders"}', language, content_type=content_type)
    require_problem(answer, 415, "unsupported-media-type", language)


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_name_its_charset_and_its_capitals(patch, content_type):
    assert patch('{"title": "Anders"}', content_type=content_type).status_code == 200


@BOTH_LANGUAGES
def test_a_body_that_is_too_large(patch, goal, language):
    answer = patch('{"title": "' + "x" * MOST_BYTES + '"}', language)
    require_problem(answer, 413, "too-large", language)


def test_the_largest_body_is_read(patch):
    body = '{"title": "' + "x" * (MOST_BYTES - 13) + '"}'
    assert len(body) == MOST_BYTES
    assert errors_of(patch(body)) == {"#/title/en": "At most 80 characters."}


def test_nothing_and_an_empty_object_change_nothing(patch, goal):
    for raw in ("", "{}"):
        assert patch(raw).json()["version"] == 1


@BOTH_LANGUAGES
def test_a_body_in_pieces_is_refused_and_not_taken_for_none(goal, secretary, language):
    headers = {"Transfer_Encoding": "chunked", "Accept_Language": language}
    answer = call("goals/2026-1A", method="patch", by=secretary, body={}, **headers)
    require_problem(answer, 400, "invalid-input", language)
    assert errors_of(answer).keys() == {"Transfer-Encoding"}
    assert call("goals", Transfer_Encoding="chunked").status_code == 200
