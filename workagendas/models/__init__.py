"""What was promised, by whom, where, and how it stands."""

from workagendas.models.actions import Action
from workagendas.models.agendas import AgendaSnapshot, WorkAgenda
from workagendas.models.budget import BudgetLine, FundingSource
from workagendas.models.indicators import (
    Indicator,
    IndicatorGoal,
    IndicatorValue,
    RegionalDefinition,
)
from workagendas.models.links import ActionDependency, ActionGoal, ActionRelation, Participation
from workagendas.models.milestones import Milestone, MilestoneMove
from workagendas.models.reactions import Reaction
from workagendas.models.reports import Contribution, ProgressUpdate
from workagendas.models.rounds import ReportingRound
from workagendas.models.stakes import RegionStake, StakeConsent

__all__ = [
    "Action",
    "ActionDependency",
    "ActionGoal",
    "ActionRelation",
    "AgendaSnapshot",
    "BudgetLine",
    "Contribution",
    "FundingSource",
    "Indicator",
    "IndicatorGoal",
    "IndicatorValue",
    "Milestone",
    "MilestoneMove",
    "Participation",
    "ProgressUpdate",
    "Reaction",
    "RegionStake",
    "RegionalDefinition",
    "ReportingRound",
    "StakeConsent",
    "WorkAgenda",
]
