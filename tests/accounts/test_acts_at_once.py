"""Two acts on people at the same moment: one waits for the other and goes by what is so then."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from accounts import workflow
from accounts.models import ApiToken, Deputy, User
from accounts.roles import Role
from accounts.workflow.devices import note_device
from core.errors import DomainError
from notifications.models import Notification
from tests.accounts.test_tokens import make_token
from tests.factories.accounts import make_person
from tests.factories.devices import KnownDeviceFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.partners import OrganisationFactory

pytestmark = [
    pytest.mark.db,
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def at_once(*acts) -> list[str]:
    """Return what each act came to: nothing, or the name of the error."""
    together = Barrier(len(acts))

    def do(act) -> str:
        together.wait(timeout=10)
        try:
            act()
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(do, acts))


@pytest.fixture
def secretary() -> User:
    return make_person(Role.SECRETARIAT)


@pytest.mark.parametrize("_time", range(5))
def test_who_moves_away_at_that_moment_becomes_nobodys_deputy(secretary, _time):
    here, there = OrganisationFactory(), OrganisationFactory()
    person = make_person(Role.PARTNER, organisation=here)
    deputy = make_person(Role.PARTNER, organisation=here)
    days = {"starts_on": date(2126, 12, 1), "ends_on": date(2126, 12, 31)}
    at_once(
        lambda: workflow.name_deputy(person=person, deputy=deputy, by=secretary, **days),
        lambda: workflow.move_to_organisation(person=deputy, organisation=there, by=secretary),
    )
    assert User.objects.get(pk=deputy.pk).organisation == there
    assert not Deputy.objects.exists()


def test_two_name_each_other_without_waiting_for_ever(secretary):
    here = OrganisationFactory()
    one, other = (make_person(Role.PARTNER, organisation=here) for _ in range(2))
    days = {"starts_on": date(2126, 12, 1), "ends_on": date(2126, 12, 31)}
    said = at_once(
        lambda: workflow.name_deputy(person=one, deputy=other, by=secretary, **days),
        lambda: workflow.name_deputy(person=other, deputy=one, by=secretary, **days),
    )
    assert said == ["", ""]


def test_of_two_invitations_accepted_at_once_one_makes_the_account(secretary):
    rows = [InvitationFactory(email="a@blk.example", invited_by=secretary) for _ in range(2)]

    def accept(digest):
        return lambda: workflow.accept_invitation(digest=digest, name="Iemand", password=None)

    said = at_once(*[accept(row.digest) for row in rows])
    assert sorted(said) == ["", "InvitationUnusable"]
    assert User.objects.filter(email="a@blk.example").count() == 1


def test_of_two_colleagues_who_invite_at_once_one_sends_the_link(secretary):
    place = OrganisationFactory()

    def invite():
        invitation = InvitationFactory.build(email="a@blk.example", organisation=place)
        workflow.invite_person(invitation=invitation, by=secretary)

    said = at_once(invite, invite)
    letters = list(Notification.objects.values_list("event_key", flat=True))
    assert letters.count("accounts.invited") == 1
    assert said.count("AlreadyInvited") + letters.count("accounts.invited_already") == 1


@pytest.mark.parametrize("_time", range(5))
def test_who_is_disabled_at_that_moment_keeps_no_token_that_works(_time):
    person, administrator = make_person(Role.PARTNER), make_person(Role.ADMINISTRATOR)
    old, _secret = make_token(person)
    said = at_once(
        lambda: workflow.disable_account(person=person, by=administrator),
        lambda: workflow.revoke_token(token=old, by=person),
        lambda: make_token(person),
    )
    assert said[:2] == ["", ""]
    assert said[2] in ("", "AccountDisabled")
    assert not ApiToken.objects.usable().exists()


def test_of_two_last_tokens_made_at_once_one_is_too_many():
    person = make_person(Role.PARTNER)
    for _ in range(19):
        make_token(person)
    assert sorted(at_once(*[lambda: make_token(person)] * 2)) == ["", "TooManyTokens"]


def test_one_form_sent_twice_at_once_makes_one_token():
    person, uid = make_person(Role.PARTNER), uuid4()
    said = at_once(*[lambda: make_token(person, uid=uid)] * 2)
    assert sorted(said) == ["", "TokenMadeAlready"]


def test_two_logins_at_once_in_a_new_browser_are_told_once():
    person = make_person(Role.PARTNER)
    KnownDeviceFactory(person=person)
    browser = {"nl": "Firefox op Linux", "en": "Firefox on Linux"}

    def log_in():
        note_device(person=person, mark="a" * 43, browser=browser)

    assert at_once(log_in, log_in) == ["", ""]
    assert person.devices.count() == 2
    assert Notification.objects.filter(event_key="accounts.new_device").count() == 1
