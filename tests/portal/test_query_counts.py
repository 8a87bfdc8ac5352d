"""Each page asks the database the same few questions, however many rows there are."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.enums import CharterState, Part
from partners.enums import MunicipalityKind, Relation
from partners.models import Organisation
from portal.enums import PageKey
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    ParagraphFactory,
    SignaturePartyFactory,
    ThemeFactory,
)
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory
from tests.factories.portal import AccessibilityStatementFactory, PageFactory
from tests.factories.workagendas import (
    ActionFactory,
    IndicatorGoalFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkAgendaFactory,
)
from workagendas.models import Action, ReportingRound, WorkAgenda

pytestmark = [pytest.mark.django_db, pytest.mark.db]

MOST = 8
MOST_WITH_PROGRESS = 16  # pages that are about the charter and about what is done for it
WITH_PROGRESS = {"home", "goal", "municipality", "organisation"}
PATHS = {
    "home": ("/nl/", "/en/"),
    "charter": ("/nl/charter/", "/en/charter/"),
    "goal": ("/nl/charter/1A/", "/en/charter/1A/"),
    "partners": ("/nl/partners/", "/en/partners/"),
    "municipalities": ("/nl/gemeenten/", "/en/municipalities/"),
    "municipality search": ("/nl/gemeenten/?q=plaats", "/en/municipalities/?q=plaats"),
    "municipality": ("/nl/gemeenten/plaats-0/", "/en/municipalities/plaats-0/"),
    "organisation": ("/nl/partners/plaats-0/", "/en/partners/plaats-0/"),
    "search": ("/nl/zoeken/?q=plaats", "/en/search/?q=plaats"),
    "about": ("/nl/over/", "/en/about/"),
    "accessibility": ("/nl/toegankelijkheid/", "/en/accessibility/"),
    "contact": ("/nl/contact/", "/en/contact/"),
    "sitemap": ("/sitemap.xml", "/sitemap.xml"),
}


@pytest.fixture
def charter():
    for key in PageKey:
        PageFactory(key=key)
    AccessibilityStatementFactory()
    charter = CharterFactory(state=CharterState.IN_FORCE)
    GoalFactory(theme=ThemeFactory(charter=charter), code="1A")
    return charter


def add_rows(charter, region, start: int, stop: int) -> None:
    """Add one row of each kind for each number from start up to stop."""
    theme = charter.themes.first()
    for n in range(start, stop):
        if n < 25:
            GoalFactory(theme=theme, code=f"1{chr(ord('B') + n)}")
        ParagraphFactory(charter=charter)
        ParagraphFactory(charter=charter, part=Part.THEME, theme=theme)
        organisation = OrganisationFactory(code=f"plaats-{n}", region=region)
        SignaturePartyFactory(signature__charter=charter, organisation=organisation)
        OrganisationFactory(relation=Relation.NETWORK, name_in_charter="", region=None)
        _add_action(theme, organisation)
        MunicipalityFactory(slug=f"plaats-{n}", name=f"Plaats {n}", region=region)
        MunicipalityFactory(slug=f"plaats-buur-{n}", kind=MunicipalityKind.NEIGHBOUR, region=None)
    call_command("index_search", stdout=StringIO())


def _add_action(theme, lead) -> None:
    """Add a public action with a partner, a report, a milestone that was reached, an indicator."""
    agenda = WorkAgenda.objects.first() or WorkAgendaFactory(theme=theme, adopted=True)
    reporting_round = ReportingRound.objects.first() or ReportingRoundFactory()
    partner = OrganisationFactory(region=lead.region)
    first = Organisation.objects.get(code="plaats-0")
    goal = theme.goals.get(code="1A")
    action = ActionFactory(agenda=agenda, main_goal=goal, lead=lead)
    for organisation in {partner, first} - {lead}:
        ParticipationFactory(action=action, organisation=organisation)
    MilestoneFactory(action=action, achieved_on=date(2026, 5, 1))
    update = ProgressUpdateFactory(action=action, round=reporting_round)
    Action.objects.filter(pk=action.pk).update(latest_update=update)
    IndicatorGoalFactory(goal=goal)


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("page", PATHS)
def test_number_of_queries_does_not_grow(client, charter, page):
    region = RegionFactory(slug="kempen")
    add_rows(charter, region, 0, 2)
    few = [queries_of(client, path) for path in PATHS[page]]
    add_rows(charter, region, 2, 30)
    many = [queries_of(client, path) for path in PATHS[page]]
    assert few == many
    assert max(many) <= (MOST_WITH_PROGRESS if page in WITH_PROGRESS else MOST), many
