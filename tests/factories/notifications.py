"""Made-up notifications, and what people want to be mailed."""

from datetime import UTC, datetime

import factory

from notifications.enums import NotificationState, Way
from notifications.models import Notification, Preference
from tests.factories.accounts import UserFactory

HAPPENED_AT = datetime(2026, 3, 18, 12, tzinfo=UTC)


class NotificationFactory(factory.django.DjangoModelFactory):
    """Unread, mailed already, of an event that each installation has and that needs no facts."""

    class Meta:
        model = Notification

    event_key = "notifications.daily_overview"
    recipient = factory.SubFactory(UserFactory)
    origin = "https://portal.example"
    created_at = HAPPENED_AT
    way = Way.AT_ONCE
    try_after = factory.SelfAttribute("created_at")
    state = NotificationState.SENT
    sent_at = factory.LazyAttribute(
        lambda row: row.created_at if row.state == NotificationState.SENT else None
    )


class PreferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Preference

    person = factory.SubFactory(UserFactory)
