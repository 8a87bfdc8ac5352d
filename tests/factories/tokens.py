"""API tokens, without the text that opens them; `create_token` gives both."""

from datetime import UTC, datetime, timedelta

import factory

from accounts.enums import TokenScope
from accounts.models import ApiToken
from accounts.models.invitation import digest_of
from tests.factories.accounts import UserFactory

MADE_AT = datetime(2026, 3, 18, 12, tzinfo=UTC)


class ApiTokenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ApiToken

    person = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Voorbeeld Token {n}")
    scope = TokenScope.READ
    digest = factory.Sequence(lambda n: digest_of(f"token {n}"))
    hint = "blk_abcd"
    created_at = MADE_AT
    expires_at = MADE_AT + timedelta(days=90)
