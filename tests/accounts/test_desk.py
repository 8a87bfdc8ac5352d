"""What waits for a person on my desk, about accounts."""

import pytest
from django.utils import timezone, translation

from accounts.desk import tasks_for
from accounts.roles import Role
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
