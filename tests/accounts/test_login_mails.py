"""Mails of login: in the reader's language, with whole links, and without anybody else's data."""

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from accounts.mail import send
from accounts.roles import Role
from tests.accounts.logging_in import Browser, link_in_mail, log_in, logged_in, page_of
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

ASK_CODE = "/accounts/login/code/"
ASK_LINK = "/accounts/password/reset/"


@pytest.fixture
def person():
    return make_person(Role.PARTNER, password=PASSWORD, email="p@blk.example", language="en")


def test_a_mail_is_in_the_language_of_its_reader_not_of_the_page(client, person):
    client.post(ASK_CODE + "?lang=nl", {"email": person.email})
    message = mail.outbox[0]
    assert message.subject == "Your code to log in"
    assert "valid for ten minutes" in message.body
    client.post("/accounts/logout/")
    client.post(ASK_CODE + "?lang=en", {"email": "nobody@blk.example"})
    assert mail.outbox[1].subject == "No account with this address"


def test_the_link_is_whole_and_opens_the_page_in_the_language_of_the_mail(client, person):
    client.post(ASK_LINK + "?lang=nl", {"email": person.email})
    assert "http://testserver/accounts/password/reset/key/" in mail.outbox[0].body
    other = Browser(headers={"Accept-Language": "nl"})
    page = other.get(link_in_mail(), follow=True)
    assert page_of(page).html["lang"] == "en"


def test_outside_plain_http_the_link_is_https(client, person, settings):
    settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
    client.post(ASK_LINK, {"email": person.email})
    assert "https://testserver/accounts/password/reset/key/" in mail.outbox[0].body


@pytest.mark.parametrize("host", ["other.example", "portal.example:4444"])
def test_whoever_asks_does_not_choose_where_the_link_leads(client, person, settings, host):
    settings.ALLOWED_HOSTS = ["portal.example", "other.example"]
    settings.ORIGIN = "https://portal.example"
    client.post(ASK_LINK, {"email": person.email}, headers={"host": host})
    assert "https://portal.example/accounts/password/reset/key/" in mail.outbox[0].body
    assert host not in mail.outbox[0].body


def test_a_name_the_portal_does_not_answer_to_comes_into_no_link(client, person):
    answer = client.post(ASK_LINK, {"email": person.email}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert mail.outbox == []


def test_every_subject_is_one_plain_line(client, person):
    client.post(ASK_CODE, {"email": person.email})
    client.post("/accounts/logout/")
    client.post(ASK_LINK, {"email": person.email})
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert not message.subject.startswith("[")
        assert "{" not in message.body
        assert "&#" not in message.body


def test_a_change_is_told_by_mail_without_machine_or_browser(person):
    client = logged_in(person)
    fields = {"oldpassword": PASSWORD, "password1": "een heel andere lange zin"}
    client.post(reverse("account_change_password"), fields, headers={"User-Agent": "Spy/1.0 <b>"})
    (message,) = mail.outbox
    assert message.subject == "Your password has been changed"
    assert "tell the secretariat: secretariaat@blk.example" in message.body
    assert "Spy" not in message.body
    assert "127.0.0.1" not in message.body


def test_a_changed_address_is_told_to_the_old_one_and_confirmed_at_the_new_one(person):
    client = logged_in(person, password=PASSWORD)
    client.post(reverse("account_email"), {"email": "new@blk.example", "action_add": ""})
    (asked,) = mail.outbox
    assert asked.to == ["new@blk.example"]
    assert asked.subject == "Confirm your e-mail address"
    assert person.name not in asked.body
    page = client.get(link_in_mail())
    assert page_of(page).h1.text == "Confirm your e-mail address"
    client.post(link_in_mail())
    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([person.email], "Your e-mail address has been changed")
    assert log_in(Browser(), "new@blk.example").status_code == 302


def test_an_address_of_somebody_else_is_not_betrayed_and_not_taken(person):
    other = make_person(Role.PARTNER, email="other@blk.example")
    client = logged_in(person, password=PASSWORD)
    answer = client.post(reverse("account_email"), {"email": other.email, "action_add": ""})
    assert answer.status_code == 302
    page = client.get(link_in_mail())
    assert not page_of(page).select("main form.form")
    client.post(link_in_mail())
    assert log_in(Browser(), person.email).status_code == 302


@pytest.mark.parametrize("email", ["p@blk.example", "nobody@blk.example"])
@pytest.mark.parametrize("path", [ASK_CODE, ASK_LINK])
def test_a_mail_server_that_is_down_shows_nowhere(client, person, settings, path, email):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert client.post(path, {"email": email}).status_code == 302


# Django takes these for addresses; no mail can be written to them.
UNWRITABLE = ["a@xn--\u00e9.com", "a@" + "\u00e9" * 60 + ".com"]


@pytest.mark.parametrize("email", [*UNWRITABLE, "a@blk.example\nBcc: b@blk.example"], ids=range(3))
@pytest.mark.parametrize("path", [ASK_CODE, ASK_LINK])
def test_an_address_that_no_mail_can_be_written_to_breaks_nothing(client, path, email):
    assert client.post(path, {"email": email}).status_code in (200, 302)
    assert mail.outbox == []


def test_a_mail_that_cannot_be_written_is_told_to_the_log_only(
    caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for address in (*UNWRITABLE, "a@blk.example\nBcc: b@blk.example"):
            send("login_code", to=address, language="en", context={"code": "x"})
    assert caplog.text.count("could not be sent") == 3
    assert "a@" not in caplog.text
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_goes_after_the_commit_and_never_when_it_is_rolled_back():
    letter = {"to": "p@blk.example", "language": "en", "context": {"code": "x"}}
    with transaction.atomic():
        send("login_code", **letter)
        assert not mail.outbox
    assert len(mail.outbox) == 1
    with transaction.atomic():
        send("login_code", **letter)
        transaction.set_rollback(True)
    send("login_code", **letter)  # outside a transaction: now
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("email", UNWRITABLE, ids=["prefix", "long"])
def test_nobody_is_invited_at_or_moves_to_such_an_address(person, email):
    sentence = "No mail can be sent to this address. Check what comes after the @."
    client = logged_in(person, password=PASSWORD)
    answer = client.post(reverse("account_email") + "?lang=en", {"email": email, "action_add": ""})
    assert sentence in page_of(answer).main.text
    fields = {"email": email, "name": "A", "role": "liaison", "language": "en"}
    office = logged_in(make_person(Role.SECRETARIAT))
    assert sentence in page_of(office.post("/en/my/invitations/new/", fields)).main.text
    assert mail.outbox == []
