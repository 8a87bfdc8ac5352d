"""The first administrator comes in at the terminal, and can log in by mail and invite others."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role, roles_of
from core.models import AuditEntry
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_an_administrator_without_a_password_and_with_a_verified_address():
    out = StringIO()
    call_command("create_administrator", "Beheer@blk.example", name="Voorbeeld Beheer", stdout=out)
    person = User.objects.get(email="beheer@blk.example")
    assert roles_of(person) == {Role.ADMINISTRATOR}
    assert not person.is_superuser
    assert not person.has_usable_password()
    assert person.emailaddress_set.get().verified
    assert "code by mail" in out.getvalue()
    assert AuditEntry.objects.get().act == "accounts.administrator_made"


@pytest.mark.parametrize("email", ["beheer@blk.example", "BEHEER@blk.example", "geen adres"])
def test_a_taken_or_impossible_address_is_refused_and_adds_nobody(email):
    UserFactory(email="beheer@blk.example")
    with pytest.raises(CommandError, match=email):
        call_command("create_administrator", email, name="Voorbeeld")
    assert User.objects.count() == 1
