"""States of a notification, the ways it reaches a person, and what a person may choose."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.enums import Act
from core.transitions import Transitions


class NotificationState(TextChoices):
    """How its mail stands. In the inbox it is from the moment it was written."""

    PENDING = "pending", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    SUPPRESSED = "suppressed", _("not mailed")


NOTIFICATION_TRANSITIONS = Transitions(
    {
        NotificationState.PENDING: {
            NotificationState.SENT,
            NotificationState.FAILED,
            NotificationState.SUPPRESSED,
        },
        NotificationState.FAILED: {NotificationState.PENDING},
    }
)


class Way(TextChoices):
    AT_ONCE = "at_once", _("a mail of its own")
    DAILY = "daily", _("in the daily overview")
    INBOX = "inbox", _("only in the portal")


class Choice(TextChoices):
    """What a person wants to be mailed about. Mails about security always go."""

    AT_ONCE = "at_once", _("Everything, at once")
    DAILY = "daily", _("One overview a day")
    ONLY_REMINDERS = "only_reminders", _("Only reminders")


class Suppressed(TextChoices):
    """Why a notification is not mailed."""

    CHOICE = "choice", _("the person does not want this by e-mail")
    READ = "read", _("the person has read it in the portal already")
    OUTDATED = "outdated", _("what it says is no longer true")
    LEFT = "left", _("the person is not of the secretariat any more")
    NO_ACCOUNT = "no_account", _("the account is closed or gone")
    NOBODY = "nobody", _("there is nobody at the secretariat either")


class NotificationAct(Act):
    SENT_AGAIN = "notifications.sent_again", _("had a failed mail sent again")
    CHOICE_CHANGED = "notifications.choice_changed", _("changed what is mailed")
    UNSUBSCRIBED = "notifications.unsubscribed", _("unsubscribed from mails by a link")
