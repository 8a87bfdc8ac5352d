"""The one event of this app's own, and which events a person can do without mails of."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.announce import Event, Urgency
from notifications.models.preference import OVERVIEW_KEY

DAILY_OVERVIEW = Event(
    key=OVERVIEW_KEY,
    label=_("Daily overview"),
    explanation=_("On the morning of a working day, when there is something to tell."),
    receivers=_("You get this because you chose one overview a day, or because it can wait."),
    urgency=Urgency.NEWS,
    path=lambda facts: reverse("inbox"),
    path_label=_("Open your inbox"),
    in_inbox=False,
)


def is_optional(event: Event) -> bool:
    """Say whether people may do without mails about this event."""
    return event is DAILY_OVERVIEW or (event.in_inbox and event.urgency != Urgency.SECURITY)
