"""Who sees and manages whom: the predicates and the sets agree for every role and state."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Invitation, User
from accounts.roles import GRANTS, SENSITIVE, Role, grantable_by, has_role, roles_of
from tests.factories.accounts import make_person
from tests.factories.invitations import InvitationFactory
from tests.factories.partners import OrganisationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PLACES = ("same", "other", None)


@pytest.fixture
def places() -> dict:
    return {"same": OrganisationFactory(), "other": OrganisationFactory(), None: None}


@pytest.fixture
def everybody(places) -> list[User]:
    """One person for each role (and none), place and state; and one with two roles."""
    rolesets = [(), *((role,) for role in Role)]
    people = [
        make_person(*roles, organisation=places[place], is_active=is_active)
        for roles, place, is_active in product(rolesets, PLACES, (True, False))
    ]
    return [*people, make_person(Role.COORDINATOR, Role.LIAISON, organisation=places["same"])]


def test_whom_one_sees_is_the_same_as_a_set_and_as_a_rule(everybody):
    people = list(User.objects.with_place())
    for by in [*people, AnonymousUser()]:
        seen = set(User.objects.visible_to(by))
        assert seen == {each for each in people if by.has_perm("accounts.view_user", each)}, by


def test_which_invitations_one_sees_is_the_same_as_a_set_and_as_a_rule(everybody, places):
    for role, place in product(Role, PLACES):
        if place or role not in (Role.PARTNER, Role.COORDINATOR, Role.LIAISON):
            InvitationFactory(role=role, organisation=places[place], invited_by=everybody[0])
    invitations = list(Invitation.objects.all())
    for by in [*everybody, AnonymousUser()]:
        seen = set(Invitation.objects.visible_to(by))
        may = {each for each in invitations if by.has_perm("accounts.view_invitation", each)}
        assert seen == may, by


def test_nobody_manages_whom_they_do_not_see_nor_themselves(everybody):
    people = list(User.objects.with_place())
    acts = ("manage_user", "change_roles", "move_user", "name_deputy")
    managed = 0
    for by, act, other in product(people, acts, people):
        if by.has_perm(f"accounts.{act}", other):
            managed += 1
            assert by.has_perm("accounts.view_user", other)
            assert act == "name_deputy" or by != other
    assert managed > 100


def test_a_disabled_account_has_no_role_and_no_permission(everybody):
    for person in User.objects.filter(is_active=False):
        assert roles_of(person) == frozenset()
        assert not has_role(person, *Role)
        assert not grantable_by(person)
        assert not person.has_perm("accounts.view_people")
        assert not person.has_perm("accounts.view_user", person)
        assert not User.objects.visible_to(person).exists()


def test_only_an_administrator_manages_who_has_a_sensitive_role():
    for role, sensitive in product(Role, SENSITIVE):
        by = make_person(role, organisation=OrganisationFactory())
        other = make_person(sensitive, organisation=by.organisation)
        expected = role == Role.ADMINISTRATOR
        assert by.has_perm("accounts.manage_user", other) is expected
        assert by.has_perm("accounts.change_roles", other) is expected
        assert (sensitive in GRANTS.get(role, ())) is expected


def test_a_colleague_with_more_roles_is_not_the_coordinators_to_manage():
    coordinator = make_person(Role.COORDINATOR, organisation=OrganisationFactory())
    place = {"organisation": coordinator.organisation}
    assert coordinator.has_perm("accounts.manage_user", make_person(Role.PARTNER, **place))
    both = make_person(Role.PARTNER, Role.LIAISON, **place)
    assert coordinator.has_perm("accounts.view_user", both)
    assert not coordinator.has_perm("accounts.manage_user", both)


def test_nobody_manages_a_superuser():
    administrator = make_person(Role.ADMINISTRATOR)
    superuser = make_person(is_superuser=True)
    assert not administrator.has_perm("accounts.manage_user", superuser)
