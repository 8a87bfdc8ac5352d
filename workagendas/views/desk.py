"""My desk: the agendas that a person sees, and one agenda from inside."""

from collections import defaultdict
from typing import NamedTuple

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from accounts.views.doors import logged_in
from core.addresses import addresses_of
from workagendas.agreements import agreements_on
from workagendas.checklist import missing_for_adoption, missing_in
from workagendas.desk import waiting_milestones
from workagendas.enums import AgendaState
from workagendas.forms.adoption import AdoptionForm, CloseForm
from workagendas.forms.consultation import (
    AnswerForm,
    OpenConsultationForm,
    ReactionForm,
    TakeBackForm,
)
from workagendas.models import Action, Reaction, WorkAgenda
from workagendas.views.places import agenda_at

A_PAGE = 50
ORDER = (AgendaState.CONSULTATION, AgendaState.DRAFT, AgendaState.ADOPTED, AgendaState.CLOSED)


class Said(NamedTuple):
    """A reaction, and the form to answer it for who may."""

    reaction: Reaction
    form: Form | None


class Line(NamedTuple):
    """An action (None: the agenda as a whole), what was said about it, and the form to say more."""

    action: Action | None
    said: list[Said]
    form: Form | None


@logged_in
def desk_agendas(request: HttpRequest) -> HttpResponse:
    agendas = WorkAgenda.objects.visible_to(request.user).with_theme()
    agendas = list(agendas.order_by("-starts_in", "theme__number", "id"))
    context = {
        "groups": [(state, [row for row in agendas if row.state == state]) for state in ORDER],
        "agendas": agendas,
        "milestones": waiting_milestones(request.user),
        "today": timezone.localdate(),
        "may_see_gaps": request.user.has_perm("workagendas.view_gaps"),
        "addresses": addresses_of("desk_agendas"),
    }
    return render(request, "workagendas/desk/agendas.html", context)


@logged_in
def desk_agenda(request: HttpRequest, *, period: str, slug: str) -> HttpResponse:
    return agenda_page(request, seen_agenda(request.user, period, slug))


def seen_agenda(person: User, period: str, slug: str) -> WorkAgenda:
    """Return the agenda at an address, if the person sees it; else 404."""
    return agenda_at(period, slug, WorkAgenda.objects.visible_to(person).with_theme())


def agenda_page(
    request: HttpRequest, agenda: WorkAgenda, *, bound: dict[str, Form] | None = None
) -> HttpResponse:
    """The agenda's page; `bound` are forms, by name, that were sent and are not right yet."""
    by, bound = request.user, bound or {}
    actions = Action.objects.visible_to(by).filter(agenda=agenda).with_parties()
    page = Paginator(actions.order_by("code"), A_PAGE).get_page(request.GET.get("page"))
    lines = _lines(by, agenda, list(page.object_list), bound)
    context = {
        "agenda": agenda,
        "page": page,
        "whole": lines[0],
        "lines": lines[1:],
        "unanswered": _first_unanswered(lines),
        "agreements": agreements_on(agenda, by=by),
        "is_over": _is_over(agenda),
        "addresses": addresses_of("desk_agenda", kwargs=agenda.place),
        **_acts(by, agenda),
        **bound,
    }
    return render(request, "workagendas/desk/agenda.html", context)


def _is_over(agenda: WorkAgenda) -> bool:
    ends_on = agenda.consultation_ends_on
    return ends_on is not None and ends_on < timezone.localdate()


def _lines(
    by: User, agenda: WorkAgenda, actions: list[Action], bound: dict[str, Form]
) -> list[Line]:
    """Return the agenda as a whole and then each of these actions."""
    said, may_answer = defaultdict(list), by.has_perm("workagendas.answer_reaction")
    may_answer = may_answer and agenda.state == AgendaState.CONSULTATION
    reactions = Reaction.objects.visible_to(by).filter(agenda=agenda).select_related("organisation")
    for reaction in reactions.order_by("written_at", "id"):
        form = bound.get(answer_name(reaction)) or (answer_form(reaction) if may_answer else None)
        said[reaction.action_id].append(Said(reaction, form))
    open_to_words = agenda.state == AgendaState.CONSULTATION and not _is_over(agenda)
    may_react = open_to_words and by.has_perm("workagendas.react", agenda)
    return [
        Line(
            action,
            said[action.pk if action else None],
            bound.get(reaction_name(action)) or (reaction_form(action) if may_react else None),
        )
        for action in (None, *actions)
    ]


def reaction_name(action: Action | None) -> str:
    """Return what the form for a reaction is called on the page."""
    return f"reaction-{action.code}" if action else "reaction"


def reaction_form(action: Action | None, data=None) -> ReactionForm:
    return ReactionForm(data, prefix=reaction_name(action))


def answer_name(reaction: Reaction) -> str:
    return f"answer-{reaction.uid}"


def answer_form(reaction: Reaction, data=None) -> AnswerForm:
    initial = {}
    if reaction.answered_at:
        initial = {"text": reaction.answer, "language": reaction.answer_language}
    return AnswerForm(data, prefix=answer_name(reaction), initial=initial)


def _first_unanswered(lines: list[Line]) -> Reaction | None:
    said = (each.reaction for line in lines for each in line.said)
    return next((reaction for reaction in said if reaction.answered_at is None), None)


def _acts(by: User, agenda: WorkAgenda) -> dict[str, object]:
    """Return the forms of the acts that the person may do in this state, and what they wait for."""
    match agenda.state:
        case AgendaState.DRAFT if by.has_perm("workagendas.open_consultation", agenda):
            return {
                "missing": missing_in(agenda),
                "consultation_form": OpenConsultationForm(prefix="consultation"),
            }
        case AgendaState.CONSULTATION if by.has_perm("workagendas.adopt_agenda", agenda):
            return {
                "missing": missing_for_adoption(agenda),
                "adoption_form": AdoptionForm(prefix="adoption"),
                "taking_back_form": TakeBackForm(prefix="taking-back"),
            }
        case AgendaState.ADOPTED if by.has_perm("workagendas.close_agenda", agenda):
            return {"closing_form": CloseForm(prefix="closing")}
    return {}
