"""What this app tells people: agendas in consultation and adopted, answers, and milestones.

Mails hold nothing internal: an action that is not public is named by its code alone.
"""

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from core.announce import Event, Urgency
from core.bilingual import in_each_language, text_for_reader
from core.days import in_words
from notifications.models import Notification
from notifications.outbox import notify
from partners.enums import Relation
from workagendas.enums import AgendaState
from workagendas.models import Action, Milestone, Reaction, WorkAgenda

DUE_SOON = timedelta(days=14)
LATE_AT_MOST = timedelta(days=14)  # what fell due longer ago is no news, and stands in the gaps

OF_A_PARTNER = _("You get this because you have a role in the portal for a partner.")
WITH_A_ROLE = _("You get this because you have a role in the portal.")
OF_THE_LEAD = _(
    "You get this because you are the contact person of this action, or because your organisation "
    "leads it."
)
OPEN_ACTION = _("Open the action")


def _desk_path(facts: dict) -> str:
    agenda = WorkAgenda.objects.filter(uid=facts["agenda"]).first()
    return reverse("desk_agenda", kwargs=agenda.place) if agenda else reverse("desk_agendas")


def _public_path(facts: dict) -> str:
    agenda = WorkAgenda.objects.published().filter(uid=facts["agenda"]).first()
    return agenda.get_absolute_url() if agenda else reverse("work_agendas")


def _milestone_that_waits(facts: dict) -> Milestone | None:
    """Return the milestone, as long as it was neither reached nor moved since."""
    waiting = Milestone.objects.filter(uid=facts["milestone"], due_on=facts["due_on"])
    return waiting.filter(achieved_on=None).select_related("action__agenda").first()


def _milestone_path(facts: dict) -> str:
    milestone = _milestone_that_waits(facts)
    if milestone is None:
        return reverse("desk_agendas")
    action = milestone.action
    place = {**action.agenda.place, "code": action.code}
    return f"{reverse('desk_action', kwargs=place)}#{milestone.anchor}"


def _is_in_consultation(facts: dict) -> bool:
    return WorkAgenda.objects.in_consultation().filter(uid=facts["agenda"]).exists()


AGENDA_IN_CONSULTATION = Event(
    key="workagendas.agenda_in_consultation",
    label=_("An agenda is in consultation"),
    explanation=_("When the secretariat asks the partners what they think of a new agenda."),
    receivers=OF_A_PARTNER,
    urgency=Urgency.NEWS,
    path=_desk_path,
    path_label=_("Read the agenda and react"),
    still_holds=_is_in_consultation,
)

REACTION_ANSWERED = Event(
    key="workagendas.reaction_answered",
    label=_("Your reaction was answered"),
    explanation=_("When the secretariat answers what you said about an agenda."),
    receivers=_("You get this because you reacted to this agenda."),
    urgency=Urgency.NEWS,
    path=_desk_path,
    path_label=_("Read the answer"),
)

AGENDA_ADOPTED = Event(
    key="workagendas.agenda_adopted",
    label=_("An agenda was adopted"),
    explanation=_("When an agenda was adopted, so that everybody may read it."),
    receivers=WITH_A_ROLE,
    urgency=Urgency.NEWS,
    path=_public_path,
    path_label=_("Read the agenda"),
)

AGENDA_AMENDED = Event(
    key="workagendas.agenda_amended",
    label=_("An adopted agenda was changed"),
    explanation=_("When something is changed in what an adopted agenda promises."),
    receivers=WITH_A_ROLE,
    urgency=Urgency.CAN_WAIT,
    path=_public_path,
    path_label=_("See what differs"),
)

MILESTONE_DUE_SOON = Event(
    key="workagendas.milestone_due_soon",
    label=_("A milestone is due soon"),
    explanation=_("Two weeks before the day of a milestone that was not reached yet."),
    receivers=OF_THE_LEAD,
    urgency=Urgency.REMINDER,
    path=_milestone_path,
    path_label=OPEN_ACTION,
    still_holds=lambda facts: _milestone_that_waits(facts) is not None,
)

MILESTONE_LATE = Event(
    key="workagendas.milestone_late",
    label=_("A milestone is late"),
    explanation=_("On the day after a milestone should have been reached and was not; once."),
    receivers=OF_THE_LEAD,
    urgency=Urgency.REMINDER,
    path=_milestone_path,
    path_label=OPEN_ACTION,
    still_holds=lambda facts: _milestone_that_waits(facts) is not None,
)


def tell_of_consultation(agenda: WorkAgenda, *, by: User, at: datetime | None) -> None:
    """Everybody with a role who is of a partner will hear that they may react."""
    ends_on = agenda.consultation_ends_on
    facts = _of_agenda(agenda) | {"ends_on": in_each_language(lambda: in_words(ends_on))}
    told = _with_a_role().filter(organisation__relation=Relation.SIGNATORY)
    notify(AGENDA_IN_CONSULTATION, subject=agenda, by=by, at=at, recipients=told, facts=facts)


def tell_of_answer(
    reaction: Reaction, agenda: WorkAgenda, *, by: User, at: datetime | None
) -> None:
    """The author of the reaction will hear of the answer, if the account is still there."""
    if reaction.author is None:
        return
    notify(
        REACTION_ANSWERED,
        subject=reaction,
        by=by,
        at=at,
        recipients=[reaction.author],
        facts=_of_agenda(agenda),
    )


def tell_of_adoption(agenda: WorkAgenda, *, by: User, at: datetime | None) -> None:
    _tell_everybody(AGENDA_ADOPTED, agenda, by=by, at=at)


def tell_of_amendment(agenda: WorkAgenda, *, by: User, at: datetime | None) -> None:
    _tell_everybody(AGENDA_AMENDED, agenda, by=by, at=at)


def _tell_everybody(event: Event, agenda: WorkAgenda, *, by: User, at: datetime | None) -> None:
    facts = _of_agenda(agenda)
    notify(event, subject=agenda, by=by, at=at, recipients=_with_a_role(), facts=facts)


def _with_a_role():
    return User.objects.with_role(*Role).order_by("pk")


def _of_agenda(agenda: WorkAgenda) -> dict:
    return {
        "agenda": str(agenda.uid),
        "title": in_each_language(lambda: text_for_reader(agenda, "title")),
        "period": agenda.period,
    }


def milestones_to_tell(today: date) -> list[Milestone]:
    """Return the open milestones that are due in two weeks, or just were, and nobody was told of.

    Those of adopted agendas: what others promise is no promise yet, or none any more.
    """
    running = Milestone.objects.of_running_actions()
    running = running.filter(action__agenda__state=AgendaState.ADOPTED)
    waiting = running.due_between(today - LATE_AT_MOST, today + DUE_SOON)
    waiting = waiting.select_related("action__agenda", "action__lead", "action__contact")
    keys = [MILESTONE_DUE_SOON.key, MILESTONE_LATE.key]
    sent = Notification.objects.filter(event_key__in=keys, created_at__gte=_begin_of(today))
    told = set(sent.values_list("once", flat=True))
    return [row for row in waiting.order_by("due_on", "id") if _once(row, today) not in told]


def _begin_of(today: date) -> datetime:
    """Return a moment before the first reminder of what is told of today."""
    earliest = today - LATE_AT_MOST - DUE_SOON
    return timezone.make_aware(datetime.combine(earliest, time.min))


def _event(milestone: Milestone, today: date) -> Event:
    return MILESTONE_LATE if milestone.is_late_on(today) else MILESTONE_DUE_SOON


def _once(milestone: Milestone, today: date) -> str:
    """Return the key by which nobody is told twice; on another day it is told again."""
    return f"{_event(milestone, today).key} {milestone.uid} {milestone.due_on}"


def tell_of_milestone(milestone: Milestone, *, today: date) -> None:
    """Who answers for the milestone will hear that it is due or late: once for each day it has."""
    notify(
        _event(milestone, today),
        subject=milestone,
        by=None,
        recipients=_answering_for(milestone.action),
        facts=_of_milestone(milestone),
        meant_for=str(milestone.action.lead),
        once=_once(milestone, today),
    )


def _answering_for(action: Action) -> list[User]:
    """Return the contact person, or the partners and coordinators of the lead; maybe nobody."""
    if action.contact is not None and action.contact.is_active:
        return [action.contact]
    people = User.objects.with_role(Role.PARTNER, Role.COORDINATOR)
    return list(people.filter(organisation=action.lead_id).order_by("pk"))


def _of_milestone(milestone: Milestone) -> dict:
    action = milestone.action
    facts = {
        "milestone": str(milestone.uid),
        "due_on": milestone.due_on.isoformat(),
        "day": in_each_language(lambda: in_words(milestone.due_on)),
        "code": action.code,
        "title": "",
    }
    if action.is_public:
        facts["title"] = in_each_language(lambda: text_for_reader(milestone, "title"))
    return facts
