"""Which regions agree to publish how the regions see the actions of an agenda."""

from typing import NamedTuple

from accounts.models import User
from partners.models import Region
from workagendas.models import WorkAgenda


class Agreement(NamedTuple):
    """Whether a region agrees to publish how the regions see the actions."""

    region: Region
    agreed: bool
    is_mine: bool  # to change


def agreements_on(agenda: WorkAgenda, *, by: User) -> list[Agreement]:
    """Return whether each region agrees, in the charter's order, for who has a part in it."""
    regions = list(Region.objects.order_by("position"))
    mine = [region.pk for region in regions if by.has_perm("workagendas.agree_to_stakes", region)]
    if not mine and not by.has_perm("workagendas.read_inside"):
        return []
    agreed = set(agenda.stake_consents.values_list("region_id", flat=True))
    return [Agreement(row, row.pk in agreed, row.pk in mine) for row in regions]
