"""Accounts to try the portal with: where examples are on, with a password of this installation."""

import json
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import Affiliation, User
from accounts.roles import Role, roles_of
from core.addresses import is_example_address

pytestmark = [
    pytest.mark.db,
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_passwords"),
]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "var" / "example-accounts.json"


def load(file, **options) -> str:
    said = StringIO()
    call_command("load_example_accounts", file=file, stdout=said, **options)
    return said.getvalue()


def test_there_is_an_account_for_every_role_that_can_log_in(content, file):
    said = load(file)
    accounts = json.loads(file.read_text())
    assert {account["role"] for account in accounts} == set(Role)
    for account in accounts:
        person = authenticate(username=account["email"], password=account["password"])
        assert roles_of(person) == {account["role"]}
        assert person.name.startswith("Voorbeeld ")
        assert is_example_address(person.email)
        assert person.emailaddress_set.get().verified
        assert account["email"] in said
    assert accounts[0]["password"] in said
    assert len(accounts[0]["password"]) >= 15


def test_partners_belong_to_an_organisation_that_signed_for_their_region(content, file):
    load(file)
    for region in ("brainport", "limburg", "kempen"):
        person = User.objects.get(email=f"partner.{region}@example.org")
        assert person.get_region().slug == region
        assert Affiliation.objects.get(person=person).organisation == person.organisation


def test_only_the_owner_of_the_machine_reads_the_passwords(content, file):
    load(file)
    assert file.stat().st_mode & 0o077 == 0


def test_again_it_changes_nothing(content, file):
    load(file)
    before = list(User.objects.order_by("pk").values()), file.read_text()
    load(file)
    assert (list(User.objects.order_by("pk").values()), file.read_text()) == before
    assert Affiliation.objects.count() == 5


def test_the_password_of_the_file_counts_and_a_lost_file_means_a_new_one(content, file):
    load(file)
    old = json.loads(file.read_text())[0]["password"]
    person = User.objects.get(email="admin@example.org")
    person.set_password("iets heel anders dan dat")
    person.is_active = False
    person.save()
    load(file)
    assert authenticate(username=person.email, password=old) == person
    file.write_text("spoilt")
    load(file)
    new = json.loads(file.read_text())[0]["password"]
    assert new != old
    assert authenticate(username=person.email, password=new) == person


def test_each_installation_has_its_own_password(content, tmp_path):
    load(tmp_path / "one.json")
    load(tmp_path / "two.json")
    assert (tmp_path / "one.json").read_text() != (tmp_path / "two.json").read_text()


def test_where_examples_are_off_it_refuses(content, file, settings):
    settings.EXAMPLES = False
    with pytest.raises(CommandError, match="Example accounts are off here"):
        load(file)
    assert load(file, if_allowed=True) == ""
    assert not User.objects.exists()
    assert not file.exists()


def test_without_partners_it_says_what_to_do_first(file):
    with pytest.raises(CommandError, match="load_content first"):
        load(file)
    assert not User.objects.exists()
