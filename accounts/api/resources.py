"""Who I am, and my tokens."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django_filters import ChoiceFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import enums, sessions, workflow
from accounts.models import ApiToken, User
from accounts.roles import Role, roles_of
from accounts.workflow.tokens import LONGEST_NAME, MOST_DAYS
from core.api import plain
from core.api.failures import BadHeader
from core.api.fields import Reference
from core.api.filters import Filters
from core.api.idempotency import HEADER as IDEMPOTENCY_KEY
from core.api.permissions import Known
from core.api.serializers import CamelCase, KnownMembers, ReadSerializer
from core.api.views import Address, Listed, Resource


class RolesField(serializers.ListField):
    """The roles of a person that count now."""

    child = serializers.ChoiceField(choices=Role.choices)

    def reader(self):
        return lambda person, reading: sorted(roles_of(person), key=list(Role).index)


class MeSerializer(ReadSerializer):
    """A person's own account, as the person reads it."""

    id = serializers.UUIDField(source="uid", read_only=True)
    organisation = Reference(read_only=True)
    region = Reference(source="organisation.region", read_only=True)
    roles = RolesField(source="*", read_only=True)

    class Meta:
        model = User
        fields = [
            *["id", "version", "email", "name", "function", "phone", "language", "organisation"],
            *["region", "roles", "shows_name", "shows_function", "shows_email", "shows_phone"],
        ]


class Me(Address):
    """Who I am: my account, my place and my roles. Only I read this."""

    is_open = False
    permission_classes = [Known]
    serializer_class = MeSerializer

    def get(self, request: Request) -> Response:
        me = User.objects.with_place().get(pk=request.user.pk)
        self.version_read = me.version
        return Response(MeSerializer(me, context={"reading": self.reading}).data)


class InSession(BasePermission):
    """Tokens are made and seen by whoever is logged in at the portal, never by a token."""

    only_ways = frozenset({"session"})  # the OpenAPI document tells
    message = gettext_lazy(
        "Tokens are only for whoever is logged in at the portal, not for a token."
    )

    def has_permission(self, request: Request, view) -> bool:
        return request.user.is_authenticated and not isinstance(request.auth, ApiToken)


class TokenSerializer(ReadSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    state = serializers.ChoiceField(
        choices=enums.TokenState.choices, read_only=True, label=gettext_lazy("state")
    )

    class Meta:
        model = ApiToken
        fields = [
            *["id", "name", "scope", "hint", "state", "created_at", "expires_at", "revoked_at"],
            "last_used_at",
        ]


class MadeTokenSerializer(TokenSerializer):
    """A new token, with its text: that is told only here."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


class NewTokenSerializer(KnownMembers, CamelCase, serializers.Serializer):
    """What a new token is for, what it may do, and for how many days."""

    name = plain.Text(max_length=LONGEST_NAME)
    scope = plain.Choice(choices=enums.TokenScope.choices, default=enums.TokenScope.READ)
    days = plain.Whole(min_value=1, max_value=MOST_DAYS, default=90)

    def validate_name(self, name: str) -> str:
        try:
            return workflow.name_of_token(name)
        except workflow.NoNameForToken as error:
            raise serializers.ValidationError(str(error)) from error


class TokenFilters(Filters):
    scope = ChoiceFilter(choices=enums.TokenScope)


class Tokens(Listed, Resource):
    """My tokens. The text of a new one is told once, in the answer; DELETE revokes one."""

    is_open = False
    permission_classes = [Known, InSession]
    queryset = ApiToken.objects.all()
    lookup_field = "uid"
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    serializer_class = TokenSerializer
    write_serializer_class = NewTokenSerializer
    filterset_class = TokenFilters
    search_fields = ("name",)
    sort_fields = {"created_at": "created_at", "expires_at": "expires_at", "name": "name"}

    def get_queryset(self) -> QuerySet:
        """Return one's own, also for whoever may see those of others elsewhere."""
        return ApiToken.objects.filter(person=self.request.user)

    @extend_schema(responses={201: MadeTokenSerializer})
    @sensitive_variables("secret")
    def create(self, request: Request) -> Response:
        if IDEMPOTENCY_KEY in request.headers:
            raise BadHeader(IDEMPOTENCY_KEY, _("Not for tokens: their text is told only once."))
        self._require_fresh_login()
        written = NewTokenSerializer(data=request.data)
        written.is_valid(raise_exception=True)
        me = request.user
        token, secret = workflow.create_token(person=me, by=me, **written.validated_data)
        return Response(self.get_serializer(token).data | {"token": secret}, status=201)

    def destroy(self, request: Request, uid: str) -> Response:
        token = self.get_queryset().filter(uid=uid).first()
        if token is None:
            raise Http404
        workflow.revoke_token(token=token, by=request.user)
        return Response(status=204)

    def _require_fresh_login(self) -> None:
        """Whoever sits down at an open session makes no token with it."""
        if sessions.age(self.request._request) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            raise PermissionDenied(
                _("Make the token on the page “API tokens”, or soon after you have logged in.")
            )
