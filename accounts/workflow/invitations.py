"""Inviting somebody, sending it again, withdrawing it, and accepting it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountAct
from accounts.events import HAS_ACCOUNT_ALREADY, INVITED, INVITED_ALREADY, facts_of_invitation
from accounts.models import Invitation, User
from accounts.workflow.people import settle_in
from core import audit
from core.announce import Address, Event, announce
from core.bilingual import in_each_language
from core.errors import DomainError
from core.models import AuditEntry
from core.permissions import require

INVITATIONS_A_DAY = 100  # of one person, sent again included


class AlreadyHasAccount(DomainError):
    """The inviter may know this person, and is told."""

    def __init__(self, person: User):
        self.person = person
        super().__init__(_("This person has an account already."))


class AlreadyInvited(DomainError):
    """The inviter may see the invitation that stands, and is told."""

    def __init__(self, invitation: Invitation):
        self.invitation = invitation
        super().__init__(_("This address has an invitation already."))


class TooManyInvitations(DomainError):
    def __init__(self):
        super().__init__(_("You have sent very many invitations today. Go on tomorrow."))


class InvitationUnusable(DomainError):
    """The link was used, withdrawn, replaced or has expired, or never was."""

    def __init__(self):
        super().__init__(
            _("This link no longer works. Ask the person who invited you to send it again.")
        )


@transaction.atomic
def invite_person(*, invitation: Invitation, by: User, at: datetime | None = None) -> None:
    """The invitation stands, and a letter with its link is on its way.

    Where somebody whom `by` may not know has this address (an account, or an invitation of another
    organisation), another letter without a link tells that person. The inviter sees no difference,
    now or later. Raises `NotAllowed`, `TooManyInvitations`, and `AlreadyHasAccount` or
    `AlreadyInvited` for what `by` may see.
    """
    require(by, "accounts.invite_person", invitation)
    at = at or timezone.now()
    _require_moderation(by, at)
    invitation.invited_by = by
    letter = _renewed(invitation, by, at)
    if standing := _pending_in_sight(invitation, by):
        raise AlreadyInvited(standing)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:  # a colleague invited this address at the same moment
        if not (standing := _pending_in_sight(invitation, by)):
            raise
        letter, invitation = _Letter(INVITED_ALREADY, _address_of(standing)), standing
    audit.record(AccountAct.INVITED, by=by, on=invitation, at=at)
    _post(letter, invitation, by, at)


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, by: User, at: datetime | None = None) -> None:
    """The invitation has a new link and a new term; the old link is void, and so is a letter with
    it that has not gone yet.

    Whoever sends it again answers for it from now on. The letter is that of `invite_person`. Raises
    `NotAllowed`, `TooManyInvitations`, `InvitationUnusable` when it was accepted or withdrawn, and
    `AlreadyHasAccount` or `AlreadyInvited` for what `by` may see.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(by, "accounts.invite_person", invitation)
    at = at or timezone.now()
    _require_moderation(by, at)
    if not invitation.is_pending:
        raise InvitationUnusable
    invitation.invited_by = by
    letter = _renewed(invitation, by, at)
    invitation.save()
    audit.record(AccountAct.REMINDED, by=by, on=invitation, at=at)
    _post(letter, invitation, by, at)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime | None = None) -> None:
    """The link no longer works. Raises as `send_invitation_again` does."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(by, "accounts.invite_person", invitation)
    if not invitation.is_pending:
        raise InvitationUnusable
    invitation.withdrawn_at = at or timezone.now()
    invitation.save()
    audit.record(AccountAct.WITHDREW, by=by, on=invitation, at=at)


def usable_invitation(digest: str) -> Invitation:
    """Return the invitation whose link has this digest, as long as the link works.

    It works only while whoever sent it may still give this role there. Raises
    `InvitationUnusable`, also when the address has an account by now.
    """
    invitations = Invitation.objects.open().select_related("invited_by", "organisation")
    invitation = invitations.filter(digest=digest).first()
    if invitation is None or not invitation.opens_an_account():
        raise InvitationUnusable
    return invitation


@transaction.atomic
def accept_invitation(
    *, digest: str, name: str, password: str | None, at: datetime | None = None
) -> User:
    """There is an account with the invitation's role and organisation; the link is used up.

    Without a password the person logs in by codes that are mailed. The address counts as verified:
    the link came by mail. Raises as `usable_invitation` does.
    """
    at = at or timezone.now()
    address = Invitation.objects.filter(digest=digest).values("email")
    list(Invitation.objects.select_for_update().filter(email__in=address).order_by("pk"))
    invitation = usable_invitation(digest)  # after waiting for whoever accepts at this address
    person = User.objects.create_user(
        invitation.email, password, name=name, language=invitation.language, joined_at=at
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    settle_in(person, organisation=invitation.organisation, roles=[invitation.role], at=at)
    invitation.accepted_at = at
    invitation.accepted_by = person
    invitation.save()
    audit.record(AccountAct.ACCEPTED, by=person, on=invitation, at=at)
    return person


class _Letter(NamedTuple):
    """What is told at the address of an invitation, and to whom."""

    event: Event
    to: User | Address


def _renewed(invitation: Invitation, by: User, at: datetime) -> _Letter:
    """The invitation runs from `at`; return the letter to its address.

    Where the address is known elsewhere, there is no link, and another letter says so. Raises
    `AlreadyHasAccount` or `AlreadyInvited` for what `by` may see.
    """
    invitation.renew(at=at)
    if person := _account_at(invitation):
        if by.has_perm("accounts.view_user", person):
            raise AlreadyHasAccount(person)
        invitation.void_link()
        # A disabled account has no inbox to look into; its owner is told all the same.
        to = person if person.is_active else Address(person.email, person.language)
        return _Letter(HAS_ACCOUNT_ALREADY, to)
    if earlier := _earlier_link(invitation):
        if by.has_perm("accounts.view_invitation", earlier):
            raise AlreadyInvited(earlier)
        invitation.void_link()
        return _Letter(INVITED_ALREADY, _address_of(earlier))
    return _Letter(INVITED, _address_of(invitation))


def _post(letter: _Letter, invitation: Invitation, by: User, at: datetime) -> None:
    """The letter goes out after the commit."""
    facts = {}
    if letter.event is INVITED:
        last_day = timezone.localdate(invitation.expires_at)
        facts = facts_of_invitation(invitation) | {
            "name": invitation.name,
            "inviter": in_each_language(lambda: by.organisation) if by.organisation else "",
            "day": in_each_language(lambda: date_format(last_day, "j F Y")),
        }
    event, to = letter
    announce(event, subject=invitation, by=by, at=at, recipients=[to], facts=facts)


def _address_of(invitation: Invitation) -> Address:
    return Address(invitation.email, invitation.language)


def _account_at(invitation: Invitation) -> User | None:
    return User.objects.filter(email__iexact=invitation.email).first()


def _earlier_link(invitation: Invitation) -> Invitation | None:
    """Return an invitation from before this one whose link works, so that one link is enough."""
    earlier = Invitation.objects.with_link().filter(email__iexact=invitation.email)
    if invitation.pk:
        earlier = earlier.filter(pk__lt=invitation.pk)
    return next((each for each in earlier.select_related("invited_by") if each.is_backed), None)


def _pending_in_sight(invitation: Invitation, by: User) -> Invitation | None:
    pending = Invitation.objects.visible_to(by).pending()
    return pending.filter(email__iexact=invitation.email).first()


def _require_moderation(by: User, at: datetime) -> None:
    """Raise `TooManyInvitations` when `by` sent the day's number of invitations already."""
    acts = [AccountAct.INVITED, AccountAct.REMINDED]
    lately = AuditEntry.objects.filter(actor=by.uid, act__in=acts, at__gt=at - timedelta(days=1))
    if lately.count() >= INVITATIONS_A_DAY:
        raise TooManyInvitations
