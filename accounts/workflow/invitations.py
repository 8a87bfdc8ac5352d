"""Inviting somebody, sending it again, withdrawing it, and accepting it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountAct
from accounts.models import Invitation, User
from accounts.workflow.people import settle_in
from core import audit
from core.errors import DomainError
from core.permissions import require


class AlreadyHasAccount(DomainError):
    """The inviter may know this person, and is told."""

    def __init__(self, person: User):
        self.person = person
        super().__init__(_("This person has an account already."))


class InvitationUnusable(DomainError):
    """The link was used, withdrawn, replaced or has expired."""

    def __init__(self):
        super().__init__(
            _("This link no longer works. Ask the person who invited you to send it again.")
        )


@transaction.atomic
def invite_person(*, invitation: Invitation, by: User, at: datetime | None = None) -> str | None:
    """The invitation stands; return the secret for its link, to be mailed after the commit.

    Returns None when somebody whom `by` may not know has this address: then nothing is kept, and
    the caller mails that person instead, so that the inviter sees no difference. Raises
    `NotAllowed`, and `AlreadyHasAccount` for an account that `by` may see.
    """
    require(by, "accounts.invite_person", invitation)
    if known := User.objects.filter(email__iexact=invitation.email).first():
        if by.has_perm("accounts.view_user", known):
            raise AlreadyHasAccount(known)
        return None
    invitation.invited_by = by
    token = invitation.renew(at=at or timezone.now())
    invitation.save()
    audit.record(AccountAct.INVITED, by=by, on=invitation, at=at)
    return token


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, by: User, at: datetime | None = None) -> str:
    """The invitation has a new link and a new term; return its secret. The old link is void.

    Raises `NotAllowed`, and `InvitationUnusable` when it was accepted or withdrawn.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(by, "accounts.invite_person", invitation)
    if not invitation.is_pending:
        raise InvitationUnusable
    token = invitation.renew(at=at or timezone.now())
    invitation.save()
    audit.record(AccountAct.REMINDED, by=by, on=invitation, at=at)
    return token


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


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, password: str | None, at: datetime | None = None
) -> User:
    """There is an account with the invitation's role and organisation; the link is used up.

    Without a password the person logs in by codes that are mailed. The address counts as verified:
    the link came by mail. Raises `InvitationUnusable`, also when the address has an account by now.
    """
    at = at or timezone.now()
    invitation = Invitation.objects.select_for_update().with_token(token).open().first()
    if invitation is None or User.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationUnusable
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
