"""The charter's themes with how their agendas stand: for the pages that are about both."""

from django.utils import timezone

from charter.models import Goal, Theme
from workagendas.models import WorkAgenda
from workagendas.standing import running_agendas, standings_of


def themes_with_standing() -> list[Theme]:
    """Return the themes in force with their goals.

    Each theme has the `agenda` that runs (None before the first one) and the day `as_of` which its
    newest report speaks; each goal has its `standing`.
    """
    themes = list(Theme.objects.in_force().with_goals())
    agendas = running_agendas(timezone.localdate())
    goals = [goal for theme in themes for goal in theme.goals.all()]
    standings = standings_of(goals, agendas.values())
    for theme in themes:
        theme.agenda = agendas.get(theme.pk)
        for goal in theme.goals.all():
            goal.standing = standings[goal.pk]
        days = [goal.standing.as_of for goal in theme.goals.all() if goal.standing.as_of]
        theme.as_of = max(days, default=None)
    return themes


def set_standing(goal: Goal) -> list[WorkAgenda]:
    """The goal has its `standing`, and its theme the `agenda` that runs. Return all that run."""
    agendas = running_agendas(timezone.localdate())
    goal.theme.agenda = agendas.get(goal.theme_id)
    goal.standing = standings_of([goal], agendas.values())[goal.pk]
    return list(agendas.values())
