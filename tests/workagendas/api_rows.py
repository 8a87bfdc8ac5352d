"""One agenda with everything beside it, for the tests of the API."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from charter.enums import CharterState
from partners.models import Organisation, Region
from tests.factories.charter import CharterFactory, GoalFactory, ThemeFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionDependencyFactory,
    ActionFactory,
    ActionGoalFactory,
    ActionRelationFactory,
    BudgetLineFactory,
    ContributionFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    RegionalDefinitionFactory,
    RegionStakeFactory,
    ReportingRoundFactory,
    StakeConsentFactory,
    WorkAgendaFactory,
)
from workagendas.models import Action, Indicator, ProgressUpdate, WorkAgenda

REGIONS = (("brainport", "B"), ("limburg", "L"), ("kempen", "K"))


@dataclass(frozen=True)
class Rows:
    agenda: WorkAgenda
    action: Action
    other: Action
    hidden: Action
    update: ProgressUpdate
    indicator: Indicator
    lead: Organisation
    partner: Organisation
    regions: tuple[Region, ...]


def make_regions() -> tuple[Region, ...]:
    """Return the three regions, in the charter's order."""
    return tuple(
        RegionFactory(slug=slug, letter=letter, position=place, name_nl=slug.capitalize())
        for place, (slug, letter) in enumerate(REGIONS, start=1)
    )


def make_agenda_rows() -> Rows:
    """Return an adopted agenda with a full action, one beside it, and one that is internal."""
    brainport, limburg, kempen = regions = make_regions()
    theme = ThemeFactory(charter=CharterFactory(year=2026, state=CharterState.IN_FORCE))
    goal, further = GoalFactory(theme=theme), GoalFactory(theme=theme, code="1B")
    lead = OrganisationFactory(code="trekker", region=brainport)
    partner = OrganisationFactory(code="partner", region=kempen)
    agenda = WorkAgendaFactory(
        theme=theme, slug_nl="clusters", slug_en="clusters-en", title_en="Example", adopted=True
    )
    in_agenda = {"agenda": agenda, "main_goal": goal, "lead": lead}
    action = ActionFactory(
        code="2026-1A-01",
        title_en="Example action",
        starts_on=date(2026, 3, 1),
        due_on=date(2027, 6, 30),
        internal_notes="Geheim.",
        **in_agenda,
    )
    other = ActionFactory(code="2026-1A-02", **in_agenda)
    hidden = ActionFactory(code="2026-1A-03", is_public=False, **in_agenda)
    ActionGoalFactory(action=action, goal=further)
    ParticipationFactory(action=action, organisation=partner, part_en="Takes part.")
    MilestoneFactory(action=action, due_on=date(2026, 9, 1), achieved_on=date(2026, 8, 30))
    MilestoneFactory(action=action)
    BudgetLineFactory(action=action, funding__code="eigen", is_public=True, amount=Decimal("12.50"))
    BudgetLineFactory(action=action, funding__code="verborgen", organisation=partner)
    for needed in (other, hidden):
        ActionDependencyFactory(action=action, needs=needed)
        ActionRelationFactory(first=action, second=needed)
    closed = ReportingRoundFactory()
    update = ProgressUpdateFactory(action=action, round=closed, help_needed="Hulp nodig.")
    Action.objects.filter(pk=action.pk).update(latest_update=update)
    ContributionFactory(action=action, round=closed, organisation=partner)
    indicator = IndicatorFactory(slug="bedrijven", baseline=1, baseline_on=date(2025, 12, 31))
    IndicatorGoalFactory(indicator=indicator, goal=goal)
    RegionalDefinitionFactory(indicator=indicator, region=kempen)
    IndicatorValueFactory(indicator=indicator, region=limburg, value=Decimal("12.5"))
    for region in regions:
        RegionStakeFactory(action=action, region=region)
        StakeConsentFactory(agenda=agenda, region=region)
    return Rows(agenda, action, other, hidden, update, indicator, lead, partner, regions)
