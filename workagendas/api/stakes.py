"""How regions see their part in actions, in the API: each for itself, published when all agree."""

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.etags import require_version_seen
from core.api.fields import Reference
from core.api.filters import Filters, IdentifierFilter
from core.api.idempotency import once_per_key
from core.api.serializers import ResourceSerializer, WriteSerializer
from core.api.views import Added, Changed, Listed, Resource
from core.errors import NotAllowed
from core.permissions import require
from partners.models import Region
from workagendas.models import Action, RegionStake, WorkAgenda
from workagendas.workflow import write_stake
from workagendas.workflow.locks import locked
from workagendas.workflow.stakes import STAKE_FIELDS

MAY_WRITE = "workagendas.write_stake"


class RegionStakeSerializer(ResourceSerializer):
    action = Reference(read_only=True)
    region = Reference(read_only=True)

    class Meta:
        model = RegionStake
        fields = [
            *["id", "url", "version", "action", "region", "language", *STAKE_FIELDS],
            "is_example",
        ]


class RegionStakeWriteSerializer(WriteSerializer):
    """Words in the language that is named; a number from 0 (none) to 3 (much) beside words only."""

    fixed_once_added = ("action", "region")
    reason = None

    action = Reference(rows=Action.objects.visible_to)
    region = Reference(rows=Region.objects.visible_to)

    class Meta:
        model = RegionStake
        fields = ["action", "region", "language", *STAKE_FIELDS]


class StakeFilters(Filters):
    action = IdentifierFilter(Action)
    work_agenda = IdentifierFilter(WorkAgenda, field_name="action__agenda")
    region = IdentifierFilter(Region)


class RegionStakes(Listed, Added, Changed, Resource):
    """How a region sees its own effort, benefit and burden in an action: words, and 0 to 3.

    They are published for an agenda once all regions agree to it. A region writes its own only.
    """

    queryset = RegionStake.objects.select_related("action__agenda", "region")
    serializer_class = RegionStakeSerializer
    write_serializer_class = RegionStakeWriteSerializer
    filterset_class = StakeFilters

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("action__code", "region__position", "id")

    def create(self, request: Request, **kwargs) -> Response:
        """Ask for the right before the body is checked: an error may tell of another region."""
        _require_own_region(request)
        return self.add_once(request)

    create.is_once_per_key = True  # as add_once sees to it

    @once_per_key
    def add_once(self, request: Request) -> Response:
        said = dict(self.checked().validated_data)
        action, region = said.pop("action"), said.pop("region")
        require(request.user, MAY_WRITE, region)
        row = _written(action, region, said, by=request.user)
        return self.answer_again(row, 201)

    @transaction.atomic
    def partial_update(self, request: Request, **kwargs) -> Response:
        seen = self.get_object()
        require(request.user, MAY_WRITE, seen.region)
        locked(seen.action.agenda)
        row = self.locked()
        require_version_seen(request, row, required=self.if_match_required)
        said = {"language": row.language} | self.checked(row).validated_data
        return self.answer_again(_written(seen.action, seen.region, said, by=request.user))


def _require_own_region(request: Request) -> None:
    """Raise `NotAllowed` unless the person speaks for the region that the body names."""
    named = request.data.get("region") if isinstance(request.data, dict) else None
    own = getattr(request.user.organisation, "region", None)
    if isinstance(named, str) and Region.objects.called(named).first() not in (None, own):
        raise NotAllowed
    require(request.user, MAY_WRITE, own)


def _written(action: Action, region: Region, said: dict, *, by) -> RegionStake:
    language = said.pop("language", RegionStake._meta.get_field("language").default)
    return write_stake(action=action, region=region, values=said, language=language, by=by)
