"""What this app tells people: that they are invited, and whatever changes how they get in.

All of it is about security, so that it is mailed at once, whatever the reader chose.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Invitation
from core.announce import Event, Urgency

YOUR_OWN_ACCOUNT = _("You get this because it is about your own account. Nobody else gets it.")
OPEN_SECURITY = _("Look at your security settings")
OPEN_PORTAL = _("Open the portal")


def facts_of_invitation(invitation: Invitation) -> dict[str, str]:
    """Return what the letter with the link is found by: the invitation as it is sent this time."""
    return {"invitation": str(invitation.uid), "sent_at": invitation.sent_at.isoformat()}


def _invitation_that_stands(facts: dict) -> Invitation | None:
    """Return the letter's invitation, as long as its link opens an account.

    Not when it was sent again (another letter goes out), accepted or withdrawn meanwhile, nor when
    the portal's own key is another one by now.
    """
    sent = Invitation.objects.with_link().filter(uid=facts["invitation"], sent_at=facts["sent_at"])
    invitation = sent.select_related("invited_by").first()
    if invitation is None or not invitation.has_own_link():
        return None
    return invitation if invitation.opens_an_account() else None


@sensitive_variables("secret")
def _path_of_link(facts: dict) -> str:
    """Return the link, which stands nowhere but in the mail; nothing for one that is void."""
    invitation = _invitation_that_stands(facts)
    if invitation is None:
        return ""
    secret = invitation.link_secret()
    return reverse("invitation", kwargs={"token": secret})


INVITED = Event(
    key="accounts.invited",
    label=_("An invitation"),
    explanation=_("When somebody invites you to the portal, or sends the invitation again."),
    receivers=_("You get this because somebody invited you at this address."),
    urgency=Urgency.SECURITY,
    path=_path_of_link,
    path_label=_("Make your account"),
    still_holds=lambda facts: _invitation_that_stands(facts) is not None,
    in_inbox=False,
)

HAS_ACCOUNT_ALREADY = Event(
    key="accounts.has_account_already",
    label=_("You were invited, but have an account already"),
    explanation=_("When somebody who does not know of your account wants to invite you."),
    receivers=YOUR_OWN_ACCOUNT,
    urgency=Urgency.SECURITY,
    path=lambda facts: reverse("home"),
    path_label=OPEN_PORTAL,
)

INVITED_ALREADY = Event(
    key="accounts.invited_already",
    label=_("You were invited, but have an invitation already"),
    explanation=_("When somebody who does not know of your invitation wants to invite you too."),
    receivers=_("You get this because somebody invited you at this address."),
    urgency=Urgency.SECURITY,
    path=lambda facts: reverse("home"),
    path_label=OPEN_PORTAL,
    in_inbox=False,
)

PASSWORD_CHANGED = Event(
    key="accounts.password_changed",
    label=_("Your password has been changed"),
    explanation=_("When your password is changed, set, or chosen anew by mail."),
    receivers=YOUR_OWN_ACCOUNT,
    urgency=Urgency.SECURITY,
    path=lambda facts: reverse("security"),
    path_label=OPEN_SECURITY,
)

EMAIL_CHANGED = Event(
    key="accounts.email_changed",
    label=_("Your e-mail address has been changed"),
    explanation=_("When you confirm a new e-mail address. The old one is told too."),
    receivers=_("You get this because it is about your own account."),
    urgency=Urgency.SECURITY,
    path=lambda facts: reverse("security"),
    path_label=OPEN_SECURITY,
)

SECOND_FACTOR_CHANGED = Event(
    key="accounts.second_factor_changed",
    label=_("Your second factor has been changed"),
    explanation=_("When an app or a passkey is added or removed, or new recovery codes are made."),
    receivers=YOUR_OWN_ACCOUNT,
    urgency=Urgency.SECURITY,
    path=lambda facts: reverse("security"),
    path_label=OPEN_SECURITY,
)

TOKEN_MADE = Event(
    key="accounts.token_made",
    label=_("An API token was made on your account"),
    explanation=_("When a token is made with which a program acts for you."),
    receivers=YOUR_OWN_ACCOUNT,
    urgency=Urgency.SECURITY,
    path=lambda facts: reverse("tokens"),
    path_label=_("Look at your API tokens"),
)

NEW_DEVICE = Event(
    key="accounts.new_device",
    label=_("Somebody logged in from a new device"),
    explanation=_(
        "When somebody logs in to your account in a browser in which you did not log in before."
    ),
    receivers=YOUR_OWN_ACCOUNT,
    urgency=Urgency.SECURITY,
    path=lambda facts: reverse("security"),
    path_label=OPEN_SECURITY,
)
