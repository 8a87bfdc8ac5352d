"""How a region sees an action, and whether what the regions wrote is published."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.errors import DomainError, NotAllowed
from core.history import because
from core.permissions import require
from partners.models import Region
from workagendas.enums import AgendaAct
from workagendas.models import Action, RegionStake, StakeConsent, WorkAgenda
from workagendas.models.stakes import WORDS
from workagendas.workflow.amendments import require_open
from workagendas.workflow.locks import locked

STAKE_FIELDS = tuple(name for word in WORDS for name in (word, f"{word}_level"))


class StakeRefused(DomainError):
    """A number without words, or outside 0 to 3."""


@transaction.atomic
def write_stake(
    *,
    action: Action,
    region: Region,
    values: Mapping[str, object],
    language: str,
    by: User,
    at: datetime | None = None,
) -> RegionStake:
    """The region sees the action so: `values` are effort, benefit, burden and their levels.

    Other words than those that the region agreed to publish end its agreement. Raises
    `NotAllowed`, `AgendaClosed`, `StakeRefused`.
    """
    agenda = locked(action.agenda)
    require(by, "workagendas.write_stake", region)
    if not Action.objects.visible_to(by).filter(pk=action.pk).exists():
        raise NotAllowed
    require_open(agenda)
    stake = RegionStake.objects.filter(action=action, region=region).first()
    stake = stake or RegionStake(action=action, region=region, is_example=action.is_example)
    given = {name: values[name] for name in STAKE_FIELDS if name in values}
    if not _write(stake, given | {"language": language}) and stake.pk:
        return stake
    try:
        stake.full_clean()
    except ValidationError as refused:
        raise StakeRefused(" ".join(refused.messages)) from refused
    because(stake, None, by=by).save()
    audit.record(AgendaAct.STAKE_WRITTEN, by=by, on=stake, at=at)
    _disagree(agenda, region, by=by, at=at)
    return stake


def _write(stake: RegionStake, values: Mapping[str, object]) -> bool:
    """Give the row these values; say whether any differs from what is stored."""
    changed = [name for name, value in values.items() if getattr(stake, name) != value]
    for name in changed:
        setattr(stake, name, values[name])
    return bool(changed)


@transaction.atomic
def agree_to_stakes(
    *, agenda: WorkAgenda, region: Region, by: User, at: datetime | None = None
) -> StakeConsent:
    """The region agrees to publish how it sees the agenda's actions; all three make it public.

    Raises `NotAllowed`.
    """
    agenda, at = locked(agenda), at or timezone.now()
    _require_spoken_for(agenda, region, by)
    consent, is_new = StakeConsent.objects.get_or_create(
        agenda=agenda,
        region=region,
        defaults={"agreed_at": at, "is_example": agenda.is_example},
    )
    if is_new:
        audit.record(AgendaAct.STAKES_AGREED, by=by, on=consent, at=at)
    return consent


@transaction.atomic
def take_back_agreement(
    *, agenda: WorkAgenda, region: Region, by: User, at: datetime | None = None
) -> None:
    """The region does not agree (any more); what was published by it is internal again.

    Raises `NotAllowed`.
    """
    agenda = locked(agenda)
    _require_spoken_for(agenda, region, by)
    _disagree(agenda, region, by=by, at=at)


def _require_spoken_for(agenda: WorkAgenda, region: Region, by: User) -> None:
    require(by, "workagendas.agree_to_stakes", region)
    if not WorkAgenda.objects.visible_to(by).filter(pk=agenda.pk).exists():
        raise NotAllowed


def _disagree(agenda: WorkAgenda, region: Region, *, by: User, at: datetime | None) -> None:
    for consent in agenda.stake_consents.filter(region=region):
        audit.record(AgendaAct.STAKES_DISAGREED, by=by, on=consent, at=at)
        consent.delete()
