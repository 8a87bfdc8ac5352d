"""Inviting somebody, sending it again, withdrawing it, and accepting it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountAct
from accounts.models import Invitation, User
from accounts.workflow.people import settle_in
from core import audit
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


class Letter(NamedTuple):
    """What is to be mailed after the commit: the mail's name, and the secret of its link if any."""

    mail: str
    token: str | None = None


@transaction.atomic
def invite_person(*, invitation: Invitation, by: User, at: datetime | None = None) -> Letter:
    """The invitation stands; return what is to be mailed to its address after the commit.

    Where somebody whom `by` may not know has this address (an account, or an invitation of another
    organisation), nothing is kept and the letter tells that person. The inviter sees no difference.
    Raises `NotAllowed`, `TooManyInvitations`, and `AlreadyHasAccount` or `AlreadyInvited` for what
    `by` may see.
    """
    require(by, "accounts.invite_person", invitation)
    at = at or timezone.now()
    _require_moderation(by, at)
    if known := User.objects.filter(email__iexact=invitation.email).first():
        if by.has_perm("accounts.view_user", known):
            raise AlreadyHasAccount(known)
        audit.record(AccountAct.INVITED, by=by, on=known, at=at)
        return Letter("already_has_account")
    if pending := Invitation.objects.pending().filter(email__iexact=invitation.email).first():
        if by.has_perm("accounts.view_invitation", pending):
            raise AlreadyInvited(pending)
        audit.record(AccountAct.INVITED, by=by, on=pending, at=at)
        return Letter("already_invited")
    invitation.invited_by = by
    token = invitation.renew(at=at)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:  # somebody else invited this address at the same moment
        return Letter("already_invited")
    audit.record(AccountAct.INVITED, by=by, on=invitation, at=at)
    return Letter("invitation", token)


@transaction.atomic
def send_invitation_again(
    *, invitation: Invitation, by: User, at: datetime | None = None
) -> Letter:
    """The invitation has a new link and a new term; the old link is void.

    Whoever sends it again answers for it from now on. Raises `NotAllowed`, `TooManyInvitations`,
    and `InvitationUnusable` when it was accepted or withdrawn.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(by, "accounts.invite_person", invitation)
    at = at or timezone.now()
    _require_moderation(by, at)
    if not invitation.is_pending:
        raise InvitationUnusable
    invitation.invited_by = by
    token = invitation.renew(at=at)
    invitation.save()
    audit.record(AccountAct.REMINDED, by=by, on=invitation, at=at)
    return Letter("invitation", token)


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
    if invitation is None:
        raise InvitationUnusable
    if not invitation.invited_by.has_perm("accounts.invite_person", invitation):
        raise InvitationUnusable
    if User.objects.filter(email__iexact=invitation.email).exists():
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
    Invitation.objects.select_for_update().filter(digest=digest).first()  # one at a time
    invitation = usable_invitation(digest)
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


def _require_moderation(by: User, at: datetime) -> None:
    """Raise `TooManyInvitations` when `by` sent the day's number of invitations already."""
    acts = [AccountAct.INVITED, AccountAct.REMINDED]
    lately = AuditEntry.objects.filter(actor=by.uid, act__in=acts, at__gt=at - timedelta(days=1))
    if lately.count() >= INVITATIONS_A_DAY:
        raise TooManyInvitations
