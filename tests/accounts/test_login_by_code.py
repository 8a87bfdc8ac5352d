"""Logging in with a code that comes by mail."""

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from tests.accounts.logging_in import (
    Browser,
    code_in_mail,
    is_logged_in,
    main_of,
    page_of,
    told_by,
)
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ASK = "account_request_login_code"
TYPE = "account_confirm_login_code"


@pytest.fixture
def person():
    return make_person(Role.PARTNER, email="partner@blk.example", language="en")


def ask(client: Client, email: str, **fields):
    return client.post(reverse(ASK) + "?lang=en", {"email": email, **fields}, follow=True)


def type_code(client: Client, code: str, **fields):
    return client.post(reverse(TYPE) + "?lang=en", {"code": code, **fields})


def test_the_code_from_the_mail_opens_my_desk(client, person):
    page = ask(client, "Partner@blk.example")
    assert "partner@blk.example" in main_of(page)
    assert mail.outbox[0].to == ["partner@blk.example"]
    assert type_code(client, code_in_mail())["Location"] == "/en/my/"
    assert is_logged_in(client)


def test_one_lands_where_one_was_going(client, person):
    page = ask(client, person.email, next="/en/my/profile/")
    wanted = page_of(page).select_one("main input[name=next]")["value"]
    assert type_code(client, code_in_mail(), next=wanted)["Location"] == "/en/my/profile/"


def test_a_code_works_once(client, person):
    ask(client, person.email)
    code = code_in_mail()
    type_code(client, code)
    client.post(reverse("account_logout"))
    assert not is_logged_in(client)
    type_code(client, code)
    assert not is_logged_in(client)


def test_a_code_works_only_in_the_browser_that_asked(client, person):
    ask(client, person.email)
    other = Browser()
    type_code(other, code_in_mail())
    assert not is_logged_in(other)


def test_a_code_expires_after_ten_minutes(client, person):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client, person.email)
        clock.shift(601)
        type_code(client, code_in_mail())
        assert not is_logged_in(client)


def test_three_wrong_codes_end_the_attempt(client, person):
    ask(client, person.email)
    for _ in range(2):
        assert "This code is not right" in main_of(type_code(client, "WRONG-CODE"))
    assert type_code(client, "WRONG-CODE")["Location"] == reverse(ASK)
    type_code(client, code_in_mail())
    assert not is_logged_in(client)


def test_one_can_begin_again(client, person):
    ask(client, person.email)
    assert client.get(reverse("account_login"))["Location"] == reverse(TYPE)
    form = page_of(client.get(reverse(TYPE))).select_one("main form.other-ways")
    fields = {field["name"]: field["value"] for field in form.select("input")}
    assert client.post(form["action"], fields)["Location"] == reverse("account_login")
    assert client.get(reverse("account_login")).status_code == 200


@pytest.mark.parametrize("is_active", [None, False])
def test_asking_does_not_tell_whether_there_is_an_account(person, is_active):
    """None: there is no such account; False: it is disabled."""
    if is_active is not None:
        make_person(email="other@blk.example", language="en", is_active=is_active)
    known, other = Browser(), Browser()
    told = [
        told_by(ask(known, person.email), person.email),
        told_by(ask(other, "other@blk.example"), "other@blk.example"),
    ]
    assert told[0] == told[1]
    assert [message.to for message in mail.outbox] == [[person.email], ["other@blk.example"]]
    assert "No account with this address can be used" in mail.outbox[1].body
    wrong = [
        told_by(type_code(known, "WRONG-CODE"), person.email),
        told_by(type_code(other, "WRONG-CODE"), "other@blk.example"),
    ]
    assert wrong[0] == wrong[1]


def test_an_empty_code_opens_nothing_for_an_address_without_account(client):
    ask(client, "nobody@blk.example")
    for code in ("", " ", "-"):
        assert type_code(client, code).status_code in (200, 302)
    assert not is_logged_in(client)


def test_an_account_that_is_disabled_meanwhile_stays_closed(client, person):
    ask(client, person.email)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert type_code(client, code_in_mail())["Location"] == reverse("account_login")
    assert not is_logged_in(client)


def test_who_asks_for_many_codes_has_to_wait(person):
    answers = [ask(Browser(), person.email) for _ in range(4)]
    assert "Too many attempts" in main_of(answers[3])
    assert len(mail.outbox) == 3
    unknown = [ask(Browser(), "nobody@blk.example") for _ in range(4)]
    assert "Too many attempts" in main_of(unknown[3])
