"""What this app tells people: the words of each event, when they go out, and what stays out."""

import json

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts import events, workflow
from accounts.enums import TokenScope
from accounts.login_words import NOTICES
from accounts.models import Invitation, User
from accounts.roles import Role
from accounts.ways_in import EVENTS, tell_of_change
from accounts.workflow.devices import note_device
from core.announce import Event, Urgency, every_event
from core.bilingual import in_each_language
from notifications import tasks
from notifications.letters import mail_of, notice_of
from notifications.models import Notification
from tests.accounts.test_tokens import make_token
from tests.factories.accounts import make_person
from tests.factories.devices import KnownDeviceFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.partners import OrganisationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

OURS = [event for event in every_event() if event.app == "accounts"]
HOSTILE = "Jan\r\nBcc: spy@example.org\n\n<script>alert(1)</script> {{ contact_email }}"


def facts_of(event: Event) -> dict:
    """Return facts as an act gives them."""
    if event is events.INVITED:
        invitation = InvitationFactory(invited_by=make_person(Role.SECRETARIAT))
        invitation.renew(at=timezone.now())
        invitation.save()
        words = {"name": "Nieuw Iemand", "inviter": "", "day": "6 december 2026"}
        return events.facts_of_invitation(invitation) | words
    if event is events.TOKEN_MADE:
        return {"name": "Weekrapport", "scope": "alleen lezen", "day": "6 december 2026"}
    if event is events.NEW_DEVICE:
        return {"browser": "Firefox"}
    changes = [change for change, told in EVENTS.items() if told is event]
    return {"what": in_each_language(lambda: NOTICES[changes[0]])} if changes else {}


def test_these_are_the_events_and_all_are_about_security():
    assert {event.key.partition(".")[2] for event in OURS} == {
        *("invited", "has_account_already", "invited_already", "password_changed"),
        *("email_changed", "second_factor_changed", "token_made", "new_device"),
    }
    assert {event.urgency for event in OURS} == {Urgency.SECURITY}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("event", OURS, ids=str)
def test_every_event_has_its_words_in_both_languages(event, language):
    address = {"recipient": None, "address": "iemand@blk.example", "language": language}
    row = NotificationFactory(event_key=event.key, facts=facts_of(event), **address)
    with translation.override(language):
        notice = notice_of(row)
    message = mail_of(row)
    assert message.subject == notice.title
    assert "\n" not in notice.title
    assert notice.title
    assert notice.paragraphs
    assert notice.path.startswith(f"/{language}/")
    html = message.alternatives[0].content
    for text in (message.subject, message.body, html.partition("</style>")[2]):
        assert "{" not in text
        assert "None" not in text
    assert "&#" not in message.body
    for paragraph in notice.paragraphs:
        assert paragraph in message.body


@pytest.mark.parametrize("change", EVENTS)
def test_each_change_of_security_has_a_title_of_its_own_in_the_readers_language(change):
    for language in ("nl", "en"):
        person = make_person(language=language)
        tell_of_change(person, change)
        message = mail_of(Notification.objects.get(recipient=person))
        with translation.override(language):
            assert message.subject == str(NOTICES[change])


# ── When ──


@pytest.mark.django_db(transaction=True)
def test_a_mail_goes_after_the_commit_and_never_when_it_is_rolled_back():
    person = make_person(Role.PARTNER)
    with transaction.atomic():
        make_token(person)
        assert Notification.objects.count() == 1
        assert not mail.outbox
    assert len(mail.outbox) == 1
    with transaction.atomic():
        make_token(person)
        transaction.set_rollback(True)
    assert Notification.objects.count() == len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_on_its_way_once_it_is_committed():
    secretary = make_person(Role.SECRETARIAT)
    invitation = InvitationFactory.build(organisation=OrganisationFactory())
    with transaction.atomic():
        workflow.invite_person(invitation=invitation, by=secretary)
        assert not mail.outbox
    (message,) = mail.outbox
    assert Invitation.objects.get().link_secret() in message.body


# ── To whom, and in which language ──


def announced_to(person: User) -> Notification:
    return Notification.objects.get(recipient=person)


@pytest.mark.parametrize("by_terminal", [False, True])
def test_whoever_makes_a_token_its_owner_hears_of_it(by_terminal):
    person = make_person(Role.PARTNER, language="en")
    with translation.override("nl"):
        token, secret = make_token(
            person, name="Weekrapport", scope=TokenScope.WRITE, by=None if by_terminal else person
        )
    row = announced_to(person)
    assert (row.event_key, row.subject_uid) == ("accounts.token_made", token.uid)
    message = mail_of(row)
    assert message.subject == "An API token was made on your account"
    assert "“Weekrapport” (read and write). It works until" in message.body
    assert f"{reverse('tokens')}".replace("/nl/mijn", "/en/my") in message.body
    assert secret not in json.dumps(row.facts) + message.body
    assert token.digest not in json.dumps(row.facts)


def test_a_person_who_changes_language_reads_it_in_the_new_one():
    person = make_person(Role.PARTNER, language="nl")
    make_token(person)
    User.objects.filter(pk=person.pk).update(language="en")
    assert mail_of(announced_to(person)).subject == "An API token was made on your account"


def test_nobody_else_hears_of_ones_own_security():
    secretary, person = make_person(Role.SECRETARIAT), make_person(Role.PARTNER)
    KnownDeviceFactory(person=person)
    note_device(person=person, mark="a" * 43, browser={"nl": "Edge", "en": "Edge"})
    tell_of_change(person, "account/email/password_changed")
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    tell_of_change(person, "account/email/password_changed")
    assert not Notification.objects.filter(recipient=secretary).exists()
    tasks.deliver()
    assert not mail.outbox


# ── What names cannot do ──


def letters_with_hostile_names() -> list[Notification]:
    place = OrganisationFactory(name_nl=HOSTILE, name_en=HOSTILE)
    by = make_person(Role.COORDINATOR, organisation=place, name=HOSTILE)
    workflow.invite_person(
        invitation=InvitationFactory.build(name=HOSTILE, organisation=place), by=by
    )
    person = make_person(Role.PARTNER, name=HOSTILE)
    make_token(person)
    Notification.objects.filter(event_key="accounts.token_made").update(
        facts={"name": HOSTILE, "scope": HOSTILE, "day": HOSTILE}
    )
    KnownDeviceFactory(person=person)
    note_device(person=person, mark="a" * 43, browser={"nl": HOSTILE, "en": HOSTILE})
    for change in EVENTS:
        tell_of_change(person, change)
    return list(Notification.objects.all())


def test_a_name_adds_no_header_no_html_and_no_template():
    rows = letters_with_hostile_names()
    assert len(rows) == 3 + len(EVENTS)
    for row in rows:
        message = mail_of(row)
        written = message.message()
        assert written["Bcc"] is None
        assert written.get_all("To") == [row.goes_to]
        assert len(message.subject.splitlines()) == 1
        html = message.alternatives[0].content
        assert "<script" not in html
        if "Jan" in message.body:
            assert "{{ contact_email }}" in message.body
            assert "&lt;script&gt;" in html
