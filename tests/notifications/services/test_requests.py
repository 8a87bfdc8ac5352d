"""Without a broker mails go out in the request: whatever the mail server does, it is answered."""

import socket
import time

import pytest

from accounts.models import ApiToken
from accounts.roles import Role
from notifications.enums import NotificationState
from notifications.models import Notification
from tests.accounts.logging_in import logged_in
from tests.factories.accounts import PASSWORD, make_person
from tests.notifications.services.sink import HOST, Fault

pytestmark = [pytest.mark.db, pytest.mark.django_db]
MAKE = "/en/my/tokens/new/"
FIELDS = {"name": "Weekly report", "scope": "read", "days": "30"}


@pytest.fixture
def browser(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return logged_in(make_person(Role.PARTNER, password=PASSWORD), password=PASSWORD)


def require_that_nobody_noticed(browser) -> None:
    """A token is made within the time of one patience with the mail server; its mail waits."""
    began = time.monotonic()
    response = browser.post(MAKE, FIELDS)
    assert time.monotonic() - began < 2.5
    assert response.status_code == 200
    assert ApiToken.objects.get().hint in response.content.decode()
    row = Notification.objects.get()
    assert (row.state, row.tries, row.in_inbox) == (NotificationState.PENDING, 1, True)
    assert row.failure


@pytest.mark.parametrize("fault", Fault)
def test_who_makes_a_token_does_not_notice_that_the_mail_server_misbehaves(browser, mailing, fault):
    mailing.always = fault
    require_that_nobody_noticed(browser)


def test_who_makes_a_token_does_not_notice_that_the_mail_server_refuses_them(browser, mailing):
    mailing.refuses_everybody = True
    require_that_nobody_noticed(browser)


def test_who_makes_a_token_does_not_notice_that_the_mail_server_is_gone(browser, mailing, settings):
    with socket.create_server((HOST, 0)) as gone:
        settings.EMAIL_PORT = gone.getsockname()[1]
    require_that_nobody_noticed(browser)


def test_who_makes_a_token_does_not_notice_that_the_mail_server_never_greets(
    browser, mailing, settings
):
    with socket.create_server((HOST, 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        require_that_nobody_noticed(browser)
