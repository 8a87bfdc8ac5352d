"""What happened last: reports of leads that were published, and milestones that were reached."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone

from workagendas.enums import Status
from workagendas.models import Action, Milestone


class News(NamedTuple):
    """On a day an action was reported to have a status, or reached a milestone."""

    day: date
    action: Action
    status: Status | None = None
    milestone: Milestone | None = None


def latest_news(most: int) -> list[News]:
    """Return the newest of both kinds, newest first; in two queries."""
    reported = Action.objects.published().with_agenda().with_latest_update()
    reported = reported.filter(latest_update__isnull=False)
    reached = Milestone.objects.published().achieved()
    reached = reached.select_related("action__agenda__theme__charter")
    news = [
        News(
            timezone.localdate(action.latest_update.published_at),
            action,
            status=Status(action.latest_update.status),
        )
        for action in reported.order_by("-latest_update__published_at", "code")[:most]
    ]
    news += [
        News(milestone.achieved_on, milestone.action, milestone=milestone)
        for milestone in reached.order_by("-achieved_on", "-id")[:most]
    ]
    return sorted(news, key=lambda each: each.day, reverse=True)[:most]
