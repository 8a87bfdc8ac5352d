"""Accounts that were made before addresses were confirmed, after an update of the portal."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories.accounts import UserFactory, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NAME = "0004_addresses_of_earlier_accounts"


def update() -> None:
    import_module(f"accounts.migrations.{NAME}").add_addresses(apps, None)


def test_their_address_counts_as_confirmed():
    earlier = UserFactory(email="Eerder@blk.example")
    update()
    update()
    address = EmailAddress.objects.get()
    assert (address.user, address.email) == (earlier, "eerder@blk.example")
    assert address.verified
    assert address.primary


def test_who_has_an_address_keeps_it_as_it_is():
    person = make_person()
    EmailAddress.objects.update(email="ander@blk.example", verified=False)
    UserFactory(email="ANDER@blk.example")
    update()
    assert EmailAddress.objects.filter(user=person).get().verified is False
    assert EmailAddress.objects.filter(email="ander@blk.example", verified=True).count() == 1


def test_an_address_that_somebody_else_confirmed_is_not_taken():
    make_person()
    EmailAddress.objects.update(email="ander@blk.example")
    UserFactory(email="ander@blk.example")
    update()
    assert EmailAddress.objects.count() == 1


def test_the_way_back_is_there():
    (step,) = MigrationExecutor(connection).loader.get_migration("accounts", NAME).operations
    assert step.reversible
