"""Browsers that somebody logged in from, without the mark that the browser keeps."""

from datetime import UTC, datetime

import factory

from accounts.models import KnownDevice
from accounts.models.invitation import digest_of
from tests.factories.accounts import UserFactory

SEEN_AT = datetime(2026, 3, 18, 12, tzinfo=UTC)


class KnownDeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KnownDevice

    person = factory.SubFactory(UserFactory)
    digest = factory.Sequence(lambda n: digest_of(f"device {n}"))
    first_seen_at = SEEN_AT
    last_seen_at = SEEN_AT
