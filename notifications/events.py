"""The one event of this app's own."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.announce import Event, Urgency

DAILY_OVERVIEW = Event(
    key="notifications.daily_overview",
    label=_("Daily overview"),
    explanation=_("On the morning of a working day, when there is something to tell."),
    receivers=_("You get this because you chose one overview a day, or because it can wait."),
    urgency=Urgency.NEWS,
    path=lambda facts: reverse("inbox"),
    path_label=_("Open your inbox"),
    in_inbox=False,
)
