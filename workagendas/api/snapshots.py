"""The texts of an agenda as they were adopted and amended, below the agenda's address."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import BASE
from core.api.fields import TranslatedText
from core.api.serializers import ReadSerializer
from core.api.views import Address
from workagendas.models import AgendaSnapshot, WorkAgenda


class SnapshotLink(serializers.URLField):
    """The address of the text below that of its agenda."""

    def reader(self):
        def read(row: AgendaSnapshot, reading) -> str:
            place = f"{row.agenda.PLURAL}/{row.agenda.identifier}/snapshots/{row.number}"
            return f"{reading.origin}{BASE}/{place}"

        return read


class AgendaSnapshotSerializer(ReadSerializer):
    """That a text was adopted (number 1), or amended and why."""

    url = SnapshotLink(source="*", read_only=True)
    reason = TranslatedText()
    sha256 = serializers.CharField(
        source="digest", read_only=True, help_text=_("Of the bytes of the text, in hex.")
    )

    class Meta:
        model = AgendaSnapshot
        fields = ["number", "url", "made_at", "reason", "schema", "sha256"]


class AgendaSnapshotsSerializer(serializers.Serializer):
    results = AgendaSnapshotSerializer(many=True, read_only=True)


class AgendaSnapshots(Address):
    """The adopted texts of an agenda: as it was adopted, and after each amendment."""

    @extend_schema(
        operation_id="listAgendaSnapshots",
        tags=[WorkAgenda.PLURAL],
        summary="List the adopted texts of an agenda",
        responses={200: AgendaSnapshotsSerializer},
    )
    def get(self, request: Request, identifier: str) -> Response:
        rows = _snapshots(request, identifier).defer("content").select_related("agenda")
        context = {"reading": self.reading}
        told = AgendaSnapshotSerializer(rows, many=True, context=context).data
        return Response({"results": told})


class AgendaSnapshotText(Address):
    """An adopted text: the very bytes that were kept, of which the digest is the SHA-256."""

    @extend_schema(
        operation_id="readAgendaSnapshot",
        tags=[WorkAgenda.PLURAL],
        summary="Read an adopted text of an agenda",
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, identifier: str, number: int) -> HttpResponse:
        row = _snapshots(request, identifier).filter(number=number).first()
        if row is None:
            raise Http404
        answer = HttpResponse(row.content.encode(), content_type="application/json")
        answer["ETag"] = f'"{row.digest}"'
        return answer


def _snapshots(request: Request, identifier: str):
    """Return the texts of an agenda that the person may see. Raises Http404."""
    agenda = WorkAgenda.objects.visible_to(request.user).called(identifier).first()
    if agenda is None:
        raise Http404
    return AgendaSnapshot.objects.filter(agenda=agenda).order_by("number")
