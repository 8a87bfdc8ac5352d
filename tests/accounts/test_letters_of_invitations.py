"""The letter with the link: the link is worked out when it goes, and is the same at each try."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import workflow
from accounts.models import Invitation, User
from accounts.models.invitation import digest_of
from accounts.roles import Role
from notifications import tasks
from notifications.enums import NotificationState, Suppressed
from notifications.letters import mail_of, notice_of
from notifications.models import Notification
from tests.factories.accounts import make_person
from tests.factories.invitations import InvitationFactory
from tests.factories.partners import OrganisationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def secretary() -> User:
    return make_person(Role.SECRETARIAT, name="Naam Van Iemand")


@pytest.fixture
def invitation(secretary) -> Invitation:
    """Invited just now; the letter waits."""
    invitation = InvitationFactory.build(
        email="nieuw@blk.example", name="Nieuw Iemand", organisation=OrganisationFactory()
    )
    workflow.invite_person(invitation=invitation, by=secretary)
    return invitation


def letters() -> list[Notification]:
    return list(Notification.objects.filter(event_key="accounts.invited").order_by("pk"))


def secret_in(letter: Notification) -> str:
    return notice_of(letter).path.rstrip("/").rpartition("/")[2]


def test_the_link_of_the_letter_works(invitation):
    (letter,) = letters()
    secret = secret_in(letter)
    assert workflow.usable_invitation(digest_of(secret)) == invitation
    message = mail_of(letter)
    assert f"/uitnodiging/{secret}/" in message.body
    assert secret in message.alternatives[0].content


def test_the_link_is_the_same_at_each_try(invitation, settings):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Unreachable"
    (letter,) = letters()
    first = secret_in(letter)
    tasks.deliver()
    (again,) = letters()
    assert again.tries == 1
    assert secret_in(again) == first


def test_who_has_the_row_but_not_the_portals_key_cannot_work_the_link_out(invitation, settings):
    row = Invitation.objects.get()
    secret = row.link_secret()
    settings.SECRET_KEY = "another"
    assert row.link_secret() != secret


def test_every_invitation_has_a_link_of_its_own(invitation, secretary):
    first = Invitation.objects.get()
    secret = first.link_secret()
    twin = InvitationFactory.build(organisation=first.organisation, invited_by=secretary)
    twin.salt = first.salt
    assert twin.link_secret() != secret
    first.renew(at=timezone.now())
    assert first.link_secret() != secret


def test_the_outbox_holds_what_the_letter_says_and_nothing_of_the_inviter(invitation, secretary):
    (letter,) = letters()
    assert (letter.recipient, letter.in_inbox) == (None, False)
    assert (letter.address, letter.language) == ("nieuw@blk.example", invitation.language)
    assert set(letter.facts) == {"invitation", "sent_at", "name", "inviter", "day"}
    for hidden in (secretary.name, secretary.email, invitation.salt, invitation.digest):
        assert hidden not in str(letter.facts)


def test_nobody_hears_of_an_invitation_that_was_not_committed(
    secretary, django_capture_on_commit_callbacks
):
    known = make_person(Role.PARTNER)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(workflow.AlreadyHasAccount),
    ):
        workflow.invite_person(invitation=InvitationFactory.build(email=known.email), by=secretary)
    assert not Notification.objects.exists()
    assert not mail.outbox


# ── What is no longer true when the letter would go ──


def sent_again(invitation: Invitation, secretary: User) -> None:
    workflow.send_invitation_again(invitation=invitation, by=secretary)


def withdrawn(invitation: Invitation, secretary: User) -> None:
    workflow.withdraw_invitation(invitation=invitation, by=secretary)


def accepted(invitation: Invitation, secretary: User) -> None:
    workflow.accept_invitation(digest=invitation.digest, name="Iemand", password=None)


def expired(invitation: Invitation, secretary: User) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def no_longer_backed(invitation: Invitation, secretary: User) -> None:
    User.objects.filter(pk=secretary.pk).update(is_active=False)


def come_in_otherwise(invitation: Invitation, secretary: User) -> None:
    make_person(email=invitation.email)


def gone(invitation: Invitation, secretary: User) -> None:
    Invitation.objects.all().delete()


def from_before_another_key(invitation: Invitation, secretary: User) -> None:
    Invitation.objects.update(digest=digest_of("made with another key"))


@pytest.mark.parametrize(
    "change",
    [
        *(sent_again, withdrawn, accepted, expired, no_longer_backed, come_in_otherwise, gone),
        from_before_another_key,
    ],
)
def test_a_letter_whose_link_would_not_work_does_not_go(invitation, secretary, change):
    change(invitation, secretary)
    letter, *later = letters()
    assert notice_of(letter).path == ""
    tasks.deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.suppressed_because) == (
        NotificationState.SUPPRESSED,
        Suppressed.OUTDATED,
    )
    assert len(mail.outbox) == len(later)


def test_sent_again_before_the_first_letter_went_one_letter_goes_with_the_new_link(
    invitation, secretary
):
    sent_again(invitation, secretary)
    tasks.deliver()
    (message,) = mail.outbox
    assert Invitation.objects.get().link_secret() in message.body


def test_somebody_whose_account_is_disabled_is_told_by_mail(secretary):
    place = OrganisationFactory()
    coordinator = make_person(Role.COORDINATOR, organisation=place)
    person = make_person(Role.PARTNER, language="en", is_active=False)
    invitation = InvitationFactory.build(email=person.email, organisation=place)
    workflow.invite_person(invitation=invitation, by=coordinator)
    tasks.deliver()
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert message.subject.startswith("You have an account")
    assert not Notification.objects.inbox_of(person).exists()


def test_somebody_with_an_account_finds_it_in_the_inbox_too(secretary):
    place = OrganisationFactory()
    coordinator = make_person(Role.COORDINATOR, organisation=place)
    person = make_person(Role.PARTNER)
    invitation = InvitationFactory.build(email=person.email, organisation=place)
    workflow.invite_person(invitation=invitation, by=coordinator)
    told = Notification.objects.inbox_of(person).get()
    assert told.event_key == "accounts.has_account_already"
    assert told.facts == {}
