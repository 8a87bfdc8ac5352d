"""Rows that were loaded before anybody kept count of translations."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.translation_state import TranslationState, bilingual_models, digest_of
from portal.enums import PageKey
from portal.models import Page
from tests.factories.charter import SignatureFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def migration(app: str, name: str):
    return import_module(f"{app}.migrations.{name}")


def before_anybody_counted(row) -> None:
    type(row).objects.filter(pk=row.pk).update(confirmed={})
    row.history.all().delete()


@pytest.mark.parametrize(
    ("app", "row", "field"),
    [
        ("portal", lambda: PageFactory(title_en="Page"), "title"),
        ("charter", lambda: SignatureFactory(on_behalf_of_en="For"), "on_behalf_of"),
        ("partners", lambda: OrganisationFactory(name_en="Name"), "name"),
    ],
)
def test_a_text_in_both_languages_counts_as_translated_and_its_history_begins(app, row, field):
    row = row()
    before_anybody_counted(row)
    migration(app, "0003_confirm_what_was_loaded").confirm(apps, None)
    row = type(row).objects.get(pk=row.pk)
    assert row.translation_state(field) == TranslationState.COMPLETE
    assert set(row.confirmed) == {field}
    (first,) = row.history.all()
    assert getattr(first, f"{field}_nl") == getattr(row, f"{field}_nl")
    migration(app, "0003_confirm_what_was_loaded").confirm(apps, None)
    assert row.history.count() == 1


def test_what_somebody_confirmed_since_is_left_alone():
    page = PageFactory(title_en="Page")
    page.title_nl = "Andere titel"
    page.save()
    migration("portal", "0003_confirm_what_was_loaded").confirm(apps, None)
    assert Page.objects.get().translation_state("title") == TranslationState.OUTDATED


def test_every_bilingual_model_of_then_is_confirmed():
    """Models that came later begin with a count of their own."""
    later = {"portal.accessibilitystatement"}
    named = set()
    apps_of_then = ("partners", "charter", "portal")
    for app in apps_of_then:
        names = migration(app, "0003_confirm_what_was_loaded").confirm.__code__.co_consts
        named |= {f"{app}.{n.lower()}" for c in names if isinstance(c, tuple) for n in c}
    then = [model for model in bilingual_models() if model._meta.app_label in apps_of_then]
    assert named | later >= {model._meta.label_lower for model in then}


def test_the_way_back_is_there():
    loader = MigrationExecutor(connection).loader
    for app in ("partners", "charter", "portal"):
        (operation,) = loader.get_migration(app, "0003_confirm_what_was_loaded").operations
        assert operation.reversible


class TestTheFactsAboutAccessibility:
    STEP = migration("portal", "0004_accessibility_statement")

    @pytest.fixture
    def page(self):
        return PageFactory(
            key=PageKey.ACCESSIBILITY, body_nl="Intro\n\n## Feiten", body_en="Intro.\n\n## Facts"
        )

    def test_leave_the_page_as_it_was_shipped(self, page, monkeypatch):
        shipped = {digest_of(page.body_nl), digest_of(page.body_en)}
        monkeypatch.setattr(self.STEP, "WITH_FACTS", shipped)
        self.STEP.keep_the_introduction(apps, None)
        page = Page.objects.get()
        assert (page.body_nl, page.body_en) == ("Intro", "Intro.")
        assert page.translation_state("body") == TranslationState.COMPLETE

    def test_stay_in_a_page_that_was_edited(self, page):
        self.STEP.keep_the_introduction(apps, None)
        assert Page.objects.get().body_nl == page.body_nl
