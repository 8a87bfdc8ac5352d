"""States, kinds and transition tables of agendas, actions and what is reported about them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.enums import Act
from core.transitions import Transitions


class AgendaState(TextChoices):
    DRAFT = "draft", _("draft")
    CONSULTATION = "consultation", _("in consultation")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("closed")


NOT_ADOPTED = (AgendaState.DRAFT, AgendaState.CONSULTATION)
PUBLISHED_AGENDAS = (AgendaState.ADOPTED, AgendaState.CLOSED)

# An adopted agenda stays adopted when it is amended.
AGENDA_TRANSITIONS = Transitions(
    {
        AgendaState.DRAFT: {AgendaState.CONSULTATION},
        AgendaState.CONSULTATION: {AgendaState.DRAFT, AgendaState.ADOPTED},
        AgendaState.ADOPTED: {AgendaState.ADOPTED, AgendaState.CLOSED},
    }
)


class ActionState(TextChoices):
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")


ENDED = (ActionState.COMPLETED, ActionState.STOPPED)

ACTION_TRANSITIONS = Transitions(
    {
        ActionState.PLANNED: {
            ActionState.IN_PROGRESS,
            ActionState.COMPLETED,
            ActionState.STOPPED,
        },
        ActionState.IN_PROGRESS: {ActionState.COMPLETED, ActionState.STOPPED},
        ActionState.COMPLETED: {ActionState.IN_PROGRESS},
        ActionState.STOPPED: {ActionState.IN_PROGRESS},
    }
)


class Status(TextChoices):
    """How the lead says that an action stands. Shown with its sign (components/status.html)."""

    ON_TRACK = "on_track", _("on track")
    NEEDS_ATTENTION = "needs_attention", _("needs attention")
    NEEDS_CORRECTION = "needs_correction", _("needs correction")
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")


ALL_REGIONS = 3  # of the charter


class Reach(TextChoices):
    """Between how many regions an action is. Derived from its lead and partners."""

    BILATERAL = "bilateral", _("two regions")
    TRILATERAL = "trilateral", _("three regions")

    @property
    def regions(self) -> int:
        """Return how many regions that is."""
        return {Reach.BILATERAL: 2, Reach.TRILATERAL: ALL_REGIONS}[self]

    @classmethod
    def of(cls, regions: int) -> "Reach | None":
        """Return what so many regions make; None while it is one, or none."""
        return next((reach for reach in cls if reach.regions == regions), None)


class RoundState(TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class UpdateState(TextChoices):
    """Of a progress update, and of a contribution."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    SUPPLEMENT_ASKED = "supplement_asked", _("supplement asked")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


UPDATE_TRANSITIONS = Transitions(
    {
        UpdateState.DRAFT: {UpdateState.SUBMITTED, UpdateState.WITHDRAWN},
        UpdateState.SUBMITTED: {
            UpdateState.DRAFT,
            UpdateState.SUPPLEMENT_ASKED,
            UpdateState.APPROVED,
        },
        UpdateState.SUPPLEMENT_ASKED: {UpdateState.SUBMITTED},
        UpdateState.APPROVED: {UpdateState.PUBLISHED},
    }
)


class Direction(TextChoices):
    """Which way an indicator is meant to go."""

    UP = "up", _("up")
    DOWN = "down", _("down")
    KEEP = "keep", _("stay as it is")


class Frequency(TextChoices):
    """How often an indicator is measured."""

    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    HALF_YEARLY = "half_yearly", _("every half year")
    YEARLY = "yearly", _("every year")
    ONCE = "once", _("once")


class ValueStatus(TextChoices):
    PROVISIONAL = "provisional", _("provisional")
    FINAL = "final", _("final")


class AgendaAct(Act):
    CONSULTATION_OPENED = "workagendas.consultation_opened", _("opened a consultation")
    TAKEN_BACK = "workagendas.taken_back", _("took an agenda back to draft")
    ADOPTED = "workagendas.adopted", _("adopted an agenda")
    AMENDED = "workagendas.amended", _("amended an adopted agenda")
    CLOSED = "workagendas.closed", _("closed an agenda")
    REACTED = "workagendas.reacted", _("reacted to an agenda")
    ANSWERED = "workagendas.answered", _("answered a reaction")
    MILESTONE_MOVED = "workagendas.milestone_moved", _("moved a milestone")
    STAKE_WRITTEN = "workagendas.stake_written", _("wrote how a region sees an action")
    STAKES_AGREED = "workagendas.stakes_agreed", _("agreed to publish how a region sees actions")
    STAKES_DISAGREED = (
        "workagendas.stakes_disagreed",
        _("took back the agreement to publish how a region sees actions"),
    )
