"""What a person wants to be mailed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.announce import Event, Urgency
from core.constraints import known_value
from core.models import DomainModel
from notifications.enums import Choice, Way

OVERVIEW_KEY = "notifications.daily_overview"  # of the event that the overview itself is


class Preference(DomainModel):
    """The choice of one person, and the events (by their keys) that are not to be mailed at all.

    The daily overview is one of them: without it, what would be told there is only in the inbox,
    but for reminders. Whoever chose nothing has no row: everything is mailed, at once.
    """

    is_content = False

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="mail_preference",
        verbose_name=_("person"),
    )
    choice = models.CharField(
        _("what is mailed"), max_length=16, choices=Choice, default=Choice.AT_ONCE
    )
    muted = models.JSONField(_("events that are not mailed"), default=list, blank=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        ordering = ["id"]
        constraints = [known_value("choice", Choice, model="preference", label=_("choice"))]

    def __str__(self) -> str:
        return self.get_choice_display()

    def way_of(self, event: Event) -> Way:
        """Return how the person hears of this event."""
        if event.urgency == Urgency.SECURITY:
            return Way.AT_ONCE
        if event.key in self.muted:
            return Way.INBOX
        waits = self.choice == Choice.DAILY or event.urgency == Urgency.CAN_WAIT
        if self.choice == Choice.ONLY_REMINDERS or (waits and OVERVIEW_KEY in self.muted):
            return Way.AT_ONCE if event.urgency == Urgency.REMINDER else Way.INBOX
        return Way.DAILY if waits else Way.AT_ONCE
