"""Milestones are moved with a reason, and reached on a day that has been."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from core.errors import NotAllowed
from core.models import AuditEntry
from tests.factories.accounts import make_person
from tests.factories.workagendas import MilestoneFactory
from tests.workagendas.wholes import an_adopted_agenda
from workagendas import workflow
from workagendas.enums import AgendaAct
from workagendas.models import Milestone
from workagendas.substance import canonical, substance_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LATER = date(2027, 3, 1)


def move(milestone, by, *, due_on=LATER, reason="Vergunning duurt langer.", language="nl"):
    return workflow.move_milestone(
        milestone=milestone, due_on=due_on, reason=reason, language=language, by=by
    )


@pytest.fixture
def milestone():
    return MilestoneFactory(due_on=date(2026, 12, 1))


def test_the_old_day_is_kept_with_the_reason(secretary, milestone):
    made = move(milestone, secretary, reason=" The permit takes longer. ", language="en")
    milestone.refresh_from_db()
    assert milestone.due_on == LATER
    assert (made.was_due_on, made.due_on) == (date(2026, 12, 1), LATER)
    assert (made.reason, made.language) == ("The permit takes longer.", "en")
    assert AuditEntry.objects.get(act=AgendaAct.MILESTONE_MOVED).object_uid == milestone.uid


def test_the_text_of_an_adopted_agenda_goes_along(secretary):
    agenda = an_adopted_agenda(by=secretary)
    milestone = Milestone.objects.get(action__agenda=agenda)
    lead = make_person(Role.PARTNER, organisation=milestone.action.lead)
    move(milestone, lead)
    last = agenda.snapshots.order_by("-number").first()
    assert last.number == 2
    assert last.content == canonical(substance_of(agenda))
    assert milestone.action.code in last.reason_nl
    assert "Vergunning" not in last.reason_nl


def test_a_move_inside_an_amendment_is_part_of_it(secretary):
    agenda = an_adopted_agenda(by=secretary)
    milestone = Milestone.objects.get(action__agenda=agenda)
    with workflow.amending(agenda=agenda, by=secretary, reason="Alles schuift op."):
        move(milestone, secretary)
    last = agenda.snapshots.order_by("-number").first()
    assert (last.number, last.reason_nl) == (2, "Alles schuift op.")
    assert last.content == canonical(substance_of(agenda))


def test_an_internal_actions_milestone_changes_no_text(secretary):
    agenda = an_adopted_agenda(by=secretary)
    milestone = Milestone.objects.get(action__agenda=agenda)
    agenda.actions.update(is_public=False)
    move(milestone, secretary)
    assert agenda.snapshots.count() == 1


@pytest.mark.parametrize("due_on", [date(2026, 1, 1), date(2027, 12, 31)], ids=["first", "last"])
def test_the_first_and_the_last_day_of_the_period_belong_to_it(secretary, milestone, due_on):
    move(milestone, secretary, due_on=due_on)
    milestone.refresh_from_db()
    assert milestone.due_on == due_on
    milestone.full_clean()


@pytest.mark.parametrize("due_on", [date(2025, 12, 31), date(2028, 1, 1)], ids=["before", "after"])
def test_a_milestone_outside_the_period_is_not_what_its_model_accepts(milestone, due_on):
    milestone.due_on = due_on
    with pytest.raises(ValidationError) as refused:
        milestone.full_clean()
    assert [*refused.value.message_dict] == ["due_on"]


@pytest.mark.parametrize(
    ("due_on", "achieved_on", "is_late"),
    [
        (TODAY - timedelta(days=1), None, True),
        (TODAY, None, False),
        (TODAY - timedelta(days=9), TODAY, False),
    ],
    ids=["its day went by", "today is its day", "reached after its day"],
)
def test_what_was_not_reached_when_its_day_went_by_is_late(due_on, achieved_on, is_late):
    milestone = MilestoneFactory(due_on=due_on, achieved_on=achieved_on)
    assert milestone.is_late_on(TODAY) == is_late
    assert Milestone.objects.late_on(TODAY).exists() == is_late


@pytest.mark.parametrize(
    ("due_on", "reason"),
    [
        (date(2026, 12, 1), "Zelfde dag."),
        (date(2028, 1, 1), "Buiten de periode."),
        (date(2025, 12, 31), "Buiten de periode."),
        (LATER, "  "),
    ],
    ids=["same day", "after the period", "before the period", "no reason"],
)
def test_a_move_that_makes_no_sense_is_refused(secretary, milestone, due_on, reason):
    with pytest.raises(workflow.MoveRefused):
        move(milestone, secretary, due_on=due_on, reason=reason)
    assert not milestone.moves.exists()


def test_what_was_reached_is_not_moved(secretary):
    with pytest.raises(workflow.MoveRefused):
        move(MilestoneFactory(achieved_on=TODAY), secretary)


def test_in_a_closed_agenda_nothing_is_moved(secretary):
    agenda = an_adopted_agenda(by=secretary)
    workflow.close_agenda(agenda=agenda, reason="Voorbij.", by=secretary)
    with pytest.raises(workflow.AgendaClosed):
        move(Milestone.objects.get(action__agenda=agenda), secretary)


def test_a_milestone_is_reached_and_not_after_all(secretary, milestone):
    workflow.achieve_milestone(milestone=milestone, achieved_on=TODAY, by=secretary)
    milestone.refresh_from_db()
    assert milestone.achieved_on == TODAY
    workflow.achieve_milestone(milestone=milestone, achieved_on=None, by=secretary)
    milestone.refresh_from_db()
    assert milestone.achieved_on is None


def test_reaching_a_milestone_changes_no_promise(secretary):
    agenda = an_adopted_agenda(by=secretary)
    milestone = Milestone.objects.get(action__agenda=agenda)
    workflow.achieve_milestone(milestone=milestone, achieved_on=TODAY, by=secretary)
    assert agenda.snapshots.count() == 1


def test_nothing_is_reached_tomorrow(secretary, milestone):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(workflow.NotOnThatDay):
        workflow.achieve_milestone(milestone=milestone, achieved_on=tomorrow, by=secretary)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.COORDINATOR, Role.LIAISON])
def test_the_lead_moves_and_reaches_its_own_milestones(milestone, role):
    person = make_person(role, organisation=milestone.action.lead)
    move(milestone, person)
    workflow.achieve_milestone(milestone=milestone, achieved_on=TODAY, by=person)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_nobody_else_does(milestone, role):
    region = milestone.action.lead.region
    person = make_person(
        role, organisation=MilestoneFactory(action__lead__region=region).action.lead
    )
    with pytest.raises(NotAllowed):
        move(milestone, person)
    with pytest.raises(NotAllowed):
        workflow.achieve_milestone(milestone=milestone, achieved_on=TODAY, by=person)
