"""Made-up agendas, actions, milestones, indicators and reports."""

from datetime import UTC, date, datetime

import factory

from accounts.enums import Language
from tests.factories.accounts import UserFactory
from tests.factories.charter import ThemeFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from workagendas.enums import (
    AgendaState,
    Direction,
    Frequency,
    RoundState,
    Status,
    UpdateState,
)
from workagendas.models import (
    Action,
    ActionDependency,
    ActionGoal,
    ActionRelation,
    AgendaSnapshot,
    BudgetLine,
    Contribution,
    FundingSource,
    Indicator,
    IndicatorGoal,
    IndicatorValue,
    Milestone,
    MilestoneMove,
    Participation,
    ProgressUpdate,
    Reaction,
    RegionalDefinition,
    RegionStake,
    ReportingRound,
    StakeConsent,
    WorkAgenda,
)

HAPPENED_AT = datetime(2026, 7, 15, 12, tzinfo=UTC)


class WorkAgendaFactory(factory.django.DjangoModelFactory):
    """A draft; with `adopted=True` an adopted one."""

    class Meta:
        model = WorkAgenda

    class Params:
        adopted = factory.Trait(
            state=AgendaState.ADOPTED, adopted_on=date(2026, 6, 1), decision_nl="Besloten."
        )

    theme = factory.SubFactory(ThemeFactory)
    starts_in = 2026
    slug_nl = factory.Sequence(lambda n: f"voorbeeldthema-{n}")
    slug_en = factory.Sequence(lambda n: f"example-theme-{n}")
    title_nl = factory.Sequence(lambda n: f"Voorbeeldagenda {n}")
    introduction_nl = "Een voorbeeld."


class AgendaSnapshotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaSnapshot

    agenda = factory.SubFactory(WorkAgendaFactory, adopted=True)
    number = 1
    made_at = HAPPENED_AT
    schema = 1
    digest = "0" * 64
    content = "{}"


class ActionFactory(factory.django.DjangoModelFactory):
    """A public, cross-cutting action of a draft agenda; with `main_goal` it belongs to that one."""

    class Meta:
        model = Action

    agenda = factory.SubFactory(WorkAgendaFactory)
    code = factory.Sequence(lambda n: f"2026-X-{n % 1000:03}")
    main_goal = None
    is_cross_cutting = factory.LazyAttribute(lambda action: action.main_goal is None)
    lead = factory.SubFactory(OrganisationFactory)
    title_nl = factory.Sequence(lambda n: f"Voorbeeldactie {n}")
    description_nl = "Een voorbeeld."
    is_public = True


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    part_nl = "Doet mee."


class ActionGoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionGoal


class ActionRelationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionRelation

    first = factory.SubFactory(ActionFactory)
    second = factory.SubFactory(ActionFactory)


class ActionDependencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionDependency

    action = factory.SubFactory(ActionFactory)
    needs = factory.SubFactory(ActionFactory)


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    action = factory.SubFactory(ActionFactory)
    title_nl = factory.Sequence(lambda n: f"Voorbeeldmijlpaal {n}")
    due_on = date(2026, 12, 1)


class MilestoneMoveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MilestoneMove

    milestone = factory.SubFactory(MilestoneFactory)
    was_due_on = date(2026, 11, 1)
    due_on = date(2026, 12, 1)
    reason = "Een voorbeeld."
    language = Language.DUTCH
    moved_at = HAPPENED_AT


class FundingSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundingSource

    code = factory.Sequence(lambda n: f"bron-{n}")
    name_nl = factory.Sequence(lambda n: f"Voorbeeldbron {n}")


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    action = factory.SubFactory(ActionFactory)
    funding = factory.SubFactory(FundingSourceFactory)
    amount = 1000


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    slug = factory.Sequence(lambda n: f"voorbeeldindicator-{n}")
    name_nl = factory.Sequence(lambda n: f"Voorbeeldindicator {n}")
    definition_nl = "Wat wij tellen."
    unit_nl = "stuks"
    direction = Direction.UP
    frequency = Frequency.YEARLY
    source_nl = "Voorbeeld"


class IndicatorGoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorGoal

    indicator = factory.SubFactory(IndicatorFactory)


class RegionalDefinitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegionalDefinition

    indicator = factory.SubFactory(IndicatorFactory)
    region = factory.SubFactory(RegionFactory)
    definition_nl = "Wat wij hier tellen."
    source_nl = "Voorbeeld"


class IndicatorValueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    region = factory.SubFactory(RegionFactory)
    measured_on = date(2026, 6, 30)
    value = 12


class ReportingRoundFactory(factory.django.DjangoModelFactory):
    """The round of the first half of 2026, closed."""

    class Meta:
        model = ReportingRound

    name_nl = "Voorbeeldronde"
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 6, 30)
    reference_date = date(2026, 6, 30)
    due_on = date(2026, 7, 31)
    state = RoundState.CLOSED


class ProgressUpdateFactory(factory.django.DjangoModelFactory):
    """Published by the lead of its action."""

    class Meta:
        model = ProgressUpdate

    action = factory.SubFactory(ActionFactory)
    round = factory.SubFactory(ReportingRoundFactory)
    organisation = factory.SelfAttribute("action.lead")
    author = factory.SubFactory(UserFactory)
    state = UpdateState.PUBLISHED
    status = Status.ON_TRACK
    percentage = 40
    headline = "Een voorbeeld."
    published_at = factory.LazyAttribute(
        lambda row: HAPPENED_AT if row.state == UpdateState.PUBLISHED else None
    )


class ContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contribution

    action = factory.SubFactory(ActionFactory)
    round = factory.SubFactory(ReportingRoundFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.SubFactory(UserFactory)
    state = UpdateState.PUBLISHED
    text = "Een voorbeeld."
    published_at = factory.LazyAttribute(
        lambda row: HAPPENED_AT if row.state == UpdateState.PUBLISHED else None
    )


class ReactionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reaction

    agenda = factory.SubFactory(WorkAgendaFactory, state=AgendaState.CONSULTATION)
    author = factory.SubFactory(UserFactory)
    text = "Een voorbeeld."
    language = Language.DUTCH
    written_at = HAPPENED_AT


class RegionStakeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegionStake

    action = factory.SubFactory(ActionFactory)
    region = factory.SubFactory(RegionFactory)
    effort = "Een voorbeeld."
    effort_level = 1


class StakeConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StakeConsent

    agenda = factory.SubFactory(WorkAgendaFactory)
    region = factory.SubFactory(RegionFactory)
    agreed_at = HAPPENED_AT
