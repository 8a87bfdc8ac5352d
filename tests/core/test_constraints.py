"""Every constraint of the portal is proven to refuse, and says why in both languages."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import BaseConstraint
from django.utils import translation

from core.constraints import only_field_of
from core.models import DomainModel
from tests.accounts import test_constraints as accounts_constraints
from tests.accounts import test_users as accounts
from tests.charter import test_constraints as charter
from tests.core.api import test_idempotency as core_api
from tests.notifications import test_constraints as notifications
from tests.partners import test_constraints as partners
from tests.portal import test_constraints as portal
from tests.workagendas import test_constraints as workagendas
from workagendas.models import Action

pytestmark = [pytest.mark.db, pytest.mark.django_db]

OURS = [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
CONSTRAINTS = {
    constraint.name: constraint
    for app in OURS
    for model in app.get_models()
    for constraint in model._meta.constraints
}

# The lists of what the database refuses; an app with constraints adds its own here.
PROVEN = [
    *accounts.UNIQUES,
    *accounts_constraints.CHECKS,
    *accounts_constraints.UNIQUES,
    *charter.CHECKS,
    *charter.UNIQUES,
    *core_api.UNIQUES,
    *notifications.CHECKS,
    *notifications.UNIQUES,
    *partners.CHECKS,
    *partners.UNIQUES,
    *portal.CHECKS,
    *portal.UNIQUES,
    *workagendas.CHECKS,
    *workagendas.UNIQUES,
]


def test_every_constraint_of_the_portal_is_proven_in_one_of_these_lists():
    assert {name for name, *_write in PROVEN} == set(CONSTRAINTS)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_constraint_has_a_message_of_ours_in_both_languages(name):
    constraint = CONSTRAINTS[name]
    assert constraint.violation_error_message != BaseConstraint.default_violation_error_message
    english = translate(constraint.violation_error_message, "en")
    dutch = translate(constraint.violation_error_message, "nl")
    assert english != dutch, "the message has no Dutch translation"


def translate(message, language: str) -> str:
    with translation.override(language):
        return str(message)


def test_constraints_of_several_fields_are_said_at_a_field_of_theirs():
    models = [model for model in apps.get_models() if issubclass(model, DomainModel)]
    said = {model: model.broken_at for model in models if model.broken_at}
    assert Action in said
    for model, fields in said.items():
        constraints = {constraint.name: constraint for constraint in model._meta.constraints}
        for name, field in fields.items():
            assert only_field_of(constraints[name]) is None, name
            assert model._meta.get_field(field), name
