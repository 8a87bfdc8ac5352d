"""Changing what an agenda promises: freely before it is adopted, with a trail afterwards."""

from datetime import UTC, datetime

import pytest

from accounts.roles import Role
from core.errors import NotAllowed
from core.models import AuditEntry
from notifications.models import Notification
from tests.factories.accounts import make_person
from tests.factories.workagendas import ActionFactory, ParticipationFactory, WorkAgendaFactory
from tests.workagendas.wholes import TEXTS, an_adopted_agenda
from workagendas import workflow
from workagendas.enums import AgendaAct, AgendaState
from workagendas.models import Action, AgendaSnapshot
from workagendas.substance import canonical, substance_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def adopted(secretary):
    return an_adopted_agenda(by=secretary)


def rename(agenda, title: str) -> None:
    action = agenda.actions.first()
    action.title_nl = title
    action.save()


def test_a_draft_is_changed_without_a_reason(secretary):
    agenda = WorkAgendaFactory()
    action = ActionFactory(agenda=agenda)
    with workflow.amending(agenda=agenda, by=secretary):
        rename(agenda, "Anders")
    action.refresh_from_db()
    assert action.title_nl == "Anders"
    assert not AgendaSnapshot.objects.exists()


def test_an_adopted_agenda_keeps_its_new_text_with_the_reason(secretary, adopted):
    reasons = {"nl": " De subsidie viel weg. ", "en": "The grant fell through."}
    with workflow.amending(agenda=adopted, by=secretary, reason=reasons):
        rename(adopted, "Anders")
    first, second = adopted.snapshots.order_by("number")
    assert second.number == 2
    assert (second.reason_nl, second.reason_en) == (
        "De subsidie viel weg.",
        "The grant fell through.",
    )
    assert "Anders" in second.content
    assert second.digest != first.digest
    adopted.refresh_from_db()
    assert adopted.state == AgendaState.ADOPTED
    assert adopted.history.first().history_change_reason == "De subsidie viel weg."
    assert AuditEntry.objects.filter(act=AgendaAct.AMENDED, object_uid=adopted.uid).count() == 1
    key = "workagendas.agenda_amended"
    assert [row.recipient for row in Notification.objects.filter(event_key=key)] == [secretary]


def test_an_amendment_was_made_at_the_moment_that_is_given(secretary, adopted):
    at = datetime(2026, 7, 15, 12, tzinfo=UTC)
    with workflow.amending(agenda=adopted, by=secretary, reason="Daarom.", at=at):
        rename(adopted, "Anders")
    assert adopted.snapshots.get(number=2).made_at == at
    assert AuditEntry.objects.get(act=AgendaAct.AMENDED).at == at
    assert Notification.objects.get(event_key="workagendas.agenda_amended").created_at == at


@pytest.mark.parametrize("reason", ["", "  ", {}, {"en": "Only English."}])
def test_without_a_reason_in_dutch_nothing_is_changed(secretary, adopted, reason):
    with (
        pytest.raises(workflow.ReasonMissing),
        workflow.amending(agenda=adopted, by=secretary, reason=reason),
    ):
        rename(adopted, "Anders")
    assert not adopted.actions.filter(title_nl="Anders").exists()
    assert adopted.snapshots.count() == 1


def test_what_readers_do_not_see_needs_no_reason(secretary, adopted):
    with workflow.amending(agenda=adopted, by=secretary):
        action = adopted.actions.first()
        action.internal_notes = "Bellen."
        action.save()
    assert adopted.snapshots.count() == 1


def test_a_closed_agenda_stays_as_it_is(secretary, adopted):
    workflow.close_agenda(agenda=adopted, reason="Voorbij.", by=secretary)
    with (
        pytest.raises(workflow.AgendaClosed),
        workflow.amending(agenda=adopted, by=secretary, reason="Toch."),
    ):
        raise AssertionError("the agenda is closed")


def test_an_error_inside_undoes_everything(secretary, adopted):
    with (
        pytest.raises(Action.DoesNotExist),
        workflow.amending(agenda=adopted, by=secretary, reason="Daarom."),
    ):
        rename(adopted, "Anders") or Action.objects.get(code="9999-X-99")
    assert not adopted.actions.filter(title_nl="Anders").exists()
    assert adopted.snapshots.count() == 1
    with workflow.amending(agenda=adopted, by=secretary, reason="Daarom."):
        rename(adopted, "Nu wel")
    assert adopted.snapshots.count() == 2


def test_one_inside_another_is_one_amendment(secretary, adopted):
    with workflow.amending(agenda=adopted, by=secretary, reason="Daarom."):
        rename(adopted, "Anders")
        with workflow.amending(agenda=adopted, by=secretary):
            rename(adopted, "Nog anders")
    assert adopted.snapshots.count() == 2


def test_an_adopted_agenda_keeps_a_partner_of_another_region_in_each_action(secretary, adopted):
    action = adopted.actions.get()
    with (
        pytest.raises(workflow.NoLongerWhole) as refused,
        workflow.amending(agenda=adopted, by=secretary, reason="Daarom."),
    ):
        action.participations.get().delete()
    assert action.code in str(refused.value)
    assert action.participations.count() == 1


def test_what_was_lacking_before_keeps_nobody_from_an_amendment(secretary, adopted):
    lead = adopted.actions.get().lead
    lead.left_on = adopted.adopted_on
    lead.save()
    with workflow.amending(agenda=adopted, by=secretary, reason="Daarom."):
        rename(adopted, "Anders")
    assert adopted.snapshots.count() == 2


def test_a_new_action_comes_with_its_partners(secretary, adopted):
    action = ActionFactory.build(
        agenda=adopted, lead=adopted.actions.get().lead, main_goal=None, **TEXTS
    )
    with workflow.amending(agenda=adopted, by=secretary, reason="Erbij."):
        workflow.add_action(action=action, by=secretary)
        ParticipationFactory(action=action)
    assert adopted.actions.count() == 2
    last = adopted.snapshots.order_by("-number").first()
    assert last.content == canonical(substance_of(adopted))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_secretariat_amends(adopted, role):
    with (
        pytest.raises(NotAllowed),
        workflow.amending(agenda=adopted, by=make_person(role), reason="Zo."),
    ):
        raise AssertionError("nobody else comes in")
