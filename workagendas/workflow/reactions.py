"""What partners say about an agenda in consultation, and what they are answered."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.permissions import require
from workagendas.enums import AgendaAct, AgendaState
from workagendas.events import tell_of_answer
from workagendas.models import Action, Reaction, WorkAgenda
from workagendas.workflow.locks import locked


class NotInConsultation(DomainError):
    def __init__(self):
        super().__init__(_("This agenda is not in consultation, so nobody can react to it."))


class ConsultationOver(DomainError):
    def __init__(self, agenda: WorkAgenda):
        day = f"{agenda.consultation_ends_on:%d-%m-%Y}"
        super().__init__(_("The last day to react was {day}.").format(day=day))


class NotAnsweredNow(DomainError):
    """Outside the consultation an answer would lead its reader to an agenda that is hidden."""

    def __init__(self):
        super().__init__(_("Reactions are answered while the agenda is in consultation."))


class ReactedElsewhere(DomainError):
    def __init__(self):
        super().__init__(_("This action does not belong to the agenda."))


class NothingSaid(DomainError):
    def __init__(self):
        super().__init__(_("There is no text."))


@transaction.atomic
def react(
    *,
    agenda: WorkAgenda,
    action: Action | None,
    text: str,
    language: str,
    by: User,
    at: datetime | None = None,
) -> Reaction:
    """The agenda (or one of its actions) has this reaction of the person's organisation.

    The same words sent twice are one reaction. Raises `NotAllowed`, `NotInConsultation`,
    `ConsultationOver`, `ReactedElsewhere`, `NothingSaid`.
    """
    agenda = locked(agenda)
    require(by, "workagendas.react", agenda)
    if agenda.state != AgendaState.CONSULTATION:
        raise NotInConsultation
    if agenda.consultation_ends_on and agenda.consultation_ends_on < timezone.localdate():
        raise ConsultationOver(agenda)
    if action is not None and not _is_read_here(action, agenda, by):
        raise ReactedElsewhere
    if not text.strip():
        raise NothingSaid
    words = {"action": action, "author": by, "text": text.strip(), "language": language}
    if sent_already := agenda.reactions.unanswered().filter(**words).first():
        return sent_already
    reaction = Reaction.objects.create(
        agenda=agenda,
        organisation=by.organisation,
        written_at=at or timezone.now(),
        is_example=agenda.is_example,
        **words,
    )
    audit.record(AgendaAct.REACTED, by=by, on=reaction, at=at)
    return reaction


def _is_read_here(action: Action, agenda: WorkAgenda, person: User) -> bool:
    return Action.objects.visible_to(person).filter(agenda=agenda, pk=action.pk).exists()


@transaction.atomic
def answer_reaction(
    *, reaction: Reaction, text: str, language: str, by: User, at: datetime | None = None
) -> Reaction:
    """The reaction has this answer, and its author will hear of it.

    As long as the consultation is open an answer can be written anew, also after the last day to
    react. Raises `NotAllowed`, `NotAnsweredNow`, `NothingSaid`.
    """
    agenda, at = locked(reaction.agenda), at or timezone.now()
    reaction = Reaction.objects.select_for_update(of=("self",)).get(pk=reaction.pk)
    require(by, "workagendas.answer_reaction", reaction)
    if agenda.state != AgendaState.CONSULTATION:
        raise NotAnsweredNow
    if not text.strip():
        raise NothingSaid
    answer = {"answer": text.strip(), "answer_language": language}
    if (reaction.answer, reaction.answer_language) == tuple(answer.values()):
        return reaction
    for name, value in (answer | {"answered_at": at}).items():
        setattr(reaction, name, value)
    reaction.save(update_fields=[*answer, "answered_at"])
    audit.record(AgendaAct.ANSWERED, by=by, on=reaction, at=at)
    tell_of_answer(reaction, agenda, by=by, at=at)
    return reaction
