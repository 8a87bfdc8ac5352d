"""Acts on agendas: their states, what they promise, and what is said about them."""

from workagendas.workflow.actions import NoCodeLeft, add_action, next_code
from workagendas.workflow.agendas import (
    AdoptedAlready,
    DayRefused,
    DecisionMissing,
    NotComplete,
    WhyMissing,
    adopt_agenda,
    close_agenda,
    open_consultation,
    take_back,
)
from workagendas.workflow.amendments import (
    AgendaClosed,
    NoLongerWhole,
    ReasonMissing,
    amending,
    freeze,
)
from workagendas.workflow.dependencies import DependencyCycle, require_no_cycle, set_dependencies
from workagendas.workflow.milestones import (
    MoveRefused,
    NotOnThatDay,
    achieve_milestone,
    move_milestone,
)
from workagendas.workflow.reactions import (
    ConsultationOver,
    NotAnsweredNow,
    NothingSaid,
    NotInConsultation,
    ReactedElsewhere,
    answer_reaction,
    react,
)
from workagendas.workflow.stakes import (
    StakeRefused,
    agree_to_stakes,
    take_back_agreement,
    write_stake,
)

__all__ = [
    "AdoptedAlready",
    "AgendaClosed",
    "ConsultationOver",
    "DayRefused",
    "DecisionMissing",
    "DependencyCycle",
    "MoveRefused",
    "NoCodeLeft",
    "NoLongerWhole",
    "NotAnsweredNow",
    "NotComplete",
    "NotInConsultation",
    "NotOnThatDay",
    "NothingSaid",
    "ReactedElsewhere",
    "ReasonMissing",
    "StakeRefused",
    "WhyMissing",
    "achieve_milestone",
    "add_action",
    "adopt_agenda",
    "agree_to_stakes",
    "amending",
    "answer_reaction",
    "close_agenda",
    "freeze",
    "move_milestone",
    "next_code",
    "open_consultation",
    "react",
    "require_no_cycle",
    "set_dependencies",
    "take_back",
    "take_back_agreement",
    "write_stake",
]
