"""What the portal is compared with, beside the portal's own addresses.

The bytes of the ready answers are asked from the portal once in each process.
"""

from datetime import date
from functools import cache

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import translation
from rest_framework import serializers
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.viewsets import ReadOnlyModelViewSet

from benchmarks.plain import PlainPages
from benchmarks.plain_actions import PlainActions
from benchmarks.targets import BARE, HOST, MUNICIPALITIES, PAGE
from partners.models import Municipality
from portal import urls
from workagendas.models import Action, ProgressUpdate, ReportingRound

EMPTY_ROUND = date(2100, 1, 1)


@cache
def ready(address: str) -> tuple[bytes, str]:
    """Return the body and the media type that the portal answers with."""
    answer = Client(SERVER_NAME=HOST).get(address)
    return answer.content, answer["Content-Type"]


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(*ready(PAGE))


def municipalities(request: HttpRequest) -> HttpResponse:
    return HttpResponse(*ready(MUNICIPALITIES))


def queries_of_page(request: HttpRequest) -> HttpResponse:
    """Answer with how many questions the page asks the database, once everything is warm."""
    ready(PAGE)
    with CaptureQueriesContext(connection) as asked:
        Client(SERVER_NAME=HOST).get(PAGE)
    return HttpResponse(len(asked), "text/plain")


class PlainMunicipality(serializers.ModelSerializer):
    """The members of `partners.api.MunicipalitySerializer`, written as the framework teaches it."""

    id = serializers.CharField(source="slug")
    url = serializers.HyperlinkedIdentityField(
        "api-municipalities-detail", lookup_field="slug", lookup_url_kwarg="identifier"
    )
    permanent_link = serializers.SerializerMethodField()
    region = serializers.SlugRelatedField("slug", read_only=True)
    statistical_area = serializers.SlugRelatedField("code", read_only=True)
    longitude = serializers.FloatField()
    latitude = serializers.FloatField()

    class Meta:
        model = Municipality
        fields = [
            *["id", "url", "permanent_link", "version", "code", "slug", "name", "country", "kind"],
            *["region", "statistical_area", "longitude", "latitude", "at_border", "valid_from"],
        ]

    def get_permanent_link(self, row: Municipality) -> str:
        kwargs = {"plural": "municipalities", "identifier": row.slug}
        return self.context["request"].build_absolute_uri(reverse("permanent_link", kwargs=kwargs))


class PlainMunicipalities(ReadOnlyModelViewSet):
    """The same list with the framework's own defaults: no strictness, no languages, no ETag."""

    queryset = Municipality.objects.current().select_related("region", "statistical_area")
    serializer_class = PlainMunicipality
    pagination_class = PlainPages
    authentication_classes = [SessionAuthentication, BasicAuthentication]
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer, BrowsableAPIRenderer]
    content_negotiation_class = DefaultContentNegotiation


def places(request: HttpRequest) -> HttpResponse:
    """Answer where the loaded content stands: an agenda, and an action with many updates.

    There is a round from then on in which nobody has reported.
    """
    ReportingRound.objects.get_or_create(
        reference_date=EMPTY_ROUND,
        defaults={
            "name_nl": "Voorbeeldronde zonder berichten",
            "starts_on": EMPTY_ROUND,
            "ends_on": EMPTY_ROUND,
            "due_on": EMPTY_ROUND,
            "is_example": True,
        },
    )
    action = Action.objects.published().with_agenda().order_by("-agenda__starts_in", "code").first()
    with translation.override("nl"):
        here = {"agenda": action.agenda.get_absolute_url(), "action": action.get_absolute_url()}
    return JsonResponse(here)


def write(request: HttpRequest) -> HttpResponse:
    """A draft of an update is written, with its history, and deleted again."""
    action = Action.objects.published().order_by("-code").first()
    draft = ProgressUpdate(
        action=action,
        round=ReportingRound.objects.get(reference_date=EMPTY_ROUND),
        organisation=action.lead,
    )
    with transaction.atomic():
        draft.save()
    with transaction.atomic():
        draft.delete()
    return HttpResponse("written", "text/plain")


urlpatterns = [
    path(f"{BARE[1:]}/places", places),
    path(f"{BARE[1:]}/write", write),
    path(f"{BARE[1:]}/page", page),
    path(f"{BARE[1:]}/list", municipalities),
    path(f"{BARE[1:]}/queries", queries_of_page),
    path("api/plain/actions", PlainActions.as_view({"get": "list"})),
    path("api/plain/municipalities", PlainMunicipalities.as_view({"get": "list"})),
    *urls.urlpatterns,
]
