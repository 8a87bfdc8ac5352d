"""What waits for a person on my desk, about accounts."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone, translation

from accounts.desk import tasks_for
from accounts.roles import SENSITIVE, Role
from tests.factories.accounts import make_person
from tests.factories.invitations import InvitationFactory
from tests.factories.partners import OrganisationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_nothing_waits_for_a_new_partner():
    assert tasks_for(make_person(Role.PARTNER)) == []


@pytest.mark.parametrize("role", sorted(SENSITIVE))
def test_a_sensitive_role_is_asked_for_a_second_factor_until_there_is_one(role, settings):
    person = make_person(role)
    assert tasks_for(person) == []
    settings.REQUIRE_SECOND_FACTOR = True
    (task,) = tasks_for(person)
    assert task.text == "Add a second factor: your role needs one"
    assert task.url == "/en/my/security/"
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert len(tasks_for(person)) == 1
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert tasks_for(person) == []


def test_expired_invitations_are_counted_for_who_may_send_them_again():
    coordinator = make_person(Role.COORDINATOR, organisation=OrganisationFactory())
    place = {"organisation": coordinator.organisation}
    InvitationFactory(**place)
    InvitationFactory.create_batch(2, **place, expires_at=timezone.now())
    InvitationFactory(**place, expires_at=timezone.now(), withdrawn_at=timezone.now())
    InvitationFactory(expires_at=timezone.now())  # another organisation's
    (task,) = tasks_for(coordinator)
    assert (task.text, task.count) == ("2 invitations have expired", 2)
    assert task.url == "/en/my/people/?state=expired"
