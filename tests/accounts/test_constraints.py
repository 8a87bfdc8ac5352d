"""What the database refuses about people and what is theirs: places, tokens, devices and more."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Invitation
from accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.devices import SEEN_AT, KnownDeviceFactory
from tests.factories.invitations import AffiliationFactory, DeputyFactory, InvitationFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.tokens import MADE_AT, ApiTokenFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def somebody_in_their_own_place():
    person = UserFactory()
    DeputyFactory(person=person, deputy=person)


def an_invitation_accepted_and_withdrawn():
    InvitationFactory()
    Invitation.objects.update(accepted_at=timezone.now(), withdrawn_at=timezone.now())


def an_invitation_that_loses_its_organisation():
    InvitationFactory(role=Role.LIAISON)
    Invitation.objects.update(organisation=None)


def two_places_at_once():
    person = UserFactory()
    AffiliationFactory(person=person)
    AffiliationFactory(person=person)


def two_invitations_at_once():
    place = OrganisationFactory()
    InvitationFactory(email="iemand@blk.example", organisation=place)
    InvitationFactory(email="Iemand@BLK.example", organisation=place)


def two_invitations_of_no_organisation():
    InvitationFactory(email="iemand@blk.example", role=Role.TASK_FORCE, organisation=None)
    InvitationFactory(email="Iemand@BLK.example", role=Role.TASK_FORCE, organisation=None)


def one_device_twice():
    person = UserFactory()
    KnownDeviceFactory(person=person, digest="a" * 64)
    KnownDeviceFactory(person=person, digest="a" * 64)


# Each: the constraint's name, and a write that breaks it and nothing else.
CHECKS = [
    ("user_language_is_known", partial(UserFactory, language="fr")),
    (
        "affiliation_ends_after_it_starts",
        partial(AffiliationFactory, until=datetime(2026, 3, 18, 11, tzinfo=UTC)),
    ),
    ("deputy_ends_after_it_starts", partial(DeputyFactory, ends_on=date(2026, 6, 30))),
    ("deputy_is_somebody_else", somebody_in_their_own_place),
    ("invitation_role_is_known", partial(InvitationFactory, role="king")),
    ("invitation_language_is_known", partial(InvitationFactory, language="fr")),
    *[
        (
            "invitation_role_has_its_organisation",
            partial(InvitationFactory, role=role, organisation=None),
        )
        for role in (Role.PARTNER, Role.COORDINATOR, Role.LIAISON)
    ],
    ("invitation_role_has_its_organisation", an_invitation_that_loses_its_organisation),
    ("invitation_accepted_or_withdrawn", an_invitation_accepted_and_withdrawn),
    ("api_token_scope_is_known", partial(ApiTokenFactory, scope="admin")),
    ("api_token_has_a_name", partial(ApiTokenFactory, name="")),
    *[
        ("api_token_digest_is_sha256", partial(ApiTokenFactory, digest=digest))
        for digest in ("", "blk_geheim", "a" * 63, "A" * 64, "a" * 63 + "\n")
    ],
    ("api_token_ends_after_it_starts", partial(ApiTokenFactory, expires_at=MADE_AT)),
    (
        "api_token_revoked_after_it_was_made",
        partial(ApiTokenFactory, revoked_at=MADE_AT - timedelta(seconds=1)),
    ),
    *[
        ("known_device_digest_is_sha256", partial(KnownDeviceFactory, digest=digest))
        for digest in ("", "geheim", "A" * 64, "a" * 63 + "\n")
    ],
    (
        "known_device_last_seen_after_first",
        partial(KnownDeviceFactory, last_seen_at=SEEN_AT - timedelta(seconds=1)),
    ),
]

# Each: the constraint's name, what SQLite says instead of it, and a write that breaks it.
UNIQUES = [
    ("affiliation_one_at_a_time", "accounts_affiliation.person_id", two_places_at_once),
    (
        "invitation_one_pending_per_organisation",
        "index 'invitation_one_pending_per_organisation'",
        two_invitations_at_once,
    ),
    (
        "invitation_one_pending_without_organisation",
        "index 'invitation_one_pending_without_organisation'",
        two_invitations_of_no_organisation,
    ),
    (
        "known_device_once_a_person",
        "accounts_knowndevice.person_id, accounts_knowndevice.digest",
        one_device_twice,
    ),
]


@pytest.mark.parametrize(("name", "write"), CHECKS, ids=[name for name, _write in CHECKS])
def test_database_refuses(name, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        write()


@pytest.mark.parametrize(
    ("name", "columns", "write"), UNIQUES, ids=[name for name, _columns, _write in UNIQUES]
)
def test_database_refuses_a_second(name, columns, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {columns}$"):
        write()


def test_somebody_may_be_at_two_organisations_one_after_the_other():
    first = AffiliationFactory(until=datetime(2026, 3, 18, 12, tzinfo=UTC))
    AffiliationFactory(person=first.person)


def test_an_address_may_be_invited_again_once_the_first_invitation_is_done_with():
    at = {"email": "iemand@blk.example", "organisation": OrganisationFactory()}
    InvitationFactory(**at, withdrawn_at=timezone.now())
    InvitationFactory(**at, accepted_at=timezone.now())
    InvitationFactory(**at)


def test_organisations_invite_the_same_address_without_knowing_of_each_other():
    InvitationFactory(email="iemand@blk.example")
    InvitationFactory(email="iemand@blk.example")
    InvitationFactory(email="iemand@blk.example", role=Role.TASK_FORCE, organisation=None)


@pytest.mark.parametrize("role", [Role.TASK_FORCE, Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_these_roles_need_no_organisation(role):
    InvitationFactory(role=role, organisation=None)


def test_people_share_a_browser():
    for _ in range(2):
        KnownDeviceFactory(digest="a" * 64)
