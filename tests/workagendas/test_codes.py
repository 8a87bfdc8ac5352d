"""The code of an action: year, goal and number, given once and for good."""

import pytest

from accounts.roles import Role
from core import edits
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import ActionFactory, WorkAgendaFactory
from workagendas import workflow
from workagendas.models import Action, WorkAgenda

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT)


@pytest.fixture
def agenda() -> WorkAgenda:
    return WorkAgendaFactory(theme=GoalFactory(code="1B").theme)


def added(agenda: WorkAgenda, by, **fields) -> Action:
    fields |= {"lead": OrganisationFactory(), "title_nl": "Voorbeeld"}
    return workflow.add_action(action=Action(agenda=agenda, **fields), by=by)


def test_numbers_run_for_each_goal_and_for_what_cuts_across(agenda, secretary):
    goal = agenda.theme.goals.get()
    codes = [
        added(agenda, secretary, main_goal=goal).code,
        added(agenda, secretary, is_cross_cutting=True).code,
        added(agenda, secretary, main_goal=goal).code,
    ]
    assert codes == ["2026-1B-01", "2026-X-01", "2026-1B-02"]


def test_the_code_of_what_was_deleted_is_not_given_again(agenda, secretary):
    added(agenda, secretary, is_cross_cutting=True)
    edits.delete(added(agenda, secretary, is_cross_cutting=True), by=secretary)
    assert added(agenda, secretary, is_cross_cutting=True).code == "2026-X-03"


def test_agendas_of_one_period_share_the_numbers_of_what_cuts_across(agenda, secretary):
    added(agenda, secretary, is_cross_cutting=True)
    other = WorkAgendaFactory()
    assert added(other, secretary, is_cross_cutting=True).code == "2026-X-02"
    later = WorkAgendaFactory(starts_in=2028)
    assert added(later, secretary, is_cross_cutting=True).code == "2028-X-01"


def test_after_999_actions_of_one_goal_there_is_no_next_code(agenda, secretary):
    ActionFactory(agenda=agenda, code="2026-X-998")
    assert added(agenda, secretary, is_cross_cutting=True).code == "2026-X-999"
    with pytest.raises(workflow.NoCodeLeft):
        added(agenda, secretary, is_cross_cutting=True)
    assert added(agenda, secretary, main_goal=agenda.theme.goals.get()).code == "2026-1B-01"
