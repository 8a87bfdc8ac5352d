"""What happened last: agendas adopted, reports of leads published, and milestones reached."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone

from workagendas.enums import Status
from workagendas.models import Action, Milestone, WorkAgenda


class News(NamedTuple):
    """On a day an agenda was adopted, or an action had a new report or reached a milestone."""

    day: date
    agenda: WorkAgenda | None = None
    action: Action | None = None
    status: Status | None = None
    milestone: Milestone | None = None

    @property
    def about(self) -> WorkAgenda | Action:
        return self.agenda or self.action


def latest_news(most: int) -> list[News]:
    """Return the newest of all kinds, newest first; in three queries."""
    adopted = WorkAgenda.objects.published().order_by("-adopted_on", "theme__number", "id")
    news = [News(agenda.adopted_on, agenda=agenda) for agenda in adopted[:most]]
    reported = Action.objects.published().with_agenda().with_latest_update()
    reported = reported.filter(latest_update__isnull=False)
    reached = Milestone.objects.published().achieved()
    reached = reached.select_related("action__agenda__theme__charter")
    news += [
        News(
            timezone.localdate(action.latest_update.published_at),
            action=action,
            status=Status(action.latest_update.status),
        )
        for action in reported.order_by("-latest_update__published_at", "code")[:most]
    ]
    news += [
        News(milestone.achieved_on, action=milestone.action, milestone=milestone)
        for milestone in reached.order_by("-achieved_on", "-id")[:most]
    ]
    return sorted(news, key=lambda each: each.day, reverse=True)[:most]
