"""The history of an action in the back office tells what stood beside it as well."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rules import always_deny
from rules.permissions import permissions

from accounts.roles import Role
from core import edits
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory, ThemeFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionFactory,
    BudgetLineFactory,
    FundingSourceFactory,
    IndicatorFactory,
    MilestoneFactory,
    ParticipationFactory,
    WorkAgendaFactory,
)
from tests.workagendas.back_office import change_page, edit, errors_on

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARIAT, name="Voorbeeld Secretaris", language="en")
    client.force_login(person)
    return person


@pytest.fixture
def action():
    theme = ThemeFactory()
    agenda = WorkAgendaFactory(theme=theme)
    return ActionFactory(agenda=agenda, main_goal=GoalFactory(theme=theme, code="1A"))


def history(client, row) -> list[str]:
    """Return what each version on the first page says, newest first."""
    response = client.get(change_page(row).replace("/change/", "/history/"))
    html = BeautifulSoup(response.content, "html.parser")
    return [said.get_text(" ", strip=True) for said in html.find_all(class_="office-version")]


def saved(client, action, **sent) -> list[str]:
    """Save it with a reason; return what its history says then of what stands beside it."""
    before = len(history(client, action))
    response = edit(client, action, **sent, reason="Daarom")
    assert response.status_code == 302, errors_on(response)
    versions = history(client, action)
    versions = versions[: len(versions) - before]
    assert all("by Voorbeeld Secretaris · Why: Daarom" in said for said in versions)
    return sorted(said for said in versions if "Changed by" not in said)


def test_what_is_added_beside_an_action_is_told_with_who_and_why(client, secretary, action):
    goal, first, related = GoalFactory(code="1B"), ActionFactory(), ActionFactory()
    partner, money = OrganisationFactory(name_nl="Stad Ginds"), FundingSourceFactory(name_nl="Pot")
    sent = {
        "also_serves": [str(goal.pk)],
        "needs": first.code,
        "related": related.code,
        "participations-0-organisation": partner.pk,
        "participations-0-part_nl": "Denkt mee",
        "milestones-0-title_nl": "Halverwege",
        "milestones-0-due_on": "2026-12-01",
        "budget_lines-0-funding": money.pk,
        "budget_lines-0-amount": "1250.50",
    }
    told = saved(client, action, **sent)
    for beginning, words in [
        (f"Added: budget line “ {money} ”", ["1,250.50"]),
        (f"Added: dependency “ {first} ”", []),
        (f"Added: further goal “ {goal} ”", []),
        ("Added: milestone “ Halverwege ”", ["1 December 2026"]),
        (f"Added: partner in an action “ {partner} ”", ["Denkt mee"]),
        (f"Added: related action “ {related} ”", []),
    ]:
        (said,) = [each for each in told if beginning in each]
        assert all(word in said for word in words), said
    assert len(told) == 6


def test_what_is_changed_or_deleted_beside_an_action_is_told(client, secretary, action):
    goal = GoalFactory(code="1B")
    part = ParticipationFactory(action=action, part_nl="Denkt mee")
    money = BudgetLineFactory(action=action, amount=900)
    saved(client, action, also_serves=[str(goal.pk)])
    sent = {
        "participations-0-part_nl": "Doet mee",
        "budget_lines-0-DELETE": "on",
        "also_serves": [],
    }
    told = sorted(saved(client, action, **sent), key=lambda said: said.partition("ed: ")[2])
    money_gone, goal_gone, changed = told
    assert f"Deleted: further goal “ {goal} ”" in goal_gone
    assert f"Deleted: budget line “ {money.funding} ”" in money_gone
    assert "900.00 –" in money_gone
    assert f"Changed: partner in an action “ {part.organisation} ”" in changed
    assert "Denkt mee Doet mee" in changed


def test_a_dependency_that_goes_is_told_with_its_reason(client, secretary, action):
    other = ActionFactory()
    saved(client, action, needs=other.code)
    (told,) = saved(client, action, needs="")
    assert f"Deleted: dependency “ {other} ”" in told


def test_a_relation_is_told_at_both_actions(client, secretary, action):
    other = ActionFactory()
    saved(client, action, related=other.code)
    saved(client, action, related="")
    for row, name in ((action, other), (other, action)):
        told = " ".join(history(client, row))
        assert f"Added: related action “ {name} ”" in told
        assert f"Deleted: related action “ {name} ”" in told


def test_what_the_reader_may_not_see_is_not_told(client, secretary, action, monkeypatch):
    BudgetLineFactory(action=action)
    assert "budget line" in " ".join(history(client, action))
    monkeypatch.setitem(permissions, "workagendas.view_budgetline", always_deny)
    assert "budget line" not in " ".join(history(client, action))


def test_a_long_history_goes_on_over_pages_with_what_is_beside(client, secretary, action):
    part = ParticipationFactory(action=action, part_nl="Deel 0")
    for number in range(1, 55):
        edits.change(part, values={"part_nl": f"Deel {number}"}, by=secretary)
    path = change_page(action).replace("/change/", "/history/")
    first, second = client.get(path).content.decode(), client.get(f"{path}?p=2").content.decode()
    assert "Deel 54" in first
    assert "Deel 4<" in first  # the oldest version on this page differs from the next page's first
    assert "Deel 5<" not in second
    assert "Deel 3<" in second


def test_goals_and_definitions_of_an_indicator_are_told(client, secretary):
    indicator, goal, region = IndicatorFactory(), GoalFactory(), RegionFactory()
    sent = {
        "about": [str(goal.pk)],
        "regional_definitions-0-region": region.pk,
        "regional_definitions-0-definition_nl": "Hier anders.",
        "regional_definitions-0-source_nl": "Voorbeeld",
    }
    told = saved(client, indicator, **sent)
    assert any(f"Added: goal of an indicator “ {goal} ”" in said for said in told)
    (said,) = [said for said in told if f"Added: regional definition “ {region} ”" in said]
    assert "Hier anders." in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_number_of_queries_of_a_history_does_not_grow(client, secretary, action, language):
    secretary.language = language
    secretary.save()

    def add(number: int) -> int:
        for _ in range(number):
            edits.add(
                ParticipationFactory.build(action=action, organisation=OrganisationFactory()),
                by=secretary,
            )
            MilestoneFactory(action=action)
            BudgetLineFactory(action=action)
        with CaptureQueriesContext(connection) as queries:
            history(client, action)
        return len(queries)

    add(1)
    few = add(1)
    assert add(12) == few
    assert few <= 16
