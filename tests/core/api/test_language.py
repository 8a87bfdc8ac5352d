"""In which language the API answers, and what it says where a text has no translation."""

import pytest

from tests.core.api.calls import call, require_problem

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nl"),
        ("nl", "nl"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN-us", "en"),
        ("nl-BE, en;q=0.5", "nl"),
        ("nl;q=0.2, en;q=0.9", "en"),
        ("en;q=0, nl;q=0.1", "nl"),
        ("fr, de;q=0.9, en;q=0.1", "en"),
        ("fr", "nl"),
        ("*", "nl"),
        ("*, en;q=0.5", "nl"),
        ("en, *;q=0.5", "en"),
        ("engels", "nl"),
        (";;;q=x,,", "nl"),
        ("x" * 3000, "nl"),
    ],
)
def test_the_header_decides(goal, header, language):
    answer = call("goals/2026-1A", Accept_Language=header)
    assert answer["Content-Language"] == language
    assert answer.json()["title"] == {"nl": goal.title_nl, "en": goal.title_en}[language]
    assert "Accept-Language" in answer["Vary"]


def test_the_query_key_wins(goal):
    answer = call("goals/2026-1A?lang=en", Accept_Language="nl")
    assert (answer["Content-Language"], answer.json()["title"]) == ("en", "Example goal")


def test_the_language_of_the_person_does_not_count(goal, secretary):
    secretary.language = "en"
    secretary.save()
    assert call("goals/2026-1A", by=secretary)["Content-Language"] == "nl"


def test_a_text_without_translation_is_given_in_the_other_language_and_named(goal):
    told = call("goals/2026-1A?lang=en").json()
    assert (told["title"], told["summary"], told["text"]) == (
        "Example goal",
        "Een zin.",
        "Officiële woorden.",
    )
    assert told["explanation"] is None
    assert told["untranslated"] == ["text", "summary"]
    assert call("goals/2026-1A?lang=nl").json()["untranslated"] == []


def test_an_english_text_stands_in_for_a_dutch_one(goal):
    goal.explanation_en = "Only in English."
    goal.save()
    told = call("goals/2026-1A?lang=nl").json()
    assert (told["explanation"], told["untranslated"]) == ("Only in English.", ["explanation"])


def test_all_translations_at_once(goal):
    for language in ("nl", "en"):
        told = call(f"goals/2026-1A?translations=all&lang={language}").json()
        assert told["title"] == {"nl": "Voorbeelddoelstelling", "en": "Example goal"}
        assert told["summary"] == {"nl": "Een zin.", "en": None}
        assert told["explanation"] == {"nl": None, "en": None}
        assert told["untranslated"] == []
    told = call("goals?translations=all").json()["results"]
    assert told[0]["title"] == {"nl": "Voorbeelddoelstelling", "en": "Example goal"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_errors_are_in_the_language_of_the_reader(goal, language):
    other = {"nl": "en", "en": "nl"}[language]
    for path in ("goals/2026-9Z", "nothing"):
        told = require_problem(call(path, Accept_Language=language), 404, "not-found", language)
        also = call(f"{path}?lang={language}", Accept_Language=other)
        assert require_problem(also, 404, "not-found", language) == told


def test_one_answer_leaves_no_language_behind_for_the_next(goal):
    call("goals/2026-1A?lang=en")
    assert call("goals/2026-1A")["Content-Language"] == "nl"
