"""Made-up invitations, affiliations and deputies."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from accounts.models import Affiliation, Deputy, Invitation
from accounts.models.invitation import digest_of
from accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory


class InvitationFactory(factory.django.DjangoModelFactory):
    """Pending, with a link whose secret is `token`."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    email = factory.Sequence(lambda n: f"genodigde{n}@blk.example")
    name = factory.Sequence(lambda n: f"Voorbeeld Genodigde {n}")
    role = Role.PARTNER
    organisation = factory.SubFactory(OrganisationFactory)
    invited_by = factory.SubFactory(UserFactory)
    digest = factory.LazyAttribute(lambda invitation: digest_of(invitation.token))
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda invitation: invitation.sent_at + timedelta(days=14))


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    since = datetime(2026, 3, 18, 12, tzinfo=UTC)


class DeputyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deputy

    person = factory.SubFactory(UserFactory)
    deputy = factory.SubFactory(UserFactory)
    starts_on = date(2026, 7, 1)
    ends_on = date(2026, 7, 31)
