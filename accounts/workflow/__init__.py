"""Acts on accounts: inviting people in, and what happens to an account afterwards."""

from accounts.workflow.invitations import (
    AlreadyHasAccount,
    InvitationUnusable,
    accept_invitation,
    invite_person,
    send_invitation_again,
    withdraw_invitation,
)
from accounts.workflow.people import (
    NeedsOrganisation,
    NotAColleague,
    TermsOverlap,
    change_roles,
    disable_account,
    enable_account,
    end_deputy,
    move_to_organisation,
    name_deputy,
    settle_in,
)

__all__ = [
    "AlreadyHasAccount",
    "InvitationUnusable",
    "NeedsOrganisation",
    "NotAColleague",
    "TermsOverlap",
    "accept_invitation",
    "change_roles",
    "disable_account",
    "enable_account",
    "end_deputy",
    "invite_person",
    "move_to_organisation",
    "name_deputy",
    "send_invitation_again",
    "settle_in",
    "withdraw_invitation",
]
