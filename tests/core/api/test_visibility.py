"""A charter that is a draft is nowhere for the public, and there for who prepares it."""

import pytest
from django.contrib.auth.models import AnonymousUser

import charter.api
import partners.api
from accounts.roles import Role
from tests.access import EVERYBODY, LOGGED_IN, PUBLIC
from tests.core.api.calls import call, errors_of, ids_of, require_problem
from tests.factories.accounts import make_person
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    ParagraphFactory,
    SignaturePartyFactory,
    ThemeFactory,
)
from tests.factories.partners import MunicipalityFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DRAFTS = {
    "charters": "2031",
    "themes": "2031-1",
    "goals": "2031-1A",
    "paragraphs": "2031-opening",
    "signatures": "2031-1",
}
READ_DRAFTS = (Role.SECRETARIAT, Role.ADMINISTRATOR)
RESOURCES = {
    resource.queryset.model.PLURAL: resource
    for resource in (*charter.api.RESOURCES, *partners.api.RESOURCES)
}


@pytest.fixture(autouse=True)
def drafts(goal):
    """A draft beside the charter in force; return each of its rows."""
    charter = CharterFactory(year=2031)
    theme = ThemeFactory(charter=charter)
    party = SignaturePartyFactory(signature__charter=charter, signature__position=1)
    MunicipalityFactory(region=party.organisation.region)
    return {
        "charters": charter,
        "themes": theme,
        "goals": GoalFactory(theme=theme),
        "paragraphs": ParagraphFactory(charter=charter, anchor="opening"),
        "signatures": party.signature,
    }


def person_of(role: str):
    """Return nobody, a person with this role, or a disabled one who had them all."""
    if role == PUBLIC:
        return None
    return make_person(role) if role in LOGGED_IN else make_person(*Role, is_active=False)


@pytest.mark.parametrize(("plural", "identifier"), DRAFTS.items())
@pytest.mark.parametrize("who", [PUBLIC, Role.PARTNER, Role.LIAISON])
def test_nobody_else_finds_a_draft(who, plural, identifier):
    person = person_of(who)
    require_problem(call(f"{plural}/{identifier}", by=person), 404, "not-found")
    assert identifier not in ids_of(call(plural, by=person))
    assert call(f"{plural}?q=voorbeeld", by=person).json()["total"] <= 1
    if plural != "charters":
        wrong = errors_of(call(f"{plural}?charter=2031&lang=en", by=person))
        assert wrong == {"charter": "“2031” does not exist."}
    if person:
        change = call(f"{plural}/{identifier}", method="patch", by=person, body={})
        require_problem(change, 404, "not-found")


def test_a_theme_of_a_draft_filters_nothing_for_the_public():
    assert errors_of(call("goals?theme=2031-1")).keys() == {"theme"}
    assert errors_of(call("paragraphs?theme=2031-1")).keys() == {"theme"}


@pytest.mark.parametrize(("plural", "identifier"), DRAFTS.items())
@pytest.mark.parametrize("role", READ_DRAFTS)
def test_who_prepares_a_draft_reads_it(role, plural, identifier):
    person = make_person(role)
    assert call(f"{plural}/{identifier}", by=person).json()["id"] == identifier
    assert identifier in ids_of(call(plural, by=person))
    if plural != "charters":
        assert ids_of(call(f"{plural}?charter=2031", by=person)) == [identifier]


def test_a_short_identifier_is_that_of_the_charter_in_force(secretary):
    assert call("goals/1A", by=secretary).json()["id"] == "2026-1A"
    assert ids_of(call("goals?theme=1", by=secretary)) == ["2026-1A"]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("plural", RESOURCES)
def test_the_rule_and_what_is_visible_agree(drafts, who, plural):
    """Whoever has the permission to see sees every row; everybody else sees what is published."""
    model = RESOURCES[plural].queryset.model
    person = person_of(who) or AnonymousUser()
    seen = set(model.objects.visible_to(person))
    may = person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    assert may == (who in READ_DRAFTS)
    published = set(model.objects.all()) - {drafts.get(plural)}
    assert seen == (set(model.objects.all()) if may else published)
