"""What waits for whom in my desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ReactionFactory,
    WorkAgendaFactory,
)
from tests.workagendas.wholes import a_heard_agenda
from workagendas.desk import tasks_for
from workagendas.enums import AgendaState

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ANSWERED = {"answer": "Dank u.", "answer_language": "nl", "answered_at": timezone.now()}


def in_consultation(**fields):
    until = {"state": AgendaState.CONSULTATION, "consultation_ends_on": TODAY}
    return WorkAgendaFactory(**until | fields)


def url_of(agenda) -> str:
    return reverse("desk_agenda", kwargs=agenda.place)


@pytest.fixture
def partner():
    return make_person(Role.PARTNER, organisation=OrganisationFactory())


def test_nothing_waits_where_nothing_is(secretary, partner):
    assert tasks_for(secretary) == []
    assert tasks_for(partner) == []


def test_the_secretariat_has_reactions_to_answer(secretary):
    agenda = in_consultation()
    ReactionFactory.create_batch(2, agenda=agenda)
    (task,) = tasks_for(secretary)
    assert (task.count, task.url) == (2, f"{url_of(agenda)}#unanswered")


def test_only_reactions_that_can_be_answered_now_wait(secretary):
    ReactionFactory(agenda=WorkAgendaFactory())  # taken back
    ReactionFactory(agenda=WorkAgendaFactory(adopted=True))
    ReactionFactory(agenda=in_consultation(), **ANSWERED)
    assert tasks_for(secretary) == []


def test_the_reaction_that_waits_longest_is_the_first_to_answer(secretary):
    later = ReactionFactory(agenda=in_consultation())
    first = ReactionFactory(
        agenda=in_consultation(), written_at=later.written_at - timedelta(days=1)
    )
    (task,) = tasks_for(secretary)
    assert (task.count, task.url) == (2, f"{url_of(first.agenda)}#unanswered")


def test_the_secretariat_has_agendas_that_can_be_adopted(secretary):
    ready = a_heard_agenda()
    a_heard_agenda(consultation_ends_on=TODAY)
    a_heard_agenda(introduction_nl="Een voorbeeld.").actions.update(expected_result_nl="")
    GoalFactory(theme=a_heard_agenda().theme, code="1B")
    ReactionFactory(agenda=(unanswered := a_heard_agenda()))
    ReactionFactory(agenda=ready, **ANSWERED)
    to_answer, to_adopt = tasks_for(secretary)
    assert (to_answer.count, to_answer.url) == (1, f"{url_of(unanswered)}#unanswered")
    assert (to_adopt.count, to_adopt.url) == (1, url_of(ready))


def test_a_partner_is_asked_to_react_until_the_last_day(partner):
    agenda = in_consultation()
    in_consultation(consultation_ends_on=TODAY - timedelta(days=1))
    (task,) = tasks_for(partner)
    assert (task.count, task.url) == (1, url_of(agenda))


def test_who_has_no_role_is_asked_nothing():
    in_consultation()
    assert tasks_for(make_person()) == []


@pytest.mark.parametrize(("days", "waits"), [(-60, True), (0, True), (14, True), (15, False)])
def test_own_milestones_wait_when_late_or_due_in_two_weeks(partner, days, waits):
    action = ActionFactory(agenda=WorkAgendaFactory(adopted=True), lead=partner.organisation)
    MilestoneFactory(action=action, due_on=TODAY + timedelta(days=days))
    assert [task.count for task in tasks_for(partner)] == ([1] if waits else [])


def test_what_was_reached_or_is_others_does_not_wait(partner):
    agenda = WorkAgendaFactory(adopted=True)
    mine = ActionFactory(agenda=agenda, lead=partner.organisation)
    MilestoneFactory(action=mine, due_on=TODAY, achieved_on=TODAY)
    MilestoneFactory(action=ActionFactory(agenda=agenda), due_on=TODAY)
    MilestoneFactory(action=ActionFactory(lead=partner.organisation), due_on=TODAY)  # of a draft
    assert tasks_for(partner) == []
