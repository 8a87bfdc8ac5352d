"""Agendas, actions and what is reported about them in the API, one noun a file."""

from workagendas.api.actions import Actions
from workagendas.api.agendas import WorkAgendas
from workagendas.api.agreements import StakeAgreements
from workagendas.api.budget import FundingSources
from workagendas.api.indicators import Indicators, IndicatorValues
from workagendas.api.milestones import Milestones
from workagendas.api.reactions import Reactions
from workagendas.api.reports import Contributions, ProgressUpdates
from workagendas.api.rounds import ReportingRounds
from workagendas.api.snapshots import AgendaSnapshots, AgendaSnapshotText
from workagendas.api.stakes import RegionStakes

RESOURCES = (
    *(WorkAgendas, Actions, Milestones, Indicators, IndicatorValues, ReportingRounds),
    *(ProgressUpdates, Contributions, RegionStakes, FundingSources),
)
FOR_WHO_TAKES_PART = (Reactions,)

__all__ = [
    "FOR_WHO_TAKES_PART",
    "RESOURCES",
    "AgendaSnapshotText",
    "AgendaSnapshots",
    "StakeAgreements",
]
