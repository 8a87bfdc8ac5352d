"""What waits for a person in this app."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import OF_AN_ORGANISATION, Role, has_role
from core.desk import Task
from workagendas.checklist import ready_for_adoption
from workagendas.enums import AgendaState
from workagendas.events import DUE_SOON
from workagendas.models import Milestone, Reaction, WorkAgenda


def tasks_for(person: User) -> list[Task]:
    if has_role(person, Role.SECRETARIAT):
        return [*_reactions(), *_ready(), *_milestones(person)]
    return [*_consultations(person), *_milestones(person)]


def waiting_milestones(person: User) -> QuerySet[Milestone]:
    """Return the open milestones of the organisation's own actions: late, or due in two weeks."""
    if not has_role(person, *OF_AN_ORGANISATION) or person.organisation_id is None:
        return Milestone.objects.none()
    running = Milestone.objects.of_running_actions().filter(
        action__lead=person.organisation_id,
        action__agenda__state=AgendaState.ADOPTED,
        achieved_on=None,
        due_on__lte=timezone.localdate() + DUE_SOON,
    )
    return running.select_related("action__agenda__theme__charter").order_by("due_on", "id")


def _milestones(person: User) -> list[Task]:
    number = waiting_milestones(person).count()
    text = ngettext(
        "{n} milestone of your organisation is late or due soon",
        "{n} milestones of your organisation are late or due soon",
        number,
    )
    return _one_line(text, f"{reverse('desk_agendas')}#milestones", number)


def _reactions() -> list[Task]:
    waiting = Reaction.objects.unanswered().filter(agenda__state=AgendaState.CONSULTATION)
    number = waiting.count()
    text = ngettext(
        "{n} reaction to a work agenda to answer",
        "{n} reactions to work agendas to answer",
        number,
    )
    first = waiting.select_related("agenda").order_by("written_at", "id").first()
    return _one_line(text, f"{_url(first.agenda)}#unanswered", number) if first else []


def _ready() -> list[Task]:
    """The agendas whose consultation has ended and to which nothing lacks."""
    heard = WorkAgenda.objects.in_consultation().with_theme()
    heard = heard.filter(consultation_ends_on__lt=timezone.localdate()).order_by("id")
    ready = ready_for_adoption(heard)
    text = ngettext("{n} work agenda can be adopted", "{n} work agendas can be adopted", len(ready))
    return _one_line(text, _url(ready[0]), len(ready)) if ready else []


def _consultations(person: User) -> list[Task]:
    """The agendas to which the person may still react."""
    if not person.has_perm("workagendas.react"):
        return []
    seen = WorkAgenda.objects.visible_to(person).in_consultation()
    seen = seen.filter(consultation_ends_on__gte=timezone.localdate())
    asked = list(seen.order_by("consultation_ends_on", "id"))
    text = ngettext(
        "{n} work agenda is in consultation: you can react",
        "{n} work agendas are in consultation: you can react",
        len(asked),
    )
    url = _url(asked[0]) if len(asked) == 1 else reverse("desk_agendas")
    return _one_line(text, url, len(asked))


def _url(agenda: WorkAgenda) -> str:
    return reverse("desk_agenda", kwargs=agenda.place)


def _one_line(text: str, url: str, number: int) -> list[Task]:
    return [Task(text.format(n=number), url, number)] if number else []
