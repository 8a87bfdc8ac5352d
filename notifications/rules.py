"""Who may see notifications and send them again. The set form is `visible_to` of their QuerySet.

Reading one's own and choosing what is mailed asks no rule: the acts take the person's own rows.
"""

from rules import add_perm, predicate

from accounts.models import User
from accounts.roles import Role, is_a
from notifications.models import Notification

looks_after_mails = is_a(Role.SECRETARIAT, Role.ADMINISTRATOR)


@predicate
def is_ones_own(person: User, notification: Notification | None) -> bool:
    return notification is not None and person.is_active and notification.recipient_id == person.pk


add_perm("notifications.view_notification", looks_after_mails | is_ones_own)
add_perm("notifications.send_again", looks_after_mails)
