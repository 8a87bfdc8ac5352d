"""What an agenda still lacks, each thing named and linked to where it is mended."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.translation_state import Translated
from workagendas.models import Action, BudgetLine, Participation, WorkAgenda
from workagendas.unserved import unserved_goals

PROMISES = ("description", "expected_result")  # of a public action, beside its title


class Missing(NamedTuple):
    """A sentence about what is missing, and the address where it is mended."""

    text: str
    url: str


def missing_in(agenda: WorkAgenda) -> list[Missing]:
    """Return what keeps the agenda from going into consultation; nothing when it may."""
    return [*_goals_without_action(agenda), *what_must_hold(agenda)]


def missing_for_adoption(agenda: WorkAgenda) -> list[Missing]:
    """Return what keeps the agenda from being adopted; nothing when it may."""
    unanswered = agenda.reactions.unanswered().count()
    return [*missing_in(agenda), *_before_adoption(agenda, unanswered)]


def ready_for_adoption(agendas: QuerySet[WorkAgenda]) -> list[WorkAgenda]:
    """Return those of the agendas that may be adopted; in seven queries, however many."""
    unanswered = Count("reactions", filter=Q(reactions__answered_at=None))
    loaded = agendas.annotate(unanswered=unanswered)
    heard = list(loaded.prefetch_related(Prefetch("actions", _actions())))
    incomplete = {agenda for _goal, agenda in unserved_goals(heard)}
    return [
        agenda
        for agenda in heard
        if agenda not in incomplete
        and not _what_must_hold(agenda, agenda.actions.all())
        and not _before_adoption(agenda, agenda.unanswered)
    ]


def what_must_hold(agenda: WorkAgenda) -> list[Missing]:
    """Return what is not as it must be in an adopted agenda: its texts, and who does each action.

    Goals are another matter: the last action of one may be taken out by an amendment.
    """
    return _what_must_hold(agenda, _actions().filter(agenda=agenda))


def _before_adoption(agenda: WorkAgenda, unanswered: int) -> list[Missing]:
    return [*_reactions(agenda, unanswered), *_consultation(agenda)]


def _what_must_hold(agenda: WorkAgenda, actions: Iterable[Action]) -> list[Missing]:
    found, today = _texts(agenda, ["title", "introduction"], str(agenda), _url(agenda)), _today()
    for action in actions:
        found += _parties(action, today)
        if action.is_public:
            found += _texts_of(action)
    return found


def _today() -> date:
    return timezone.localdate()


def _url(row: WorkAgenda | Action) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _actions() -> QuerySet[Action]:
    lines = Prefetch("budget_lines", BudgetLine.objects.select_related("funding").order_by("id"))
    actions = Action.objects.with_parties().prefetch_related("milestones", lines)
    return actions.order_by("code")


def _goals_without_action(agenda: WorkAgenda) -> list[Missing]:
    url = f"{reverse('admin:workagendas_action_add')}?agenda={agenda.pk}"
    text = _("Goal {goal} has no public action in this agenda.")
    return [
        Missing(text.format(goal=goal), f"{url}&main_goal={goal.pk}")
        for goal, _agenda in unserved_goals([agenda])
    ]


def _parties(action: Action, today: date) -> list[Missing]:
    found, url = [], _url(action)
    if not action.lead.is_charter_partner(today):
        text = _("{action}: the lead, {lead}, is no partner of the charter today.")
        found.append(Missing(text.format(action=action.code, lead=action.lead), url))
    if not any(_is_from_elsewhere(each, action, today) for each in action.participations.all()):
        text = _("{action}: no partner of another region than the lead’s takes part.")
        found.append(Missing(text.format(action=action.code), url))
    return found


def _is_from_elsewhere(part: Participation, action: Action, today: date) -> bool:
    region = part.organisation.region_id
    if region is None or part.organisation.has_left(today):
        return False
    return region != action.lead.region_id


def _texts_of(action: Action) -> list[Missing]:
    url = _url(action)
    found = _texts(action, ["title", *PROMISES], action.code, url)
    for part in action.participations.all():
        found += _texts(part, ["part"], f"{action.code}, {part.organisation}", url)
    for line in action.budget_lines.all():
        if line.is_public and line.note_en:
            found += _texts(line, ["note"], f"{action.code}, {line}", url)
    for milestone in action.milestones.all():
        found += _texts(milestone, ["title"], f"{action.code}, {milestone}", url)
    return found


def _texts(row: Translated, fields: list[str], name: str, url: str) -> list[Missing]:
    text = _("{name}: the Dutch text of “{field}” is missing.")
    return [
        Missing(text.format(name=name, field=row._meta.get_field(field).verbose_name), url)
        for field in fields
        if not (getattr(row, f"{field}_nl") or "").strip()
    ]


def _reactions(agenda: WorkAgenda, number: int) -> list[Missing]:
    if not number:
        return []
    text = ngettext("{n} reaction has no answer.", "{n} reactions have no answer.", number)
    return [Missing(text.format(n=number), f"{desk_url(agenda)}#unanswered")]


def _consultation(agenda: WorkAgenda) -> list[Missing]:
    ends_on = agenda.consultation_ends_on
    if ends_on is None or ends_on < _today():
        return []
    text = _("The consultation runs through {day}.")
    return [Missing(text.format(day=date_format(ends_on, "j F Y")), desk_url(agenda))]


def desk_url(agenda: WorkAgenda) -> str:
    """Return the address of the agenda's page in my desk."""
    return reverse("desk_agenda", kwargs=agenda.place)
