"""The states of a work agenda: each has one door, and says what it did."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from core.errors import ForbiddenTransition, NotAllowed
from core.models import AuditEntry
from notifications.models import Notification
from partners.enums import Relation
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import ReactionFactory, WorkAgendaFactory
from tests.workagendas.wholes import a_heard_agenda, a_whole_agenda, an_adopted_agenda
from workagendas import workflow
from workagendas.enums import AgendaAct, AgendaState
from workagendas.substance import canonical, digest_of, substance_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DECISION = {"nl": " Besloten op de vergadering. ", "en": "Decided."}


def adopt(agenda, by, *, on=TODAY, decision=DECISION):
    return workflow.adopt_agenda(agenda=agenda, adopted_on=on, decision=decision, by=by)


def told(key: str) -> list:
    rows = Notification.objects.filter(event_key=f"workagendas.{key}").order_by("id")
    return [row.recipient for row in rows]


def test_a_consultation_is_opened(secretary):
    agenda = a_whole_agenda()
    workflow.open_consultation(agenda=agenda, ends_on=TODAY, by=secretary)
    agenda.refresh_from_db()
    assert agenda.state == AgendaState.CONSULTATION
    assert agenda.consultation_ends_on == TODAY
    assert AuditEntry.objects.get(act=AgendaAct.CONSULTATION_OPENED).object_uid == agenda.uid


def test_everybody_of_a_partner_is_told_of_a_consultation(secretary):
    of_partner = make_person(Role.PARTNER, organisation=OrganisationFactory())
    other = OrganisationFactory(relation=Relation.NETWORK, name_in_charter="", region=None)
    make_person(Role.PARTNER, organisation=other)
    make_person(organisation=of_partner.organisation)  # without a role
    make_person(Role.PARTNER, organisation=of_partner.organisation, is_active=False)
    workflow.open_consultation(agenda=a_whole_agenda(), ends_on=TODAY, by=secretary)
    assert told("agenda_in_consultation") == [of_partner]


def test_an_agenda_that_lacks_something_stays_a_draft(secretary):
    agenda = a_whole_agenda(introduction_nl="")
    with pytest.raises(workflow.NotComplete) as refused:
        workflow.open_consultation(agenda=agenda, ends_on=TODAY, by=secretary)
    assert [item.text for item in refused.value.items] == [
        item.text for item in refused.value.items if item.text in str(refused.value)
    ]
    agenda.refresh_from_db()
    assert agenda.state == AgendaState.DRAFT
    assert not AuditEntry.objects.filter(act=AgendaAct.CONSULTATION_OPENED).exists()


def test_the_last_day_to_react_does_not_lie_in_the_past(secretary):
    with pytest.raises(workflow.DayRefused):
        workflow.open_consultation(
            agenda=a_whole_agenda(), ends_on=TODAY - timedelta(days=1), by=secretary
        )


def test_an_agenda_is_taken_back_with_its_reactions(secretary):
    agenda = a_heard_agenda()
    ReactionFactory(agenda=agenda)
    workflow.take_back(agenda=agenda, reason="Er ontbrak iets.", by=secretary)
    agenda.refresh_from_db()
    assert agenda.state == AgendaState.DRAFT
    assert agenda.consultation_ends_on is None
    assert agenda.reactions.count() == 1
    assert agenda.history.first().history_change_reason == "Er ontbrak iets."


def test_taking_back_asks_why(secretary):
    with pytest.raises(workflow.WhyMissing):
        workflow.take_back(agenda=a_heard_agenda(), reason="  ", by=secretary)


def test_adoption_keeps_the_text_of_that_moment(secretary):
    agenda = a_heard_agenda()
    snapshot = adopt(agenda, secretary)
    agenda.refresh_from_db()
    assert (agenda.state, agenda.adopted_on) == (AgendaState.ADOPTED, TODAY)
    assert (agenda.decision_nl, agenda.decision_en) == ("Besloten op de vergadering.", "Decided.")
    assert (snapshot.number, snapshot.schema) == (1, 1)
    assert snapshot.content == canonical(substance_of(agenda))
    assert snapshot.digest == digest_of(snapshot.content)
    assert json.loads(snapshot.content)["period"] == "2026-2027"
    assert snapshot.history.first().history_user == secretary


def test_everybody_with_a_role_is_told_of_an_adoption(secretary):
    task_force = make_person(Role.TASK_FORCE)
    adopt(a_heard_agenda(), secretary)
    assert told("agenda_adopted") == [secretary, task_force]


def test_an_agenda_is_adopted_from_consultation_only(secretary):
    with pytest.raises(ForbiddenTransition):
        adopt(a_whole_agenda(), secretary)
    with pytest.raises(workflow.AdoptedAlready):
        adopt(an_adopted_agenda(by=secretary), secretary)


@pytest.mark.parametrize("days", [1, -2])
def test_the_decision_lies_between_the_end_of_the_consultation_and_today(secretary, days):
    with pytest.raises(workflow.DayRefused):
        adopt(a_heard_agenda(), secretary, on=TODAY + timedelta(days=days))


def test_the_decision_may_be_of_the_last_day_of_the_consultation(secretary):
    adopt(a_heard_agenda(), secretary, on=TODAY - timedelta(days=1))


@pytest.mark.parametrize("decision", [{}, {"nl": " "}, {"en": "Decided."}])
def test_the_decision_is_there_in_dutch(secretary, decision):
    with pytest.raises(workflow.DecisionMissing):
        adopt(a_heard_agenda(), secretary, decision=decision)


def test_nothing_is_adopted_over_a_reaction_without_answer(secretary):
    agenda = a_heard_agenda()
    ReactionFactory(agenda=agenda)
    with pytest.raises(workflow.NotComplete):
        adopt(agenda, secretary)
    assert not agenda.snapshots.exists()


def test_nothing_is_adopted_while_partners_may_still_react(secretary):
    with pytest.raises(workflow.NotComplete):
        adopt(a_heard_agenda(consultation_ends_on=TODAY), secretary)


def test_an_adopted_agenda_is_closed(secretary):
    agenda = an_adopted_agenda(by=secretary)
    workflow.close_agenda(agenda=agenda, reason="De periode is voorbij.", by=secretary)
    agenda.refresh_from_db()
    assert agenda.state == AgendaState.CLOSED
    with pytest.raises(ForbiddenTransition):
        workflow.close_agenda(agenda=agenda, reason="Nog eens.", by=secretary)


def test_a_draft_is_not_closed(secretary):
    with pytest.raises(ForbiddenTransition):
        workflow.close_agenda(agenda=WorkAgendaFactory(), reason="Weg.", by=secretary)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_secretariat_moves_an_agenda(role):
    person = make_person(role, organisation=OrganisationFactory())
    whole, heard = a_whole_agenda(), a_heard_agenda()
    for act in (
        lambda: workflow.open_consultation(agenda=whole, ends_on=TODAY, by=person),
        lambda: workflow.take_back(agenda=heard, reason="Zo.", by=person),
        lambda: adopt(heard, person),
        lambda: workflow.close_agenda(agenda=heard, reason="Zo.", by=person),
    ):
        with pytest.raises(NotAllowed):
            act()
