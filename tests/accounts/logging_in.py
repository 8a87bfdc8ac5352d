"""Going through login in a test: the steps people take, and what a page tells them."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD


class Browser(Client):
    """A browser whose requests are committed one by one, as real ones are: then mails go out."""

    def request(self, **request):
        connection.run_on_commit.clear()  # what the test did itself is not committed by this
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = super().request(**request)
        connection.run_on_commit.clear()
        return answer


def log_in(client: Client, email: str, password: str = PASSWORD, **fields):
    """Send the login form, in English unless `next` says otherwise."""
    address = reverse("account_login") + ("" if "next" in fields else "?lang=en")
    return client.post(address, {"login": email, "password": password, **fields})


def logged_in(person: User, *, password: str | None = None) -> Client:
    """Return a browser in which the person is logged in, in English; with a password, just now
    confirmed by it."""
    client = Browser()
    client.force_login(person, backend="accounts.backends.RecognisePeople")
    if password:
        client.post(reverse("account_reauthenticate"), {"password": password})
    return client


def is_logged_in(client: Client) -> bool:
    return client.get("/en/my/").status_code == 200


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def main_of(response) -> str:
    return page_of(response).main.get_text(" ", strip=True)


def told_by(response, *typed: str) -> tuple:
    """Return what somebody can learn from an answer, but for the token and what they typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for words in typed:
        text = text.replace(words, "(typed)")
    return response.status_code, response.get("Location"), tuple(sorted(response.cookies)), text


def code_in_mail(message=None) -> str:
    message = message or mail.outbox[-1]
    return re.search(r"^    (\S+)$", message.body, re.MULTILINE)[1]


def link_in_mail(message=None) -> str:
    """Return the path of the link in a mail, with its query."""
    message = message or mail.outbox[-1]
    return re.search(r"https?://testserver(/\S+)", message.body)[1]


def set_up_app(person: User) -> str:
    """The person has an app as second factor; return its key."""
    key = generate_totp_secret()
    TOTP.activate(person, key)
    return key


def code_of_app(key: str) -> str:
    return format_hotp_value(hotp_value(key, next(iter(yield_hotp_counters_from_time()))))


def has_factor(person: User, kind: str = "totp") -> bool:
    return Authenticator.objects.filter(user=person, type=kind).exists()
