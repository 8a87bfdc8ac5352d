"""Whoever's way in has changed hears of it: in the transaction of the change, or neither is so."""

from contextlib import contextmanager

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import OperationalError, connection
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.login_words import NOTICES
from accounts.models import User
from accounts.roles import Role
from accounts.ways_in import EVENTS, TOLD_BEFORE
from notifications.models import Notification
from tests.accounts.logging_in import (
    Browser,
    code_of_app,
    has_factor,
    link_in_mail,
    logged_in,
    page_of,
    set_up_app,
)
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

NEW = "een heel andere lange zin"


@pytest.fixture
def person() -> User:
    return make_person(Role.PARTNER, password=PASSWORD, language="en", email="p@blk.example")


def change_password(client: Client, person: User):
    fields = {"oldpassword": PASSWORD, "password1": NEW}
    return client.post(reverse("account_change_password"), fields)


def set_password(client: Client, person: User):
    User.objects.filter(pk=person.pk).update(password="!")
    client.force_login(User.objects.get(pk=person.pk), "accounts.backends.RecognisePeople")
    return client.post(reverse("account_set_password"), {"password1": NEW})


def choose_new_password_by_mail(client: Client, person: User):
    Browser().post(reverse("account_reset_password"), {"email": person.email})
    form = client.get(link_in_mail())["Location"]
    mail.outbox.clear()
    return client.post(form, {"password1": NEW})


def change_address(client: Client, person: User):
    client.post(reverse("account_email"), {"email": "new@blk.example", "action_add": ""})
    link = link_in_mail()
    mail.outbox.clear()
    return client.post(link)


def add_app(client: Client, person: User):
    key = page_of(client.get(reverse("mfa_activate_totp"))).select_one("code.secret").text
    return client.post(reverse("mfa_activate_totp"), {"code": code_of_app(key)})


def remove_app(client: Client, person: User):
    set_up_app(person)
    return client.post(reverse("mfa_deactivate_totp"))


def make_new_codes(client: Client, person: User):
    set_up_app(person)
    return client.post(reverse("mfa_generate_recovery_codes"))


def remove_passkey(client: Client, person: User):
    passkey = Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "My key", "credential": {}}
    )
    return client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))


CHANGES = [
    (change_password, "accounts.password_changed", "Your password has been changed"),
    (set_password, "accounts.password_changed", "You have a password now"),
    (
        choose_new_password_by_mail,
        "accounts.password_changed",
        "You have chosen a new password",
    ),
    (add_app, "accounts.second_factor_changed", "An app is now your second factor"),
    (remove_app, "accounts.second_factor_changed", "The app is no longer your second factor"),
    (make_new_codes, "accounts.second_factor_changed", "You have new recovery codes"),
    (
        remove_passkey,
        "accounts.second_factor_changed",
        "A passkey has been removed from your account",
    ),
]
ADDRESS = (change_address, "accounts.email_changed", "Your e-mail address has been changed")
NAMES = [change.__name__ for change, *_rest in [*CHANGES, ADDRESS]]


def state_of(person: User) -> tuple:
    """Return all by which the person gets in."""
    now = User.objects.get(pk=person.pk)
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    factors = Authenticator.objects.filter(user=person).exclude(type="recovery_codes")
    codes = Authenticator.objects.filter(user=person, type="recovery_codes")
    return (
        now.password,
        now.email,
        list(addresses.values_list("email", "verified", "primary")),
        list(factors.values_list("pk", flat=True)),
        list(codes.values_list("pk", flat=True)),
    )


@contextmanager
def refusing(table: str):
    """The database takes no new row in this table; give the list of those it refused."""
    refused = []

    def refuse(execute, sql, *rest):
        if sql.startswith(f'INSERT INTO "{table}"'):
            refused.append(sql)
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield refused


def try_change(change, person: User) -> tuple[tuple, int]:
    """Return how everything stood before the change's last step, and how that was answered."""
    client = logged_in(person, password=PASSWORD)
    client.raise_request_exception = False
    states, send = [], client.post

    def post(*args, **fields):
        states.append(state_of(person))
        return send(*args, **fields)

    client.post = post
    answer = change(client, person)
    return states[-1], answer.status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("change", "event", "subject"), CHANGES)
def test_a_change_is_told_to_its_owner_once(person, change, event, subject):
    change(logged_in(person, password=PASSWORD), person)
    row = Notification.objects.get()
    assert (row.event_key, row.recipient, row.address) == (event, person, person.email)
    assert row.in_inbox
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([person.email], subject)
    assert "http://testserver/en/my/security/" in message.body
    assert "tell the secretariat: secretariaat@blk.example" in message.body


@pytest.mark.django_db(transaction=True)
def test_a_changed_address_is_told_at_the_old_one_and_to_the_person(person):
    change_address(logged_in(person, password=PASSWORD), person)
    rows = Notification.objects.order_by("pk")
    assert [(row.recipient, row.address) for row in rows] == [
        (person, "new@blk.example"),
        (None, "p@blk.example"),
    ]
    assert [message.to for message in mail.outbox] == [["new@blk.example"], ["p@blk.example"]]
    for message in mail.outbox:
        assert message.subject == ADDRESS[2]
        assert "Tell the secretariat at once: secretariaat@blk.example" in message.body
    assert "new@" not in mail.outbox[1].body
    assert rows[1].language == "en"


@pytest.mark.parametrize("change", [change for change, *_rest in [*CHANGES, ADDRESS]], ids=NAMES)
def test_what_cannot_be_told_does_not_change(person, change):
    with refusing("notifications_notification") as refused:
        before, status = try_change(change, person)
    assert len(refused) == 1
    assert status == 500
    assert state_of(person) == before
    assert not mail.outbox


@pytest.mark.parametrize("change", [change_password, set_password])
def test_what_fails_after_it_was_told_was_not_told(person, change):
    """allauth writes down the new session last."""
    with refusing("usersessions_usersession") as refused:
        before, status = try_change(change, person)
    assert len(refused) == 1
    assert status == 500
    assert state_of(person) == before
    assert not Notification.objects.exists()


def test_a_form_that_is_not_right_tells_nothing(person):
    client = logged_in(person, password=PASSWORD)
    client.post(reverse("account_change_password"), {"oldpassword": "iets", "password1": NEW})
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert not has_factor(person)
    assert not Notification.objects.exists()


def test_a_page_that_is_only_read_opens_no_transaction(person):
    """On SQLite that would keep everybody who writes waiting."""
    client, statements = logged_in(person, password=PASSWORD), []

    def listen(execute, sql, *rest):
        statements.append(sql.split()[0])
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        client.get(reverse("account_change_password"))
    assert statements
    assert "SAVEPOINT" not in statements


def test_our_views_stand_before_allauths_at_the_same_addresses():
    names = {
        *("account_email", "account_confirm_email", "account_change_password"),
        *("account_set_password", "account_reset_password_from_key", "mfa_activate_totp"),
        *("mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"),
        "mfa_generate_recovery_codes",
    }
    resolver = get_resolver()
    more = {"account_confirm_email": {"key": "x"}, "mfa_remove_webauthn": {"pk": 1}}
    more["account_reset_password_from_key"] = {"uidb36": "1", "key": "x-y"}
    for name in names:
        view = resolver.resolve(reverse(name, kwargs=more.get(name))).func
        assert view.__code__.co_name == "kept", name


def test_every_change_has_words_and_an_event():
    assert set(EVENTS) == set(NOTICES)
    assert set(EVENTS) >= TOLD_BEFORE
