"""Home, goal, municipality and organisation pages show the actions, and where each goal stands."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from charter.enums import CharterState
from partners.enums import MunicipalityKind, Relation
from portal.enums import PageKey
from tests.factories.charter import GoalFactory
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory
from tests.factories.portal import PageFactory
from tests.factories.workagendas import (
    ActionFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkAgendaFactory,
)
from workagendas.enums import AgendaState, Status
from workagendas.models import Action

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def goal():
    return GoalFactory(theme__charter__state=CharterState.IN_FORCE, title_nl="Samen vernieuwen")


@pytest.fixture
def action(goal):
    """A public action of the agenda that runs: on track, one of two milestones reached."""
    brainport = RegionFactory(slug="brainport", letter="B", position=1)
    kempen = RegionFactory(slug="kempen", letter="K", position=3)
    action = ActionFactory(
        agenda=WorkAgendaFactory(theme=goal.theme, adopted=True),
        main_goal=goal,
        lead=OrganisationFactory(code="trekker", name_nl="Trekker", region=brainport),
        title_nl="Samen leren",
    )
    partner = OrganisationFactory(code="partner", name_nl="Partner", region=kempen)
    ParticipationFactory(action=action, organisation=partner)
    MilestoneFactory(action=action, title_nl="Plan klaar", achieved_on=date(2026, 5, 1))
    MilestoneFactory(action=action)
    update = ProgressUpdateFactory(
        action=action, status=Status.ON_TRACK, percentage=73, round=ReportingRoundFactory()
    )
    Action.objects.filter(pk=action.pk).update(latest_update=update)
    return action


def page(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.content, "html.parser").main


def words(html) -> str:
    return re.sub(r"\s+", " ", html.get_text(" "))


def test_home_says_where_each_goal_stands_and_what_happened_last(client, action):
    PageFactory(key=PageKey.HOME)
    said = words(page(client, "/nl/"))
    assert "werkagenda 2026–2027" in said
    assert "stand 30 juni 2026" in said
    assert "1 van 1 actie: op koers" in said
    assert "1 van 2 mijlpalen gehaald" in said
    assert "mijlpaal gehaald" in said
    assert "Plan klaar" in said
    assert "werkagenda 2026–2027 vastgesteld" in said


@pytest.mark.parametrize("path", ["/nl/", "/nl/charter/1A/", "/en/", "/en/charter/1A/"])
def test_home_and_goal_pages_show_no_percentage(client, action, path):
    PageFactory(key=PageKey.HOME)
    text = words(page(client, path))
    assert "%" not in text
    assert not re.search(r"\b73\b", text)


def test_a_goal_lists_its_actions_and_what_is_measured(client, action, goal):
    IndicatorGoalFactory(
        indicator=IndicatorFactory(slug="bedrijven", name_nl="Bedrijven"), goal=goal
    )
    html = page(client, "/nl/charter/1A/")
    assert html.find("a", href=action.get_absolute_url(), string=re.compile("Samen leren"))
    assert html.find("a", href="/nl/indicatoren/bedrijven/", string=re.compile("Bedrijven"))
    assert "1 van 1 actie: op koers" in words(html)


def test_a_goal_for_which_the_action_is_a_further_one_lists_it_too(client, action, goal):
    other = GoalFactory(theme=goal.theme, code="1B")
    action.goal_links.create(goal=other)
    assert page(client, "/nl/charter/1B/").find("a", href=action.get_absolute_url())


def test_a_goal_leads_to_what_other_agendas_do_for_it_and_counts_only_those_that_run(
    client, action, goal
):
    coming = WorkAgendaFactory(theme=goal.theme, adopted=True, starts_in=2036)
    for is_public in (True, True, False):
        ActionFactory(
            agenda=coming,
            main_goal=goal,
            lead=action.lead,
            is_public=is_public,
            title_nl="Later samen",
        )
    elsewhere = WorkAgendaFactory(adopted=True, starts_in=2038, state=AgendaState.CLOSED)
    ActionFactory(agenda=elsewhere, lead=action.lead).goal_links.create(goal=goal)
    draft = WorkAgendaFactory(theme=goal.theme, starts_in=2034)
    ActionFactory(agenda=draft, main_goal=goal, lead=action.lead)
    html = page(client, "/nl/charter/1A/")
    links = html.select('a[href$="#actions"]')
    assert [link["href"] for link in links] == [
        f"{coming.get_absolute_url()}?goal=1A#actions",
        f"{elsewhere.get_absolute_url()}#actions",
    ]
    assert "2 acties voor deze doelstelling" in words(links[0].parent)
    assert "1 van 1 actie: op koers" in words(html)
    assert "Later samen" not in words(html)
    narrowed = page(client, links[0]["href"].partition("#")[0])
    assert len(narrowed.select("#actions .action-row")) == 2


def test_a_goal_lists_what_an_agenda_of_another_theme_does_for_it(client, action, goal):
    agenda = WorkAgendaFactory(adopted=True)
    across = ActionFactory(agenda=agenda, lead=action.lead, title_nl="Over thema’s heen")
    across.goal_links.create(goal=goal)
    html = page(client, "/nl/charter/1A/")
    assert len(html.select(".action-row")) == 2
    assert "van 2 acties" in words(html)


@pytest.mark.parametrize("path", ["/nl/partners/trekker/", "/nl/gemeenten/mol/"])
def test_a_page_says_of_which_day_the_reports_are_that_its_actions_stand_on(client, action, path):
    MunicipalityFactory(slug="mol", region=action.lead.region)
    said = "Hoe de acties ervoor staan, volgens de berichten van de trekkers: stand 30 juni 2026."
    assert said in words(page(client, path))
    Action.objects.update(latest_update=None)
    assert "ervoor staan, volgens" not in words(page(client, path))


def test_an_action_that_is_not_public_stands_on_no_page(client, action):
    Action.objects.update(is_public=False)
    PageFactory(key=PageKey.HOME)
    MunicipalityFactory(slug="mol", region=action.lead.region)
    paths = ["/nl/", "/nl/charter/1A/", "/nl/partners/trekker/", "/nl/gemeenten/mol/"]
    for path in paths:
        said = words(page(client, path))
        assert "Samen leren" not in said, path
        assert "mijlpalen gehaald" not in said, path


def test_an_organisation_shows_what_it_leads_and_what_it_takes_part_in(client, action):
    leading = words(page(client, "/nl/partners/trekker/"))
    assert re.search("Trekker van .*Samen leren", leading)
    assert "Doet mee aan" not in leading
    joining = words(page(client, "/nl/partners/partner/"))
    assert re.search("Doet mee aan .*Samen leren", joining)


def test_an_organisation_without_actions_says_what_will_come(client):
    OrganisationFactory(code="los", relation=Relation.NETWORK, name_in_charter="", region=None)
    assert "zodra ze in de werkagenda’s staan" in words(page(client, "/nl/partners/los/"))


def test_an_organisation_that_left_says_so_and_keeps_its_page(client):
    OrganisationFactory(code="weg", left_on=date(2026, 9, 1))
    assert "verlaten op 1 september 2026" in words(page(client, "/nl/partners/weg/"))


def test_an_organisation_is_found_whatever_the_capitals(client):
    OrganisationFactory(code="trekker")
    response = client.get("/nl/partners/TREKKER/")
    assert (response.status_code, response["Location"]) == (301, "/nl/partners/trekker/")
    assert client.get("/nl/partners/niemand/").status_code == 404


def test_the_partners_page_leads_to_each_organisation(client, action):
    assert page(client, "/nl/partners/").find("a", href="/nl/partners/trekker/")


def test_a_municipality_shows_the_actions_of_its_region_and_a_neighbour_none(client, action):
    MunicipalityFactory(slug="mol", region=action.lead.region)
    MunicipalityFactory(slug="weert", kind=MunicipalityKind.NEIGHBOUR, region=None)
    elsewhere = RegionFactory(slug="limburg", letter="L", position=2)
    MunicipalityFactory(slug="genk", region=elsewhere)
    assert "Samen leren" in words(page(client, "/nl/gemeenten/mol/"))
    assert "Samen leren" not in words(page(client, "/nl/gemeenten/weert/"))
    assert "Samen leren" not in words(page(client, "/nl/gemeenten/genk/"))
