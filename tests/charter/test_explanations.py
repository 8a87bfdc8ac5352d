"""`manage.py load_explanations`: every goal explained, and what somebody wrote is kept."""

import csv
import re
from io import StringIO

import pytest
from django.core.management import call_command

from charter.models import Goal
from tests.charter.texts import DATA, DUTCH, ENGLISH, stored_rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EXPLAINED = ("title", "summary", "explanation")


def load_explanations(**options) -> str:
    said = StringIO()
    call_command("load_explanations", stdout=said, **options)
    return said.getvalue()


class TestExplanations:
    def test_explain_every_goal_in_both_languages(self, loaded):
        assert load_explanations() == "explanations (2026): 7 goals explained, 0 left as they are\n"
        for goal in Goal.objects.all():
            for name in EXPLAINED:
                assert getattr(goal, f"{name}_nl")
                assert getattr(goal, f"{name}_en")
        assert Goal.objects.get(code="1C").title_nl == "Verbindingspersonen"

    def test_leave_the_signed_words_alone(self, load, loaded):
        load(ENGLISH, "en")
        texts = list(Goal.objects.values_list("code", "text_nl", "text_en"))
        load_explanations()
        assert list(Goal.objects.values_list("code", "text_nl", "text_en")) == texts

    def test_survive_a_second_load_of_charter_and_explanations(self, load, loaded):
        load_explanations()
        before = stored_rows()
        load(DUTCH)
        assert load_explanations() == "explanations (2026): 0 goals explained, 7 left as they are\n"
        assert stored_rows() == before

    @pytest.mark.parametrize("name", ["summary_nl", "explanation_nl"])
    def test_fill_only_goals_that_nobody_has_explained(self, loaded, name):
        goal = Goal.objects.get(code="2C")
        setattr(goal, name, "Door het secretariaat geschreven.")
        goal.save()
        assert "6 goals explained" in load_explanations()
        goal.refresh_from_db()
        assert getattr(goal, name) == "Door het secretariaat geschreven."
        assert goal.title_nl == "Doelstelling 2C"

    def test_replace_what_was_edited_when_asked(self, loaded):
        load_explanations()
        goal = Goal.objects.get(code="2C")
        goal.summary_nl = "Door het secretariaat geschreven."
        goal.save()
        assert "explanations (2026): 1 goal" in load_explanations(update=True)
        goal.refresh_from_db()
        assert goal.summary_nl.startswith("Woningen die passen")

    @pytest.mark.parametrize(
        ("language", "signed"), [("nl", DUTCH), ("en", ENGLISH)], ids=["Dutch", "English"]
    )
    def test_name_no_number_that_the_charter_lacks(self, language, signed):
        """Two and three regions are the charter's own: "bilateraal" and "trilateraal"."""
        words = (
            "twee drie vier vijf zes zeven acht negen tien elf twaalf honderd duizend miljoen "
            "two three four five six seven eight nine ten eleven twelve hundred thousand million"
        )
        number = re.compile(rf"\d+|\b(?:{'|'.join(words.split())})\b|%|procent|percent", re.I)
        allowed = set(number.findall(signed.casefold()))
        allowed |= {"twee", "two"} if "bilatera" in signed else set()
        allowed |= {"drie", "three"} if "trilatera" in signed else set()
        with (DATA / "goals-2026.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                said = " ".join(row[f"{name}_{language}"] for name in EXPLAINED)
                assert set(number.findall(said.casefold())) <= allowed, row["code"]
