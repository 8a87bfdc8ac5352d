"""Deleting a row on its own screen: with a reason once adopted, and only what may go."""

import pytest

from accounts.roles import Role
from core.models import AuditEntry
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory
from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    WorkAgendaFactory,
)
from tests.workagendas.back_office import change_page, errors_on, form_on
from workagendas.enums import AgendaState
from workagendas.models import Action, AgendaSnapshot, Milestone

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARIAT, language="en")
    client.force_login(person)
    return person


@pytest.fixture
def action() -> Action:
    return ActionFactory()


@pytest.fixture
def adopted() -> Action:
    agenda = WorkAgendaFactory(adopted=True)
    main_goal = GoalFactory(theme=agenda.theme)
    action = ActionFactory(agenda=agenda, main_goal=main_goal, expected_result_nl="Iets.")
    ParticipationFactory(action=action)
    return action


def delete(client, row, **sent):
    """Open the question whether the row may go, fill this in and send it."""
    path = change_page(row).replace("/change/", "/delete/")
    return client.post(path, form_on(client.get(path)) | sent)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_deleting_in_an_adopted_agenda_asks_why_and_loses_nothing(client, adopted, language):
    client.force_login(make_person(Role.SECRETARIAT, language=language))
    milestone = MilestoneFactory(action=adopted)
    response = delete(client, milestone, reason=" ")
    said = {"nl": "Zeg in het Nederlands", "en": "Say in Dutch why"}[language]
    assert said in errors_on(response)
    assert "reason" in response.context["deletion"].errors
    assert milestone in adopted.milestones.all()
    assert not AgendaSnapshot.objects.exists()
    assert delete(client, milestone, reason="Niet meer nodig").status_code == 302
    assert not adopted.milestones.exists()
    assert AgendaSnapshot.objects.get().reason_nl == "Niet meer nodig"
    gone = Milestone.history.get(history_type="-")
    assert (gone.title_nl, gone.history_change_reason) == (milestone.title_nl, "Niet meer nodig")
    assert gone.history_user.language == language
    acts = AuditEntry.objects.filter(object_uid=milestone.uid)
    assert [entry.act for entry in acts] == ["core.deleted"]


def test_a_draft_gives_a_reason_for_deleting_if_it_likes(client, secretary, action):
    first, second = MilestoneFactory.create_batch(2, action=action)
    delete(client, first)
    delete(client, second, reason="Dubbel")
    reasons = Milestone.history.filter(history_type="-").order_by("history_id")
    assert [row.history_change_reason for row in reasons] == [None, "Dubbel"]


def test_what_was_changed_meanwhile_is_not_deleted_unseen(client, secretary, action):
    milestone = MilestoneFactory(action=action)
    response = delete(client, milestone, seen_version="7", reason="Dubbel")
    assert "changed while you were editing" in errors_on(response)
    assert form_on(response)["reason"] == "Dubbel"
    assert Milestone.objects.filter(pk=milestone.pk).exists()


def test_nothing_is_deleted_in_a_closed_agenda(client, secretary, adopted):
    milestone = MilestoneFactory(action=adopted)
    adopted.agenda.state = AgendaState.CLOSED
    adopted.agenda.save()
    path = change_page(milestone).replace("/change/", "/delete/")
    assert client.get(path).status_code == 403
    assert client.post(path, {"post": "yes", "reason": "Weg"}).status_code == 403


def test_an_action_that_was_reported_on_stays(client, secretary, action):
    ProgressUpdateFactory(action=action)
    path = change_page(action).replace("/change/", "/delete/")
    page = client.get(path).content.decode()
    assert "This cannot be deleted" in page
    assert "progress update" in page
    assert "<form" not in page.split('id="content"')[1].split("</main>")[0]
    assert client.post(path, {"post": "yes"}).status_code == 403
    assert Action.objects.filter(pk=action.pk).exists()
