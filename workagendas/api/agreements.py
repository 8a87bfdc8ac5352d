"""Which regions agree to publish how they see the actions of an agenda, below its address."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import TokenScope
from core.api import plain
from core.api.fields import Reference
from core.api.idempotency import once_per_key
from core.api.permissions import Known
from core.api.views import Address
from core.errors import NotAllowed
from core.permissions import require
from partners.models import Region
from workagendas.agreements import Agreement, agreements_on
from workagendas.api.amendments import ActSerializer
from workagendas.models import WorkAgenda
from workagendas.workflow import agree_to_stakes, take_back_agreement


class AgreementSerializer(serializers.Serializer):
    region = serializers.CharField(read_only=True)
    agrees = serializers.BooleanField(read_only=True)


class StakeAgreementsSerializer(serializers.Serializer):
    results = AgreementSerializer(many=True, read_only=True)


@extend_schema_serializer(component_name="StakeAgreement")
class AgreeingSerializer(ActSerializer):
    region = Reference(rows=Region.objects.visible_to, help_text=_("Your own region."))
    agrees = plain.YesNo(help_text=_("False takes it back: what was published is internal again."))


class StakeAgreements(Address):
    """Whether each region agrees. What the regions wrote is published once all of them do."""

    is_open = False
    permission_classes = [Known, TokenScope]

    @extend_schema(
        operation_id="listStakeAgreements",
        tags=[WorkAgenda.PLURAL],
        summary="List which regions agree to publish how they see the actions",
        responses={200: StakeAgreementsSerializer},
    )
    def get(self, request: Request, identifier: str) -> Response:
        return _told(_agreements(_seen(request, identifier), request))

    @extend_schema(
        operation_id="agreeToStakes",
        tags=[WorkAgenda.PLURAL],
        summary="Agree to publish, or take that back",
        request=AgreeingSerializer,
        responses={200: StakeAgreementsSerializer},
    )
    @once_per_key
    def post(self, request: Request, identifier: str) -> Response:
        agenda = _seen(request, identifier)
        _agreements(agenda, request)  # whoever has no part in them is told nothing of the body
        said = AgreeingSerializer(data=request.data, context={"request": request})
        said.is_valid(raise_exception=True)
        region, agrees = said.validated_data["region"], said.validated_data["agrees"]
        require(request.user, "workagendas.agree_to_stakes", region)
        act = agree_to_stakes if agrees else take_back_agreement
        with transaction.atomic():
            act(agenda=agenda, region=region, by=request.user)
        return _told(_agreements(agenda, request))

    post.is_once_per_key = True


def _seen(request: Request, identifier: str) -> WorkAgenda:
    """Return the agenda. Raises Http404 for what may not be seen."""
    agenda = WorkAgenda.objects.visible_to(request.user).called(identifier).first()
    if agenda is None:
        raise Http404
    return agenda


def _agreements(agenda: WorkAgenda, request: Request) -> list[Agreement]:
    """Return what each region said. Raises `NotAllowed` for who has no part in it."""
    found = agreements_on(agenda, by=request.user)
    if not found:
        raise NotAllowed
    return found


def _told(agreements: list[Agreement]) -> Response:
    """Return the regions in the charter's order."""
    told = [{"region": each.region.identifier, "agrees": each.agreed} for each in agreements]
    return Response({"results": told})
