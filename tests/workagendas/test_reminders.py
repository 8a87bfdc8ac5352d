"""Who answers for a milestone hears in time that it is due, and once that it is late."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from accounts.roles import Role
from notifications.letters import notice_of
from notifications.models import Notification
from tests.factories.accounts import make_person
from tests.factories.workagendas import ActionFactory, MilestoneFactory, WorkAgendaFactory
from workagendas.enums import AgendaState
from workagendas.models import WorkAgenda
from workagendas.tasks import remind_of_milestones

pytestmark = pytest.mark.django_db

SOON, LATE = "workagendas.milestone_due_soon", "workagendas.milestone_late"
TODAY = timezone.localdate()


def due_in(days: int, **fields):
    fields.setdefault("action", ActionFactory(agenda=WorkAgendaFactory(adopted=True)))
    return MilestoneFactory(due_on=TODAY + timedelta(days=days), **fields)


def told() -> list[tuple]:
    rows = Notification.objects.order_by("id")
    return [(row.event_key, row.recipient) for row in rows]


@pytest.fixture
def lead():
    """Return a partner of the organisation that leads a milestone's action."""

    def of(milestone, role=Role.PARTNER, **fields):
        return make_person(role, organisation=milestone.action.lead, **fields)

    return of


@pytest.mark.parametrize(
    ("days", "event"), [(15, None), (14, SOON), (0, SOON), (-1, LATE), (-14, LATE), (-15, None)]
)
def test_it_is_told_two_weeks_before_and_from_the_day_after(lead, days, event):
    person = lead(due_in(days))
    remind_of_milestones()
    assert told() == ([(event, person)] if event else [])


def test_nobody_is_told_twice_of_the_same_day(lead):
    milestone = due_in(3)
    person = lead(milestone)
    remind_of_milestones()
    remind_of_milestones()
    assert told() == [(SOON, person)]
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        remind_of_milestones()
        remind_of_milestones()
    assert told() == [(SOON, person), (LATE, person)]


def test_another_day_is_told_again(lead):
    milestone = due_in(3)
    lead(milestone)
    remind_of_milestones()
    milestone.due_on += timedelta(days=2)
    milestone.save()
    remind_of_milestones()
    assert len(told()) == 2


def test_what_was_reached_is_not_told(lead):
    lead(due_in(-1, achieved_on=TODAY))
    remind_of_milestones()
    assert told() == []


@pytest.mark.parametrize("state", [state for state in AgendaState if state != "adopted"])
def test_only_adopted_agendas_remind(lead, state):
    milestone = due_in(3)
    lead(milestone)
    WorkAgenda.objects.update(state=state, **_as_not_adopted(state))
    remind_of_milestones()
    assert told() == []


def _as_not_adopted(state) -> dict:
    return {} if state == AgendaState.CLOSED else {"adopted_on": None}


def test_the_contact_person_is_told_alone(lead):
    milestone = due_in(3)
    lead(milestone)
    milestone.action.contact = make_person()
    milestone.action.save()
    remind_of_milestones()
    assert told() == [(SOON, milestone.action.contact)]


def test_partners_and_coordinators_are_told_where_the_contact_person_left(lead):
    milestone = due_in(3)
    people = [lead(milestone), lead(milestone, Role.COORDINATOR)]
    lead(milestone, Role.LIAISON)
    milestone.action.contact = make_person(is_active=False)
    milestone.action.save()
    remind_of_milestones()
    assert told() == [(SOON, person) for person in people]


def test_where_nobody_is_there_the_secretariat_is_told_for_whom(secretary):
    milestone = due_in(3)
    remind_of_milestones()
    assert told() == [(SOON, secretary)]
    assert Notification.objects.get().meant_for == str(milestone.action.lead)


@pytest.mark.parametrize("change", ["moved", "reached", "deleted"])
def test_a_mail_that_waits_is_not_sent_when_that_is_over(lead, change):
    milestone = due_in(3)
    lead(milestone)
    remind_of_milestones()
    row = Notification.objects.get()
    assert row.event.still_holds(row.facts)
    match change:
        case "moved":
            milestone.due_on += timedelta(days=30)
            milestone.save()
        case "reached":
            milestone.achieved_on = TODAY
            milestone.save()
        case "deleted":
            milestone.delete()
    assert not row.event.still_holds(row.facts)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("days", [3, -1])
def test_an_internal_action_is_named_by_its_code_alone(lead, language, days):
    action = ActionFactory(
        agenda=WorkAgendaFactory(adopted=True), is_public=False, title_nl="GEHEIM"
    )
    lead(due_in(days, action=action, title_nl="GEHEIM", title_en="GEHEIM"))
    remind_of_milestones()
    row = Notification.objects.get()
    with translation.override(language):
        notice = notice_of(row)
    assert action.code in notice.title
    assert "GEHEIM" not in str(notice) + str(row.facts)
    assert action.code in notice.path
    assert notice.path.startswith(f"/{language}/")


def test_a_public_milestone_is_named(lead):
    lead(due_in(3, title_nl="Route open"))
    remind_of_milestones()
    assert "Route open" in str(notice_of(Notification.objects.get()).paragraphs)
