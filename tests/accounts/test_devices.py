"""Logging in from a browser in which one did not log in before is told; nothing else is."""

from datetime import timedelta
from http.cookies import Morsel

import pytest
import time_machine
from django.conf import settings as portal
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import KnownDevice, User
from accounts.models.invitation import digest_of
from accounts.roles import Role
from accounts.workflow.devices import MOST_KNOWN, note_device
from notifications.models import Notification
from tests.accounts.logging_in import (
    Browser,
    code_in_mail,
    code_of_app,
    is_logged_in,
    log_in,
    set_up_app,
)
from tests.accounts.test_tokens import everything_stored
from tests.accounts.test_ways_in import refusing
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.devices import KnownDeviceFactory
from tests.factories.invitations import InvitationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

COOKIE = portal.DEVICE_COOKIE_NAME
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 Spy/7"
SUBJECT = "Somebody logged in from a new device"


@pytest.fixture
def person() -> User:
    return make_person(Role.PARTNER, password=PASSWORD, language="en")


@pytest.fixture
def used_to_another(person) -> User:
    """The person, who has logged in elsewhere before."""
    KnownDeviceFactory(person=person)
    return person


def told() -> list[Notification]:
    return list(Notification.objects.filter(event_key="accounts.new_device").order_by("pk"))


def mark_in(client: Browser) -> Morsel:
    return client.cookies[COOKIE]


def forget_session(client: Browser) -> None:
    client.post(reverse("account_logout"))


def test_the_first_login_ever_is_told_to_nobody(client, person):
    log_in(client, person.email)
    assert is_logged_in(client)
    assert told() == []
    assert person.devices.get().digest == digest_of(mark_in(client).value)


def test_a_login_from_another_browser_is_told_by_its_name(used_to_another):
    person = used_to_another
    with time_machine.travel("2026-12-17T10:30:00Z", tick=False):
        log_in(Browser(headers={"User-Agent": FIREFOX}), person.email)
    (row,) = told()
    assert row.recipient == person
    assert row.facts == {"browser": {"nl": "Firefox op Linux", "en": "Firefox on Linux"}}
    assert row.address == person.email
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([person.email], SUBJECT)
    assert "On 17 December 2026 at 11:30 somebody logged in" in message.body
    assert "did not log in before: Firefox on Linux." in message.body
    assert "Choose a new password at once" in message.body
    assert "http://testserver/en/my/security/" in message.body
    for hidden in ("Spy", "140.0", "127.0.0.1"):
        assert hidden not in message.body


def test_the_same_browser_is_known_the_next_time_also_after_logging_out(client, used_to_another):
    log_in(client, used_to_another.email)
    mark = mark_in(client).value
    forget_session(client)
    assert client.cookies[COOKIE].value == mark
    with time_machine.travel(timezone.now() + timedelta(days=300)):
        log_in(client, used_to_another.email)
        device = used_to_another.devices.get(digest=digest_of(mark))
        assert device.last_seen_at - device.first_seen_at > timedelta(days=299)
    assert len(told()) == 1
    assert mark_in(client).value == mark


def test_one_browser_of_two_people_is_each_persons_own_device(client, used_to_another):
    other = make_person(Role.PARTNER, password=PASSWORD)
    KnownDeviceFactory(person=other)
    for person in (used_to_another, other, used_to_another, other):
        log_in(client, person.email)
        forget_session(client)
    digest = digest_of(mark_in(client).value)
    assert set(KnownDevice.objects.filter(digest=digest).values_list("person", flat=True)) == {
        used_to_another.pk,
        other.pk,
    }
    assert [row.recipient for row in told()] == [used_to_another, other]


@pytest.mark.parametrize("mark", ["", "x", "é" * 43, "a" * 44, "a" * 42 + ";", "a b" * 14 + "c"])
def test_a_mark_that_is_none_of_ours_is_replaced(used_to_another, mark):
    client = Browser(headers={"Cookie": f"{COOKIE}={mark}"})
    log_in(client, used_to_another.email)
    assert len(mark_in(client).value) == 43
    assert mark_in(client).value != mark
    assert len(told()) == 1


def test_the_mark_itself_is_stored_nowhere(client, used_to_another):
    log_in(client, used_to_another.email)
    assert mark_in(client).value not in everything_stored()
    assert not {"ip", "user_agent"} & {field.name for field in KnownDevice._meta.fields}


def test_the_cookie_is_for_the_portal_alone_and_lasts_a_year(client, person):
    log_in(client, person.email)
    cookie = mark_in(client)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["domain"] == ""


def test_outside_plain_http_the_cookie_is_secure(client, person, settings):
    settings.DEVICE_COOKIE_SECURE = True
    settings.DEVICE_COOKIE_NAME = "__Host-device"
    log_in(client, person.email)
    assert client.cookies["__Host-device"]["secure"] is True


def test_only_a_login_sets_or_reads_it(client, person):
    """So public pages stay the same for everybody, and can be kept in the page cache."""
    for page in ("/en/", reverse("account_login"), "/api/v1"):
        assert COOKIE not in client.get(page).cookies
    log_in(client, person.email, "iets anders")
    assert COOKIE not in client.cookies
    log_in(client, person.email)
    for page in ("/en/my/", "/en/my/security/", "/en/"):
        response = client.get(page)
        assert COOKIE not in response.cookies
    client.cookies[COOKIE] = "another"
    assert "cookie" not in client.get("/en/").get("Vary", "").lower()


# ── Every way to log in ──


def by_password(client, person):
    log_in(client, person.email)


def by_code(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})


def by_app(client, person):
    key = set_up_app(person)
    log_in(client, person.email)
    assert not told()
    client.post(reverse("mfa_authenticate"), {"code": code_of_app(key)})


@pytest.mark.parametrize("way", [by_password, by_code, by_app])
def test_each_way_to_log_in_counts(client, used_to_another, way):
    way(client, used_to_another)
    assert is_logged_in(client)
    assert [row.recipient for row in told()] == [used_to_another]


def test_accepting_an_invitation_makes_the_first_device_known(client):
    InvitationFactory(invited_by=make_person(Role.SECRETARIAT), token="geheim")
    client.get("/en/invitation/geheim/")
    client.post("/en/invitation/", {"name": "Iemand", "way": "code"})
    assert is_logged_in(client)
    assert KnownDevice.objects.get().digest == digest_of(mark_in(client).value)
    assert told() == []


def test_a_login_that_fails_makes_nothing_known(client, used_to_another):
    log_in(client, used_to_another.email, "iets anders")
    assert used_to_another.devices.count() == 1
    assert told() == []


# ── What is kept ──


def test_of_many_devices_the_one_not_used_for_longest_is_forgotten(person):
    for number in range(MOST_KNOWN + 2):
        at = timezone.now() + timedelta(hours=number)
        note_device(person=person, mark=f"{number:043}", browser={}, at=at)
        if number == MOST_KNOWN - 1:
            note_device(person=person, mark=f"{0:043}", browser={}, at=at)  # used again
    kept = set(person.devices.values_list("digest", flat=True))
    assert len(kept) == MOST_KNOWN
    forgotten = {digest_of(f"{number:043}") for number in (1, 2)}
    assert not forgotten & kept
    assert digest_of(f"{0:043}") in kept


def test_nobody_elses_devices_are_forgotten(person):
    theirs = KnownDeviceFactory.create_batch(3)
    for number in range(MOST_KNOWN + 1):
        note_device(person=person, mark=f"{number:043}", browser={})
    assert KnownDevice.objects.filter(pk__in=[row.pk for row in theirs]).count() == 3


def test_a_login_that_cannot_be_told_makes_no_device_known_and_opens_nothing(used_to_another):
    client = Browser(raise_request_exception=False)
    with refusing("notifications_notification") as refused:
        assert log_in(client, used_to_another.email).status_code == 500
    assert len(refused) == 1
    assert used_to_another.devices.count() == 1
    assert not is_logged_in(client)


def test_noting_a_device_is_quick(person, django_assert_num_queries):
    note_device(person=person, mark="a" * 43, browser={})
    with django_assert_num_queries(4):  # savepoint, lock, update, release
        note_device(person=person, mark="a" * 43, browser={}, at=timezone.now())


def test_after_a_change_of_password_only_the_browser_it_was_made_in_is_known(client, person):
    intruder = Browser()
    for browser in (client, intruder):
        log_in(browser, person.email)
    assert len(told()) == 1
    fields = {"oldpassword": PASSWORD, "password1": "een heel andere lange zin"}
    client.post(reverse("account_change_password"), fields)
    for browser, alarms in ((client, 1), (intruder, 2)):
        forget_session(browser)
        log_in(browser, person.email, "een heel andere lange zin")
        assert len(told()) == alarms
