"""Every version of content is kept, with who and why; accounts are not content."""

import pytest
from django.apps import apps

from core.history import because
from core.translation_state import bilingual_models
from tests.factories.accounts import UserFactory
from tests.factories.charter import GoalFactory

OF_PUBLIC_TEXTS = {"HistoricalAgendaSnapshot"}  # a digest of what everybody reads
pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_each_saved_version_is_kept_in_both_languages():
    goal = GoalFactory(title_nl="Eerst", title_en="First")
    goal.title_nl = "Daarna"
    goal.save()
    kept = goal.history.values_list("title_nl", "title_en", "history_type")
    assert list(kept) == [("Daarna", "First", "~"), ("Eerst", "First", "+")]


def test_a_reason_and_a_person_go_with_the_version():
    goal, editor = GoalFactory(), UserFactory()
    reason = "Een lange reden. " * 40
    because(goal, reason, by=editor).save()
    assert goal.history.first().history_change_reason == reason
    assert goal.history.first().history_user == editor


def test_every_bilingual_model_has_a_history():
    for model in bilingual_models():
        assert hasattr(model, "history"), model


def test_no_history_keeps_passwords_or_contact_fields():
    for model in apps.get_models():
        if model.__name__.startswith("Historical"):
            names = {field.name for field in model._meta.fields}
            if model.__name__ in OF_PUBLIC_TEXTS:
                names -= {"digest"}
            assert not names & {"password", "email", "phone", "digest"}, model
