"""Codes of new actions, and dependencies that never run in a circle."""

import pytest

from accounts.roles import Role
from core.errors import NotAllowed
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory
from tests.factories.workagendas import ActionDependencyFactory, ActionFactory, WorkAgendaFactory
from tests.workagendas.wholes import TEXTS
from workagendas import workflow
from workagendas.models import ActionDependency

pytestmark = pytest.mark.django_db


def new_action(agenda, goal=None):
    lead = ActionFactory(agenda=agenda).lead
    return ActionFactory.build(agenda=agenda, main_goal=goal, lead=lead, code="", **TEXTS)


def test_a_code_is_year_goal_and_the_next_number(secretary):
    agenda = WorkAgendaFactory(starts_in=2028)
    goal = GoalFactory(theme=agenda.theme, code="1B")
    ActionFactory(agenda=agenda, main_goal=goal, code="2028-1B-07")
    assert workflow.next_code(agenda, goal) == "2028-1B-08"
    assert workflow.add_action(action=new_action(agenda, goal), by=secretary).code == "2028-1B-08"


def test_cross_cutting_actions_are_counted_over_both_agendas_of_a_period(secretary):
    ActionFactory(agenda=WorkAgendaFactory(starts_in=2028), code="2028-X-01")
    assert workflow.next_code(WorkAgendaFactory(starts_in=2028), None) == "2028-X-02"


def test_a_code_stays_taken_when_the_goal_changed():
    agenda = WorkAgendaFactory(starts_in=2028)
    goal = GoalFactory(theme=agenda.theme, code="1B")
    ActionFactory(agenda=agenda, main_goal=None, code="2028-1B-01")
    assert workflow.next_code(agenda, goal) == "2028-1B-02"


def test_after_99_comes_100_and_after_999_nothing():
    agenda = WorkAgendaFactory(starts_in=2028)
    ActionFactory(agenda=agenda, code="2028-X-99")
    assert workflow.next_code(agenda, None) == "2028-X-100"
    ActionFactory(agenda=agenda, code="2028-X-999")
    with pytest.raises(workflow.NoCodeLeft):
        workflow.next_code(agenda, None)


def test_only_the_secretariat_adds_actions():
    agenda = WorkAgendaFactory()
    with pytest.raises(NotAllowed):
        workflow.add_action(action=new_action(agenda), by=make_person(Role.COORDINATOR))


@pytest.fixture
def chain():
    """Three actions of which each needs the next one."""
    agenda = WorkAgendaFactory()
    a, b, c = (ActionFactory(agenda=agenda, code=f"2026-X-{n}") for n in ("11", "12", "13"))
    ActionDependencyFactory(action=a, needs=b)
    ActionDependencyFactory(action=b, needs=c)
    return a, b, c


def test_an_action_needs_exactly_what_is_said(secretary, chain):
    a, _b, c = chain
    workflow.set_dependencies(action=a, needs=[c], by=secretary)
    assert list(a.depends_on.all()) == [c]


def test_a_circle_is_refused_and_named_by_its_codes(secretary, chain):
    a, _b, c = chain
    with pytest.raises(workflow.DependencyCycle) as refused:
        workflow.set_dependencies(action=c, needs=[a], by=secretary)
    assert refused.value.codes == ["2026-X-13", "2026-X-11", "2026-X-12", "2026-X-13"]
    assert "2026-X-13 → 2026-X-11 → 2026-X-12 → 2026-X-13" in str(refused.value)
    assert ActionDependency.objects.count() == 2


def test_an_action_does_not_need_itself(chain):
    a, *_others = chain
    with pytest.raises(workflow.DependencyCycle):
        workflow.require_no_cycle(action=a, needs=a)


def test_a_circle_through_another_agenda_is_found(secretary, chain):
    a, _b, c = chain
    other = ActionFactory(code="2028-X-55", agenda=WorkAgendaFactory(starts_in=2028))
    workflow.set_dependencies(action=c, needs=[other], by=secretary)
    with pytest.raises(workflow.DependencyCycle):
        workflow.set_dependencies(action=other, needs=[a], by=secretary)


def test_two_ways_to_the_same_action_are_no_circle(chain):
    a, _b, c = chain
    workflow.require_no_cycle(action=a, needs=c)
