"""Reactions to an agenda in consultation, and their answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from core.errors import NotAllowed
from core.models import AuditEntry
from notifications.models import Notification
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import ActionFactory, ReactionFactory, WorkAgendaFactory
from workagendas import workflow
from workagendas.enums import AgendaAct, AgendaState

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def agenda():
    return WorkAgendaFactory(state=AgendaState.CONSULTATION, consultation_ends_on=TODAY)


@pytest.fixture
def partner():
    return make_person(Role.PARTNER, organisation=OrganisationFactory())


def react(agenda, by, *, action=None, text="Goed plan.", language="nl"):
    return workflow.react(agenda=agenda, action=action, text=text, language=language, by=by)


def answer(reaction, by, *, text="Dank u.", language="nl"):
    return workflow.answer_reaction(reaction=reaction, text=text, language=language, by=by)


def test_a_partner_reacts_for_its_organisation(agenda, partner):
    reaction = react(agenda, partner, text=" A fine plan. ", language="en")
    assert (reaction.text, reaction.language) == ("A fine plan.", "en")
    assert (reaction.author, reaction.organisation) == (partner, partner.organisation)
    assert AuditEntry.objects.get(act=AgendaAct.REACTED).object_uid == reaction.uid


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_may_react(agenda, role):
    react(agenda, make_person(role))


def test_who_has_no_role_may_not(agenda):
    with pytest.raises(NotAllowed):
        react(agenda, make_person())


def test_one_may_react_to_one_action(agenda, partner):
    action = ActionFactory(agenda=agenda)
    assert react(agenda, partner, action=action).action == action


@pytest.mark.parametrize("which", ["internal", "of another agenda"])
def test_nobody_reacts_to_an_action_that_is_not_read_here(agenda, partner, which):
    other = {"internal": {"agenda": agenda, "is_public": False}}.get(which, {})
    with pytest.raises(workflow.ReactedElsewhere):
        react(agenda, partner, action=ActionFactory(**other))


@pytest.mark.parametrize("state", [AgendaState.DRAFT, AgendaState.ADOPTED, AgendaState.CLOSED])
def test_nobody_reacts_outside_a_consultation(partner, state):
    adopted = state in (AgendaState.ADOPTED, AgendaState.CLOSED)
    agenda = WorkAgendaFactory(**{"adopted": True} if adopted else {})
    type(agenda).objects.filter(pk=agenda.pk).update(state=state)
    with pytest.raises(workflow.NotInConsultation):
        react(agenda, partner)


def test_nobody_reacts_after_the_last_day(agenda, partner):
    agenda.consultation_ends_on = TODAY - timedelta(days=1)
    agenda.save()
    with pytest.raises(workflow.ConsultationOver):
        react(agenda, partner)


def test_a_reaction_has_words(agenda, partner):
    with pytest.raises(workflow.NothingSaid):
        react(agenda, partner, text=" \n ")


def test_the_same_words_sent_twice_are_one_reaction(agenda, partner):
    assert react(agenda, partner) == react(agenda, partner)
    assert agenda.reactions.count() == 1


def test_an_answer_is_told_to_its_author(agenda, partner, secretary):
    reaction = react(agenda, partner)
    answer(reaction, secretary, text=" Dank u. ")
    reaction.refresh_from_db()
    assert (reaction.answer, reaction.answer_language) == ("Dank u.", "nl")
    assert reaction.answered_at is not None
    row = Notification.objects.get(event_key="workagendas.reaction_answered")
    assert row.recipient == partner
    assert "Dank u." not in str(row.facts)


def test_an_answer_may_be_written_anew_until_adoption(agenda, secretary):
    reaction = ReactionFactory(agenda=agenda)
    answer(reaction, secretary)
    answer(reaction, secretary, text="Beter.")
    reaction.refresh_from_db()
    assert reaction.answer == "Beter."
    agenda.state, agenda.adopted_on, agenda.decision_nl = AgendaState.ADOPTED, TODAY, "Besloten."
    agenda.save()
    with pytest.raises(workflow.NotAnsweredNow):
        answer(reaction, secretary, text="Te laat.")


def test_the_same_answer_twice_is_told_once(agenda, secretary):
    reaction = ReactionFactory(agenda=agenda)
    answer(reaction, secretary)
    answer(reaction, secretary)
    assert Notification.objects.count() == 1


def test_an_author_whose_account_is_gone_is_not_told(agenda, secretary):
    answer(ReactionFactory(agenda=agenda, author=None), secretary)
    assert not Notification.objects.exists()


def test_an_answer_has_words(agenda, secretary):
    with pytest.raises(workflow.NothingSaid):
        answer(ReactionFactory(agenda=agenda), secretary, text=" ")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_secretariat_answers(agenda, role):
    with pytest.raises(NotAllowed):
        answer(ReactionFactory(agenda=agenda), make_person(role))
