"""What an agenda lacks is named, and linked to where it is mended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partners.enums import Relation
from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import (
    ActionFactory,
    ParticipationFactory,
    ReactionFactory,
    WorkAgendaFactory,
)
from tests.workagendas.wholes import a_heard_agenda, a_whole_action, a_whole_agenda
from workagendas.checklist import (
    missing_for_adoption,
    missing_in,
    ready_for_adoption,
    what_must_hold,
)
from workagendas.enums import AgendaState
from workagendas.models import WorkAgenda

pytestmark = pytest.mark.django_db


def test_nothing_lacks_to_a_whole_agenda():
    assert missing_in(a_whole_agenda()) == []


def test_nothing_lacks_to_an_agenda_that_was_heard():
    assert missing_for_adoption(a_heard_agenda()) == []


def only(agenda) -> str:
    (item,) = missing_in(agenda)
    assert item.url.startswith("/admin/workagendas/")
    return item.text


def test_a_goal_without_a_public_action_is_named():
    agenda = a_whole_agenda()
    GoalFactory(theme=agenda.theme, code="1B", title_nl="Wonen")
    assert "1B Wonen" in only(agenda)


def test_an_internal_action_serves_no_goal():
    agenda = a_whole_agenda()
    agenda.actions.update(is_public=False)
    assert "1A" in only(agenda)


def test_a_further_goal_is_served():
    agenda = a_whole_agenda()
    goal = GoalFactory(theme=agenda.theme, code="1B")
    agenda.actions.get().goal_links.create(goal=goal)
    assert missing_in(agenda) == []


def test_a_lead_that_did_not_sign_is_named():
    agenda = a_whole_agenda()
    lead = agenda.actions.get().lead
    lead.relation, lead.name_in_charter = Relation.NETWORK, ""
    lead.save()
    assert str(lead) in only(agenda)


def test_a_lead_that_left_is_named():
    agenda = a_whole_agenda()
    lead = agenda.actions.get().lead
    lead.left_on = timezone.localdate()
    lead.save()
    assert str(lead) in only(agenda)


def test_a_lead_that_leaves_tomorrow_may_still_lead():
    agenda = a_whole_agenda()
    lead = agenda.actions.get().lead
    lead.left_on = timezone.localdate() + timedelta(days=1)
    lead.save()
    assert missing_in(agenda) == []


@pytest.mark.parametrize("partner", ["none", "same region", "no region", "left"])
def test_an_action_without_a_partner_of_another_region_is_named(partner):
    agenda = a_whole_agenda()
    action = agenda.actions.get()
    action.participations.all().delete()
    here = {
        "same region": {"region": action.lead.region},
        "no region": {"region": None, "relation": Relation.NETWORK},
        "left": {"left_on": timezone.localdate()},
    }
    if partner in here:
        ParticipationFactory(action=action, organisation=OrganisationFactory(**here[partner]))
    assert action.code in only(agenda)


@pytest.mark.parametrize("field", ["description", "expected_result"])
def test_a_public_action_has_its_texts_in_dutch(field):
    agenda = a_whole_agenda()
    agenda.actions.update(**{f"{field}_nl": "", f"{field}_en": "English only"})
    assert agenda.actions.get().code in only(agenda)


def test_a_partners_part_is_there_in_dutch():
    agenda = a_whole_agenda()
    agenda.actions.get().participations.update(part_nl="  ", part_en="Joins in.")
    assert agenda.actions.get().code in only(agenda)


def test_an_internal_action_needs_no_texts_but_its_parties():
    agenda = a_whole_agenda()
    bare = ActionFactory(agenda=agenda, is_public=False, description_nl="")
    assert bare.code in only(agenda)
    ParticipationFactory(action=bare, part_nl="")
    assert missing_in(agenda) == []


def test_the_introduction_is_there_in_dutch():
    agenda = a_whole_agenda(introduction_nl="", introduction_en="English only")
    assert str(agenda) in only(agenda)


def test_before_adoption_each_reaction_is_answered_and_the_consultation_is_over():
    agenda = a_heard_agenda(consultation_ends_on=timezone.localdate())
    ReactionFactory(agenda=agenda)
    texts = [item.text for item in missing_for_adoption(agenda)]
    assert len(texts) == 2
    assert texts[0].startswith("1 ")


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_as_many_queries_for_one_action_as_for_many(
    number, django_assert_num_queries
):
    agenda, partner = a_whole_agenda(state=AgendaState.CONSULTATION), OrganisationFactory()
    lead = agenda.actions.get().lead
    for _ in range(number):
        a_whole_action(agenda, lead=lead, partner=partner)
    agenda = WorkAgenda.objects.with_theme().get(pk=agenda.pk)
    with django_assert_num_queries(5):
        what_must_hold(agenda)


@pytest.mark.parametrize("number", [1, 30])
def test_what_is_ready_takes_as_many_queries_for_one_agenda_as_for_many(
    number, django_assert_num_queries
):
    agenda, partner = a_heard_agenda(), OrganisationFactory()
    goal, lead = agenda.theme.goals.get(), agenda.actions.get().lead
    for place in range(1, number):
        other = WorkAgendaFactory(theme=agenda.theme, starts_in=2026 + 2 * place)
        a_whole_action(other, goal, lead=lead, partner=partner)
    with django_assert_num_queries(7):
        assert len(ready_for_adoption(WorkAgenda.objects.with_theme())) == number
