"""Actions in the back office: edited with all that belongs to them, with a reason once adopted."""

from datetime import date

import pytest

from accounts.roles import Role
from charter.enums import CharterState
from core.models import AuditEntry
from tests.factories.accounts import make_person
from tests.factories.charter import CharterFactory, GoalFactory, ThemeFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionDependencyFactory,
    ActionFactory,
    BudgetLineFactory,
    FundingSourceFactory,
    MilestoneFactory,
    ParticipationFactory,
    WorkAgendaFactory,
)
from tests.workagendas.back_office import add, add_page, change_page, edit, errors_on, form_on
from workagendas.models import (
    Action,
    ActionRelation,
    AgendaSnapshot,
    BudgetLine,
    Milestone,
    Participation,
)

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("language", ["nl", "en"])


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARIAT, name="Voorbeeld Secretaris", language="en")
    client.force_login(person)
    return person


@pytest.fixture
def theme():
    theme = ThemeFactory(charter=CharterFactory(state=CharterState.IN_FORCE))
    GoalFactory(theme=theme, code="1A")
    GoalFactory(theme=theme, code="1B")
    return theme


def make_action(agenda, **values) -> Action:
    """Return an action that an adopted agenda may have: with all texts and a partner elsewhere."""
    action = ActionFactory(agenda=agenda, expected_result_nl="Iets.", **values)
    ParticipationFactory(action=action)
    return action


@pytest.fixture
def action(theme) -> Action:
    return make_action(WorkAgendaFactory(theme=theme), main_goal=theme.goals.first())


@pytest.fixture
def adopted(theme) -> Action:
    agenda = WorkAgendaFactory(theme=theme, starts_in=2028, adopted=True)
    return make_action(agenda, main_goal=theme.goals.first())


def speak(client, language: str) -> None:
    client.force_login(make_person(Role.SECRETARIAT, language=language))


# ── Adding ──


def test_a_new_action_gets_its_code_and_its_partners_at_once(client, secretary, action):
    partner, goal = OrganisationFactory(), action.main_goal
    response = add(
        client,
        Action,
        agenda=action.agenda_id,
        main_goal=goal.pk,
        lead=action.lead_id,
        title_nl="Nieuw",
        **{"participations-0-organisation": partner.pk, "participations-0-part_nl": "Helpt."},
    )
    assert response.status_code == 302, errors_on(response)
    made = Action.objects.get(title_nl="Nieuw")
    assert made.code == f"2026-{goal.code}-01"
    assert [part.organisation for part in made.participations.all()] == [partner]
    assert AuditEntry.objects.filter(act="core.added", object_uid=made.uid).count() == 1


def test_a_new_action_in_an_adopted_agenda_comes_with_its_partner_and_a_reason(
    client, secretary, adopted
):
    fields = {"agenda": adopted.agenda_id, "is_cross_cutting": "on", "lead": adopted.lead_id}
    fields |= {"title_nl": "Nieuw", "reason": "Er kwam iets bij"}
    response = add(client, Action, **fields)
    assert "no partner of another region" in errors_on(response)
    assert form_on(response)["title_nl"] == "Nieuw"
    assert not Action.objects.filter(title_nl="Nieuw").exists()
    partner = {"participations-0-organisation": OrganisationFactory().pk}
    again = client.post(add_page(Action), form_on(response) | partner)
    assert again.status_code == 302, errors_on(again)
    assert Action.objects.get(title_nl="Nieuw").code == "2028-X-01"


def test_a_code_is_never_typed(client, secretary, action):
    edit(client, action, code="2026-X-99", agenda=WorkAgendaFactory().pk, title_nl="Anders")
    stored = Action.objects.get(pk=action.pk)
    assert (stored.code, stored.agenda_id, stored.title_nl) == (
        action.code,
        action.agenda_id,
        "Anders",
    )


# ── Once adopted ──


def test_a_draft_is_edited_without_a_reason(client, secretary, action):
    assert edit(client, action, title_nl="Anders").status_code == 302
    assert not AgendaSnapshot.objects.exists()


def test_an_adopted_agenda_says_before_saving_that_a_reason_is_needed(client, secretary, adopted):
    page = client.get(change_page(adopted)).content.decode()
    assert "In an adopted agenda every change of what it promises has a reason" in page


@BOTH
def test_without_a_reason_nothing_is_written_and_nothing_typed_is_lost(client, adopted, language):
    speak(client, language)
    partner = OrganisationFactory()
    typed = {
        "title_nl": "Anders",
        "participations-1-organisation": str(partner.pk),
        "participations-1-part_nl": "Helpt.",
    }
    response = edit(client, adopted, **typed)
    assert "reason" in response.context["adminform"].form.errors
    assert typed.items() <= form_on(response).items()
    assert Action.objects.get(pk=adopted.pk).title_nl == adopted.title_nl
    assert Participation.objects.filter(action=adopted).count() == 1
    assert not AgendaSnapshot.objects.exists()
    assert "was changed successfully" not in response.content.decode()


def test_with_a_reason_the_new_text_is_frozen_with_it(client, secretary, adopted):
    assert edit(client, adopted, title_nl="Anders", reason="Duidelijker").status_code == 302
    snapshot = AgendaSnapshot.objects.get(agenda=adopted.agenda)
    assert snapshot.reason_nl == "Duidelijker"
    assert "Anders" in snapshot.content
    assert adopted.history.first().history_change_reason == "Duidelijker"


def test_a_row_alone_amends_the_agenda_too(client, secretary, adopted):
    part = adopted.participations.get()
    sent = {"participations-0-part_nl": "Doet iets anders.", "reason": "Zo is het"}
    assert edit(client, adopted, **sent).status_code == 302
    part.refresh_from_db()
    assert part.part_nl == "Doet iets anders."
    assert part.history.first().history_change_reason == "Zo is het"
    assert AgendaSnapshot.objects.count() == 1


def test_internal_notes_need_no_reason(client, secretary, adopted):
    assert edit(client, adopted, internal_notes="Bel eerst even.").status_code == 302
    assert not AgendaSnapshot.objects.exists()


def test_an_action_of_an_adopted_agenda_keeps_a_partner_of_another_region(
    client, secretary, adopted
):
    response = edit(client, adopted, reason="Zomaar", **{"participations-0-DELETE": "on"})
    assert "no partner of another region" in errors_on(response)
    assert adopted.participations.count() == 1


def test_an_action_of_a_closed_agenda_can_only_be_read(client, secretary, adopted):
    type(adopted.agenda).objects.filter(pk=adopted.agenda_id).update(state="closed")
    assert "title_nl" not in form_on(client.get(change_page(adopted)))
    assert client.post(change_page(adopted), {"title_nl": "Anders"}).status_code == 403


# ── Rows ──


def test_rows_are_added_changed_and_deleted_each_with_its_trail(client, secretary, action):
    part, line = action.participations.get(), BudgetLineFactory(action=action)
    new, funding = OrganisationFactory(), FundingSourceFactory()
    sent = {
        "participations-0-DELETE": "on",
        "participations-1-organisation": new.pk,
        "budget_lines-0-amount": "2500.50",
        "budget_lines-1-funding": funding.pk,
        "budget_lines-1-amount": "10",
        "milestones-0-title_nl": "Begin",
        "milestones-0-due_on": "2026-05-01",
        "reason": "Nieuwe ploeg",
    }
    response = edit(client, action, **sent)
    assert response.status_code == 302, errors_on(response)
    assert [each.organisation for each in action.participations.all()] == [new]
    assert sorted(row.amount for row in action.budget_lines.all()) == [10, 2500.5]
    assert action.milestones.get().due_on == date(2026, 5, 1)
    deleted = Participation.history.get(id=part.pk, history_type="-")
    assert (deleted.history_user, deleted.history_change_reason) == (secretary, "Nieuwe ploeg")
    acts = {
        (entry.act, entry.object_type)
        for entry in AuditEntry.objects.filter(object_type__startswith="workagendas.")
    }
    assert acts >= {
        ("core.deleted", "workagendas.participation"),
        ("core.added", "workagendas.participation"),
        ("core.changed", "workagendas.budgetline"),
        ("core.added", "workagendas.milestone"),
    }
    assert AuditEntry.objects.get(act="core.changed", object_uid=line.uid).fields == ["amount"]


def test_two_editors_of_one_row_meet_and_nothing_is_lost(client, secretary, action):
    part = action.participations.get()
    sent = form_on(client.get(change_page(action)))
    other = Participation.objects.get(pk=part.pk)
    other.part_nl = "Van een ander."
    other._history_user = make_person(Role.SECRETARIAT, name="Voorbeeld Collega")
    other.save()
    response = client.post(change_page(action), sent | {"participations-0-part_nl": "Van mij."})
    assert "Voorbeeld Collega changed this while you were editing" in errors_on(response)
    assert form_on(response)["participations-0-part_nl"] == "Van mij."
    part.refresh_from_db()
    assert part.part_nl == "Van een ander."
    again = client.post(change_page(action), form_on(response))
    assert again.status_code == 302, errors_on(again)
    part.refresh_from_db()
    assert part.part_nl == "Van mij."


def test_a_row_that_somebody_changed_is_not_deleted_unseen(client, secretary, action):
    part = action.participations.get()
    sent = form_on(client.get(change_page(action)))
    Participation.objects.filter(pk=part.pk).update(part_nl="Van een ander.")
    response = client.post(change_page(action), sent | {"participations-0-DELETE": "on"})
    assert "This was changed while you were editing" in errors_on(response)
    assert Participation.objects.filter(pk=part.pk).exists()


def test_a_row_that_somebody_deleted_says_so_and_can_be_let_go(client, secretary, action):
    sent = form_on(client.get(change_page(action))) | {"participations-0-part_nl": "Van mij."}
    action.participations.all().delete()
    response = client.post(change_page(action), sent)
    assert "Somebody deleted this while you were editing" in errors_on(response)
    again = client.post(change_page(action), sent | {"participations-0-DELETE": "on"})
    assert again.status_code == 302


def test_the_day_of_a_stored_milestone_is_not_changed_from_here(client, secretary, action):
    milestone = MilestoneFactory(action=action, due_on=date(2026, 12, 1))
    edit(client, action, **{"milestones-0-due_on": "2027-01-01", "milestones-0-title_nl": "Nieuw"})
    milestone.refresh_from_db()
    assert (milestone.title_nl, milestone.due_on) == ("Nieuw", date(2026, 12, 1))


def test_screens_work_without_a_script_and_open_no_second_window(client, secretary, action):
    page = client.get(change_page(action)).content.decode()
    assert "__prefix__" not in page
    assert "related-widget-wrapper" not in page


# ── Links ──


def test_goals_needs_and_related_actions_are_linked_and_unlinked(client, secretary, action, theme):
    goal = theme.goals.last()
    other = ActionFactory(agenda=action.agenda)
    sent = {"also_serves": [str(goal.pk)], "needs": other.code.lower(), "related": other.code}
    assert edit(client, action, **sent).status_code == 302
    assert list(action.further_goals.all()) == [goal]
    assert list(action.depends_on.all()) == [other]
    assert list(Action.objects.related_to(action)) == [other]
    assert edit(client, action, also_serves=[], needs="", related="").status_code == 302
    assert not action.further_goals.exists()
    assert not action.depends_on.exists()
    assert not ActionRelation.objects.exists()


def test_what_another_editor_linked_meanwhile_stays(client, secretary, action):
    mine, others = ActionFactory(agenda=action.agenda), ActionFactory(agenda=action.agenda)
    sent = form_on(client.get(change_page(action)))
    ActionDependencyFactory(action=action, needs=others)
    assert client.post(change_page(action), sent | {"needs": mine.code}).status_code == 302
    assert set(action.depends_on.all()) == {mine, others}


@BOTH
def test_a_cycle_is_refused_at_its_field_and_named(client, action, language):
    speak(client, language)
    other = ActionFactory(agenda=action.agenda)
    ActionDependencyFactory(action=other, needs=action)
    response = edit(client, action, needs=other.code)
    form = response.context["adminform"].form
    assert f"{action.code} → {other.code} → {action.code}" in str(form.errors["needs"])
    assert form_on(response)["needs"] == other.code
    assert not action.depends_on.exists()


def test_an_unknown_code_is_named(client, secretary, action):
    response = edit(client, action, needs="2026-X-98, 2026-X-99", related="ooops")
    assert "No action has this code: 2026-X-98, 2026-X-99." in errors_on(response)
    assert "No action has this code: OOOPS." in errors_on(response)


# ── Bad input, in both languages ──


@BOTH
def test_a_lead_that_is_no_charter_partner_is_refused(client, action, language):
    speak(client, language)
    stranger = OrganisationFactory(relation="network", name_in_charter="", region=None)
    response = edit(client, action, lead=stranger.pk)
    assert "lead" in response.context["adminform"].form.errors
    assert str(stranger) in errors_on(response)


@BOTH
def test_a_day_outside_the_period_is_refused(client, action, language):
    speak(client, language)
    response = edit(client, action, due_on="2028-01-31")
    assert "due_on" in response.context["adminform"].form.errors
    assert "01-01-2026" in errors_on(response)
    assert form_on(response)["due_on"] == "2028-01-31"


def test_a_milestone_of_a_new_action_outside_the_period_is_refused(client, secretary, action):
    refused = add(
        client,
        Action,
        agenda=str(action.agenda_id),
        main_goal=str(action.main_goal_id),
        lead=str(action.lead_id),
        title_nl="Nieuw",
        **{"milestones-0-title_nl": "Te ver", "milestones-0-due_on": "2035-01-01"},
    )
    assert "outside the period" in errors_on(refused)
    assert form_on(refused)["milestones-0-due_on"] == "2035-01-01"
    assert not Milestone.objects.filter(title_nl="Te ver").exists()


@BOTH
def test_an_organisation_that_left_gets_no_new_part(client, action, language):
    speak(client, language)
    lead, partner = OrganisationFactory.create_batch(2, left_on=date(2026, 4, 1))
    sent = {"lead": lead.pk, "participations-1-organisation": partner.pk}
    assert errors_on(edit(client, action, **sent)).count("01-04-2026") == 2


def test_what_an_organisation_did_before_it_left_stays_and_can_be_edited(client, secretary, action):
    for organisation in (action.lead, action.participations.get().organisation):
        organisation.left_on = date(2026, 4, 1)
        organisation.save()
    action.refresh_from_db()
    assert edit(client, action, title_nl="Anders").status_code == 302


def test_the_lead_does_not_take_part_as_well(client, secretary, action):
    sent = {"participations-1-organisation": action.lead_id}
    assert "This organisation leads the action." in errors_on(edit(client, action, **sent))


def test_one_organisation_takes_part_once(client, secretary, action):
    region = RegionFactory()
    twice = OrganisationFactory(region=region).pk
    sent = {"participations-1-organisation": twice, "participations-2-organisation": twice}
    response = edit(client, action, **sent)
    assert response.status_code == 200
    assert errors_on(response)


def test_deleting_is_for_drafts(client, secretary, action, adopted):
    for row, status in ((action, 302), (adopted, 403)):
        delete = change_page(row).replace("/change/", "/delete/")
        assert client.post(delete, {"post": "yes"}).status_code == status
    assert set(Action.objects.all()) == {adopted}
    assert not BudgetLine.objects.exists()
    assert not Milestone.objects.exists()
