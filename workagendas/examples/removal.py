"""Taking all examples away again, however many there are, and nothing else."""

from django.db import IntegrityError, connections, transaction
from django.db.models import Model, Q, QuerySet

from core.changes import keeps_history
from core.errors import DomainError
from core.freshness.changes import content_changed
from core.models import ExampleSet, MayBeExample
from workagendas.examples import APP
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

# What goes, the parts before the whole: a row that is an example, or belongs to one by this path.
PARTS = {
    Contribution: ("action",),
    ProgressUpdate: ("action",),
    MilestoneMove: ("milestone__action",),
    Milestone: ("action",),
    RegionStake: ("action",),
    BudgetLine: ("action",),
    Participation: ("action",),
    ActionGoal: ("action",),
    ActionRelation: ("first", "second"),
    ActionDependency: ("action", "needs"),
    Reaction: ("agenda",),
    StakeConsent: ("agenda",),
    AgendaSnapshot: ("agenda",),
    Action: ("agenda",),
    WorkAgenda: (),
    IndicatorValue: ("indicator",),
    RegionalDefinition: ("indicator",),
    IndicatorGoal: ("indicator",),
    Indicator: (),
    ReportingRound: (),
    FundingSource: (),
}


class StillInUse(DomainError):
    """Something real hangs on an example."""


WHOLES = {"agenda": WorkAgenda, "indicator": Indicator}  # what a path ends at; else an action


def remove_examples() -> int:
    """No example is left, nor its history; return how many rows went.

    What somebody added to an example agenda, action or indicator goes with it. Raises `StillInUse`
    where something real needs an example: then nothing is removed.
    """
    using = ExampleSet.objects.db
    try:
        with transaction.atomic(using=using):
            _forget_latest_updates()
            removed = sum(_remove(model, using) for model in PARTS)
            connections[using].check_constraints()
            ExampleSet.objects.filter(app=APP).delete()
            content_changed(using, *PARTS)
    except IntegrityError as refused:
        raise StillInUse(
            "Something real hangs on an example: an agenda that follows an example agenda, a "
            "report in an example round, or a budget line with an example source. Change that "
            "first; nothing was removed."
        ) from refused
    return removed


def _forget_latest_updates() -> None:
    """An action points at its latest update, which goes before it."""
    updates = _examples(ProgressUpdate).values("pk")
    Action.objects.filter(latest_update__in=updates).update(latest_update=None)


def _remove(model: type[Model], using: str) -> int:
    """The model's examples and their history are gone; return how many rows, without history.

    In one statement each: the collector of Django would read a million rows first.
    """
    if keeps_history(model):
        model.history.filter(_condition(model) | _of_deleted(model))._raw_delete(using)
    return _examples(model)._raw_delete(using)


def _examples(model: type[Model]) -> QuerySet:
    return model._base_manager.filter(pk__in=_keys(model))


def _keys(model: type[Model]) -> QuerySet:
    return model._base_manager.filter(_condition(model)).values("pk")


def _condition(model: type[Model]) -> Q:
    """Return which rows of the model, or of its history, are examples."""
    condition = Q(is_example=True) if issubclass(model, MayBeExample) else Q(pk__in=[])
    for path in PARTS[model]:
        condition |= Q(**{f"{path}__in": _keys(_whole_of(path))})
    return condition


def _of_deleted(model: type[Model]) -> Q:
    """Return which rows of the history are of parts of examples that somebody deleted before."""
    condition = Q(pk__in=[])
    for path in PARTS[model]:
        if "__" not in path:
            whole = _whole_of(path)
            condition |= Q(
                **{f"{path}_id__in": whole.history.filter(_condition(whole)).values("id")}
            )
    return condition


def _whole_of(path: str) -> type[Model]:
    return WHOLES.get(path, Action)
