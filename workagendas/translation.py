"""The bilingual fields and the history of agendas and what belongs to them."""

from modeltranslation.translator import TranslationOptions, register

from core.history import keep_history
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
    RegionalDefinition,
    RegionStake,
    ReportingRound,
    WorkAgenda,
)


@register(WorkAgenda)
class WorkAgendaTranslation(TranslationOptions):
    fields = ("title", "introduction", "decision")


@register(AgendaSnapshot)
class AgendaSnapshotTranslation(TranslationOptions):
    fields = ("reason",)


@register(Action)
class ActionTranslation(TranslationOptions):
    fields = ("title", "description", "expected_result")


@register(Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("part",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title",)


@register(FundingSource)
class FundingSourceTranslation(TranslationOptions):
    fields = ("name",)


@register(BudgetLine)
class BudgetLineTranslation(TranslationOptions):
    fields = ("note",)


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "definition", "unit", "source")


@register(RegionalDefinition)
class RegionalDefinitionTranslation(TranslationOptions):
    fields = ("definition", "source")


@register(ReportingRound)
class ReportingRoundTranslation(TranslationOptions):
    fields = ("name",)


for model in (
    *(WorkAgenda, AgendaSnapshot, Action, Participation, ActionGoal, ActionRelation),
    *(ActionDependency, Milestone, MilestoneMove, FundingSource, BudgetLine, Indicator),
    *(IndicatorGoal, RegionalDefinition, IndicatorValue, ReportingRound, ProgressUpdate),
    *(Contribution, RegionStake),
):
    keep_history(model)
