"""The API's root: its resources, and what its problems mean."""

from django.urls import include, path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

import accounts.api.resources
import charter.api
import notifications.api
import partners.api
import workagendas.api
from core.api import BASE
from core.api.problems import Problem
from core.api.schema.components import PROBLEM
from core.api.views import Address

RESOURCES = {
    resource.queryset.model.PLURAL: resource
    for resource in (
        *charter.api.RESOURCES,
        *partners.api.RESOURCES,
        *workagendas.api.RESOURCES,
    )
}
MINE = {
    "tokens": accounts.api.resources.Tokens,
    "notifications": notifications.api.Notifications,
}
# For people with a role: whoever is not known is asked who they are.
INSIDE = {
    resource.queryset.model.PLURAL: resource for resource in workagendas.api.FOR_WHO_TAKES_PART
}


class Root(Address):
    """The resources of the API, with their addresses, and where they are explained."""

    # OpenAPI cannot write an address that is the server's own without a slash at its end.
    schema = None

    def get(self, request: Request) -> Response:
        base = f"{self.reading.origin}{BASE}"
        own = ["me", *MINE, "notification-preferences"]
        names = [*RESOURCES, *INSIDE, *own, "docs", "openapi.json"]
        return Response({name: f"{base}/{name}" for name in names})


class Problems(Address):
    """What the `type` of a problem leads to: what it means, in the reader's language."""

    is_paced = False

    @extend_schema(
        operation_id="readProblem",
        summary="Read what a problem means",
        parameters=[
            OpenApiParameter("kind", location="path", enum=[kind.value for kind in Problem])
        ],
        responses={200: PROBLEM},
    )
    def get(self, request: Request, kind: str) -> Response:
        try:
            problem = Problem(kind)
        except ValueError as error:
            raise NotFound from error
        return Response(
            {
                "type": problem.type,
                "title": str(problem.title),
                "status": problem.status.value,
                "detail": str(problem.detail),
            }
        )


router = SimpleRouter(trailing_slash=False)
for plural, resource in (RESOURCES | INSIDE | MINE).items():
    router.register(plural, resource, basename=f"api-{plural}")

urlpatterns = [
    path("", include(router.urls)),
    path(
        "work-agendas/<str:identifier>/snapshots",
        workagendas.api.AgendaSnapshots.as_view(),
        name="api-agenda-snapshots",
    ),
    path(
        "work-agendas/<str:identifier>/snapshots/<int:number>",
        workagendas.api.AgendaSnapshotText.as_view(),
        name="api-agenda-snapshot",
    ),
    path(
        "work-agendas/<str:identifier>/stake-agreements",
        workagendas.api.StakeAgreements.as_view(),
        name="api-stake-agreements",
    ),
    path("me", accounts.api.resources.Me.as_view(), name="api-me"),
    path(
        "notification-preferences",
        notifications.api.NotificationPreferences.as_view(),
        name="api-notification-preferences",
    ),
    path("problems/<slug:kind>", Problems.as_view(), name="api_problem"),
]
