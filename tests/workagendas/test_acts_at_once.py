"""Two acts on agendas at the same moment: one waits for the other and goes by what is so then."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from tests.accounts.test_acts_at_once import at_once
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import ActionFactory, ReactionFactory, WorkAgendaFactory
from tests.workagendas.wholes import TEXTS, a_heard_agenda, an_adopted_agenda
from workagendas import workflow
from workagendas.enums import AgendaState
from workagendas.models import Action, ActionDependency, AgendaSnapshot, Milestone

pytestmark = [
    pytest.mark.db,
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]

TODAY = timezone.localdate()


def adopting(agenda, by):
    decision = {"nl": "Besloten."}
    return lambda: workflow.adopt_agenda(agenda=agenda, adopted_on=TODAY, decision=decision, by=by)


def test_of_two_who_adopt_at_once_one_does(secretary):
    agenda, other = a_heard_agenda(), make_person(Role.SECRETARIAT)
    said = at_once(adopting(agenda, secretary), adopting(agenda, other))
    assert sorted(said) == ["", "AdoptedAlready"]
    assert AgendaSnapshot.objects.count() == 1


def test_of_adopting_and_taking_back_at_once_one_wins(secretary):
    agenda = a_heard_agenda()
    said = at_once(
        adopting(agenda, secretary),
        lambda: workflow.take_back(agenda=agenda, reason="Toch niet.", by=secretary),
    )
    agenda.refresh_from_db()
    assert said.count("") == 1
    assert agenda.state == (AgendaState.ADOPTED if said[0] == "" else AgendaState.DRAFT)


@pytest.mark.parametrize("_time", range(3))
def test_two_do_not_close_a_circle_together(secretary, _time):
    one = ActionFactory(agenda=WorkAgendaFactory())
    other = ActionFactory(agenda=WorkAgendaFactory(starts_in=2028))
    said = at_once(
        lambda: workflow.set_dependencies(action=one, needs=[other], by=secretary),
        lambda: workflow.set_dependencies(action=other, needs=[one], by=secretary),
    )
    assert sorted(said) == ["", "DependencyCycle"]
    assert ActionDependency.objects.count() == 1


def test_two_new_actions_at_once_have_two_codes(secretary):
    agenda = WorkAgendaFactory()
    goal, lead = GoalFactory(theme=agenda.theme), OrganisationFactory()

    def add():
        action = ActionFactory.build(agenda=agenda, main_goal=goal, lead=lead, code="", **TEXTS)
        workflow.add_action(action=action, by=secretary)

    assert at_once(add, add) == ["", ""]
    assert sorted(Action.objects.values_list("code", flat=True)) == ["2026-1A-01", "2026-1A-02"]


def test_two_amendments_at_once_have_two_texts(secretary):
    agenda = an_adopted_agenda(by=secretary)

    def rename(field: str):
        def act():
            with workflow.amending(agenda=agenda, by=secretary, reason="Daarom."):
                Action.objects.filter(agenda=agenda).update(**{field: "Anders."})

        return act

    assert at_once(rename("title_nl"), rename("description_nl")) == ["", ""]
    texts = list(agenda.snapshots.order_by("number").values_list("content", flat=True))
    assert len(set(texts)) == 3
    assert texts[2].count("Anders.") == 2


def test_a_milestone_is_moved_while_the_agenda_is_amended(secretary):
    agenda = an_adopted_agenda(by=secretary)
    milestone = Milestone.objects.get(action__agenda=agenda)

    def amend():
        with workflow.amending(agenda=agenda, by=secretary, reason="Daarom."):
            Action.objects.filter(agenda=agenda).update(title_nl="Anders.")

    def move():
        workflow.move_milestone(
            milestone=milestone,
            due_on=agenda.last_day,
            reason="Duurt langer.",
            language="nl",
            by=secretary,
        )

    assert at_once(amend, move) == ["", ""]
    last = agenda.snapshots.order_by("-number").first()
    assert last.number == 3
    assert "Anders." in last.content
    assert agenda.last_day.isoformat() in last.content


def test_nothing_is_answered_anew_in_an_agenda_that_was_adopted_at_that_moment(secretary):
    agenda = a_heard_agenda()
    reaction = ReactionFactory(agenda=agenda)
    workflow.answer_reaction(reaction=reaction, text="Eerst.", language="nl", by=secretary)
    said = at_once(
        adopting(agenda, secretary),
        lambda: workflow.answer_reaction(
            reaction=reaction, text="Anders.", language="nl", by=secretary
        ),
    )
    reaction.refresh_from_db()
    assert said[0] == ""
    assert (said[1], reaction.answer) in (("", "Anders."), ("NotAnsweredNow", "Eerst."))


def test_nobody_reacts_to_an_agenda_that_was_taken_back_at_that_moment(secretary):
    agenda = a_heard_agenda(consultation_ends_on=TODAY)
    partner = make_person(Role.PARTNER)
    said = at_once(
        lambda: workflow.take_back(agenda=agenda, reason="Toch niet.", by=secretary),
        lambda: workflow.react(agenda=agenda, action=None, text="Goed.", language="nl", by=partner),
    )
    assert said[0] == ""
    assert said[1] in ("", "NotInConsultation")
    assert agenda.reactions.count() == (1 if said[1] == "" else 0)
