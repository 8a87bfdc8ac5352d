"""The portal's addresses, and resources that only tests have."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from core.api.pagination import CursorPages
from core.api.views import Address, Listed, Resource
from partners.api import OrganisationFilters, OrganisationSerializer, Regions
from partners.models import Organisation
from portal.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
)
from portal.urls import urlpatterns as pages


class Endless(Listed, Resource):
    """A list that grows for ever."""

    queryset = Organisation.objects.select_related("region")
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilters
    pagination_class = CursorPages


class Careful(Regions):
    """Is changed only by who says which version was read."""

    if_match_required = True


class Fault(Address):
    """Fails in a way that nobody expected."""

    def get(self, request):
        raise RuntimeError("a secret of ours")


router = SimpleRouter(trailing_slash=False)
router.register("endless", Endless, basename="endless")
router.register("careful", Careful, basename="careful")

urlpatterns = [
    path("api/v1/", include(router.urls)),
    path("api/v1/fault", Fault.as_view()),
    *pages,
]
