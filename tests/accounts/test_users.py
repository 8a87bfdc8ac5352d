"""A person with an account is known by one e-mail address, whatever its capitals."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from accounts.models import User
from accounts.roles import Role
from portal.models import Page
from tests.accounts.logging_in import logged_in
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hash at test speed; the hashing itself is Django's."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def the_same_address_in_capitals():
    UserFactory(email="persoon@blk.example")
    UserFactory(email="Persoon@BLK.example")


def two_at_once_with_one_address():
    User.objects.bulk_create([UserFactory.build(email=each) for each in ("a@b.nl", "A@b.nl")])


def an_address_changed_to_somebody_elses():
    UserFactory(email="persoon@blk.example")
    other = UserFactory()
    User.objects.filter(pk=other.pk).update(email="PERSOON@blk.example")


# Each: the constraint's name, what SQLite says instead of it, and a write that breaks it.
UNIQUES = [
    ("user_one_per_email", "index 'user_one_per_email'", the_same_address_in_capitals),
    ("user_one_per_email", "index 'user_one_per_email'", two_at_once_with_one_address),
    ("user_one_per_email", "index 'user_one_per_email'", an_address_changed_to_somebody_elses),
]


@pytest.mark.parametrize(
    ("name", "index", "write"), UNIQUES, ids=[write.__name__ for *_names, write in UNIQUES]
)
def test_database_refuses_a_second(name, index, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {index}$"):
        write()


def test_a_form_says_in_dutch_that_the_address_is_taken():
    UserFactory(email="persoon@blk.example")
    second = UserFactory.build(email="Persoon@blk.example")
    second.set_password(PASSWORD)
    with pytest.raises(ValidationError) as error:
        second.full_clean()
    assert error.value.messages == ["Iemand met dit e-mailadres heeft al een account."]


@pytest.mark.parametrize("typed", ["persoon@blk.example", "Persoon@BLK.Example"])
def test_a_person_logs_in_whatever_the_capitals(typed):
    user = User.objects.create_user("persoon@blk.example", PASSWORD, name="Voorbeeld")
    assert authenticate(username=typed, password=PASSWORD) == user


def test_a_wrong_password_opens_nothing():
    User.objects.create_user("persoon@blk.example", PASSWORD, name="Voorbeeld")
    assert authenticate(username="persoon@blk.example", password="iets anders") is None


def test_an_account_that_may_not_log_in_stays_closed():
    User.objects.create_user("persoon@blk.example", PASSWORD, name="Voorbeeld", is_active=False)
    assert authenticate(username="persoon@blk.example", password=PASSWORD) is None


def test_a_user_made_without_a_password_cannot_log_in_with_one():
    user = User.objects.create_user("persoon@blk.example", name="Voorbeeld")
    assert not user.has_usable_password()


def test_a_password_is_never_stored_as_typed():
    user = User.objects.create_user("persoon@blk.example", PASSWORD, name="Voorbeeld")
    assert PASSWORD not in User.objects.get(pk=user.pk).password


@pytest.mark.parametrize("email", ["", None])
def test_nobody_is_added_without_an_email_address(email):
    with pytest.raises(ValueError, match="has an e-mail address"):
        User.objects.create_user(email, PASSWORD, name="Voorbeeld")
    assert not User.objects.exists()


@pytest.mark.parametrize("is_superuser", [False, True])
def test_a_user_has_no_rights_without_a_role_not_even_as_superuser(is_superuser):
    user = UserFactory(is_superuser=is_superuser)
    for permission in ("core.open_back_office", "portal.translate", "accounts.view_people"):
        assert not user.has_perm(permission)
    assert not user.has_module_perms("accounts")
    assert user.get_all_permissions() == set()


def test_a_superuser_opens_no_page_of_the_office():
    client = logged_in(UserFactory(is_superuser=True))
    for page in ("/en/my/people/", "/en/my/audit/", "/admin/", "/admin/accounts/user/"):
        assert client.get(page).status_code == 404, page


def test_nobody_is_made_superuser_and_the_terminal_says_who_to_make_instead():
    with pytest.raises(ValidationError, match=r"manage\.py create_administrator"):
        User.objects.create_superuser("beheer@blk.example", PASSWORD, name="Beheer")
    options = {"email": "beheer@blk.example", "name": "Beheer", "interactive": False}
    with pytest.raises(CommandError, match=r"manage\.py create_administrator"):
        call_command("createsuperuser", **options)
    assert not User.objects.exists()


def test_no_row_of_djangos_permissions_gives_anybody_anything():
    """Predicates are the only source: there are no such rows, and one made by hand is ignored."""
    assert not Permission.objects.exists()
    user = UserFactory()
    user.user_permissions.add(
        Permission.objects.create(
            codename="change_page", content_type=ContentType.objects.get_for_model(Page)
        )
    )
    assert not User.objects.get(pk=user.pk).has_perm("portal.change_page")


def test_every_role_has_its_group_after_migrate():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)
    Group.objects.get(name=Role.LIAISON).delete()
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)
