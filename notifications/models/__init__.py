"""The outbox and the inbox, which are the same rows, and what each person wants to be mailed."""

from notifications.models.notification import MOST_TRIES, Notification
from notifications.models.preference import Preference

__all__ = ["MOST_TRIES", "Notification", "Preference"]
