"""The secretariat hears when a translation is outdated, wherever the Dutch was changed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from charter.models import Goal
from core import edits
from core.events import TRANSLATION_OUTDATED
from notifications.letters import notice_of
from notifications.models import Notification
from portal.models import Page
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EXPLANATION = {"explanation_nl": "Uitleg.", "explanation_en": "Explanation."}


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT, name="Voorbeeld Secretaris")


@pytest.fixture
def goal() -> Goal:
    return GoalFactory(**EXPLANATION)


def told() -> list[Notification]:
    return list(Notification.objects.filter(event_key=TRANSLATION_OUTDATED.key))


def test_everybody_of_the_secretariat_hears_of_dutch_that_went_on_alone(secretary, goal):
    colleague = make_person(Role.SECRETARIAT)
    make_person(Role.PARTNER)
    edits.change(goal, values={"explanation_nl": "Andere uitleg."}, by=secretary)
    assert {row.recipient for row in told()} == {secretary, colleague}
    row = told()[0]
    assert (row.subject_type, row.subject_uid) == ("charter.goal", goal.uid)
    assert str(goal) in row.facts["what"]["nl"]
    assert notice_of(row).path == "/nl/mijn/vertalingen/?state=outdated"


@pytest.mark.parametrize(
    "values",
    [
        {"explanation_nl": "Andere uitleg.", "explanation_en": "Other explanation."},
        {"explanation_en": "Other explanation."},
        {"explanation_nl": "  **Uitleg.**  "},  # the same words
    ],
)
def test_nobody_hears_of_a_translation_that_is_in_order(secretary, goal, values):
    edits.change(goal, values=values, by=secretary)
    assert told() == []


def test_what_was_outdated_before_is_not_told_again(secretary, goal):
    for words in ("Andere uitleg.", "Nog andere uitleg."):
        edits.change(goal, values={"explanation_nl": words}, by=secretary)
    assert len(told()) == 1


def test_a_text_without_a_translation_is_missing_not_outdated(secretary):
    goal = GoalFactory(explanation_nl="Uitleg.", explanation_en="")
    edits.change(goal, values={"explanation_nl": "Andere uitleg."}, by=secretary)
    assert told() == []


def test_an_edit_in_the_back_office_is_told_too(secretary, content):
    page = Page.objects.get(key="about")
    client = Client()
    client.force_login(secretary)
    form = {
        "title_nl": page.title_nl,
        "title_en": page.title_en,
        "body_nl": "Een heel andere tekst.",
        "body_en": page.body_en,
        "seen_version": page.version,
    }
    answer = client.post(reverse("admin:portal_page_change", args=[page.pk]), form)
    assert answer.status_code == 302
    (row,) = told()
    assert row.recipient == secretary
    assert "Een heel andere" not in str(row.facts)
