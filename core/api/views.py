"""The resources of the API: what each has by being one."""

from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import cached_property
from rest_framework.pagination import BasePagination
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core import edits
from core.api import open_to_websites
from core.api.atom import Atom, Entry
from core.api.etags import etag_of, require_version_seen
from core.api.failures import BadQuery
from core.api.files import CsvFile, File, XlsxFile
from core.api.filters import MemberFilter, Search, Sort
from core.api.geojson import BOX, GeoJson, InBox
from core.api.idempotency import once_per_key
from core.api.language import language_of, reading_of
from core.api.negotiation import accepted_media_type
from core.api.pagination import PAGING, NumberedPages, WholeList
from core.api.parsers import require_whole_body
from core.api.query import EVERYWHERE, OF_ONE, query_errors
from core.api.renderers import JsonRenderer
from core.api.serializers import ReadSerializer, WriteSerializer
from core.api.throttling import PerAddress, PerPerson
from core.freshness.accepts import accepted_language
from core.freshness.declaration import declare, only_a_session
from core.models import DomainModel
from core.permissions import require


class _Conventions:
    """What every answer of the API keeps to.

    `is_open`: what it gives to somebody unknown is published, so that caches may keep it.
    `is_paced`: so many requests a minute; a limit is of no use where it is explained.
    `own_query`: query keys beside those known everywhere.
    """

    is_open = True
    is_paced = True
    own_query: tuple[str, ...] = ()
    unbounded_query = frozenset({"cursor", BOX})  # too many values to keep each answer
    version_read: int | None = None  # of the one row that is answered
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def initial(self, request: Request, *args, **kwargs) -> None:
        """What must hold before a method runs, in the order in which a reader meets it."""
        translation.activate(language_of(request))
        self.reading = reading_of(request)
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        self.require_pace(PerAddress())
        self.query_errors = query_errors(request.query_params, self.query_keys())
        self.format_kwarg = None
        request.accepted_renderer, request.accepted_media_type = self.choose_form(request)
        self.perform_authentication(request)
        self.require_pace(PerPerson())
        self.check_permissions(request)
        require_whole_body(request)
        if self.query_errors and not self.is_a_list():
            raise BadQuery(self.query_errors)
        if self.is_open and request.method in SAFE_METHODS:
            self.declare_freshness(request)

    def declare_freshness(self, request: Request) -> None:
        """Tell the page cache what this answer depends on. Any other key reaches the view."""
        offered = tuple(renderer.media_type for renderer in self.get_renderers())
        keys = self.query_keys() | EVERYWHERE if self.is_a_list() else OF_ONE
        declare(
            request._request,
            query=keys - self.unbounded_query,
            other_keys_are_errors=True,
            varies_on={
                "Accept": partial(accepted_media_type, offered=offered),
                "Accept-Language": accepted_language,
                "Cookie": only_a_session,
            },
        )

    def choose_form(self, request: Request) -> tuple[BaseRenderer, str]:
        """Return how the answer is written; a `format` that does not exist is one of the errors."""
        try:
            return self.perform_content_negotiation(request)
        except BadQuery as bad:
            self.query_errors |= bad.errors
            return self.perform_content_negotiation(request, force=True)

    def is_a_list(self) -> bool:
        """Say whether more query keys are read later, so that all that is wrong is told at once."""
        return False

    def require_pace(self, throttle: BaseThrottle) -> None:
        if self.is_paced and not throttle.allow_request(self.request, self):
            self.throttled(self.request, throttle.wait())

    def query_keys(self) -> set[str]:
        """Return the query keys of this address's own."""
        return set(self.own_query)

    def finalize_response(self, request: HttpRequest, response: HttpResponse, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization", "Cookie"])
        is_for_everybody = self._is_for_everybody(response)
        if is_for_everybody:
            patch_cache_control(response, public=True, no_cache=True)
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        if is_for_everybody or (self.is_open and response.status_code >= 400):
            open_to_websites(response)
        if isinstance(response, Response):
            response.add_post_render_callback(self._tag)
        return response

    def _is_for_everybody(self, response: HttpResponse) -> bool:
        request = self.request
        return (
            self.is_open
            and request.method in SAFE_METHODS
            and response.status_code == 200
            and not request.user.is_authenticated
        )

    def _tag(self, response: Response) -> None:
        is_read = self.request.method in SAFE_METHODS
        is_a_row = self.version_read is not None and response.status_code in (200, 201)
        if is_a_row or (is_read and response.status_code == 200):
            response["ETag"] = etag_of(response, self.version_read)


class Address(_Conventions, APIView):
    """An address of the API that is no resource."""


class Resource(_Conventions, GenericViewSet):
    """Rows of one kind, as a list and one by one."""

    sort_fields: dict[str, str] = {}  # member, and the column that sorts it
    search_fields: tuple[str, ...] = ()
    place: tuple[str, str] | None = None  # the members that hold longitude and latitude
    entry_serializer_class: type[Entry] | None = None  # how a row is told in a feed
    filter_backends = [MemberFilter, Search, Sort, InBox]
    pagination_class = NumberedPages
    lookup_field = "identifier"
    lookup_value_regex = "[^/]+"

    def is_a_list(self) -> bool:
        return self.action == "list"

    def query_keys(self) -> set[str]:
        if not self.is_a_list():
            return super().query_keys()
        filters = getattr(self, "filterset_class", None)
        cursor = getattr(self.pagination_class, "cursor_query_param", None)
        own = super().query_keys() | set(filters.base_filters if filters else ())
        return own | ({cursor} if cursor else set()) | ({BOX} if self.place else set())

    def get_renderers(self) -> list[BaseRenderer]:
        """Return the forms that this answer is offered in; what was written is answered in JSON."""
        forms = [JsonRenderer()]
        if self.is_a_list():
            forms += [CsvFile(), XlsxFile()]
        if self.is_a_list() and self.entry_serializer_class:
            forms.append(Atom())
        if self.place and self.request.method in SAFE_METHODS:
            forms.append(GeoJson())
        return forms

    def is_a_feed(self) -> bool:
        return isinstance(getattr(self.request, "accepted_renderer", None), Atom)

    def get_serializer_class(self) -> type[ReadSerializer]:
        """Return how rows are told: as entries of a feed, or as what they are."""
        return self.entry_serializer_class if self.is_a_feed() else self.serializer_class

    def get_queryset(self) -> QuerySet:
        """Return the rows that the person may see, with what the representation needs."""
        return self.queryset.visible_to(self.request.user)

    def get_object(self) -> DomainModel:
        """Return the row at this address. Raises Http404 for what may not be seen."""
        row = self.get_queryset().called(self.kwargs[self.lookup_field]).first()
        if row is None:
            raise Http404
        self.check_object_permissions(self.request, row)
        return row

    def get_serializer_context(self) -> dict:
        return {"request": self.request, "view": self, "reading": self.reading}


class Listed:
    @cached_property
    def paginator(self) -> BasePagination | NumberedPages | WholeList:
        """Return how much of the list is answered: a file holds all, unless pages are asked for."""
        asks_for_pages = PAGING & self.request.query_params.keys()
        is_a_file = isinstance(self.request.accepted_renderer, File)
        return WholeList() if is_a_file and not asks_for_pages else self.pagination_class()

    def list(self, request: Request, **kwargs) -> Response:
        rows, errors = self.get_queryset(), dict(self.query_errors)
        for backend in self.filter_backends:
            try:
                rows = backend().filter_queryset(request, rows, self)
            except BadQuery as bad:
                errors |= bad.errors
        try:
            page = self.paginate_queryset(rows)
        except BadQuery as bad:
            errors = bad.errors | errors
        if errors:
            raise BadQuery(errors)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class Read:
    def retrieve(self, request: Request, **kwargs) -> Response:
        return self.answer_with(self.get_object())

    def answer_with(self, row: DomainModel, status: int = 200, **headers: str) -> Response:
        """Answer with a row as its reader sees it, and remember its version for the ETag."""
        self.version_read = row.version
        return Response(self.get_serializer(row).data, status=status, headers=headers)


class _Written(Read):
    """`write_serializer_class` says what may be written; the rules of the model, by whom."""

    write_serializer_class: type[WriteSerializer]
    if_match_required = False

    def require_right(self, verb: str, row: DomainModel | None = None) -> None:
        """Raise `NotAllowed` unless the person may add, change or delete such a row."""
        options = self.queryset.model._meta
        require(self.request.user, f"{options.app_label}.{verb}_{options.model_name}", row)

    def checked(self, row: DomainModel | None = None) -> WriteSerializer:
        """Return what the body says, checked. Raises a `ValidationError` with all that is wrong."""
        written = self.write_serializer_class(
            row,
            data=self.request.data,
            partial=row is not None,
            context=self.get_serializer_context(),
        )
        written.is_valid(raise_exception=True)
        return written

    def locked(self) -> DomainModel:
        """Return the row at this address, locked until the transaction ends.

        Raises Http404 for what may not be seen, and for what is gone once the lock is had.
        """
        row = self.get_object()
        locked = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
        if locked is None:
            raise Http404
        return locked

    def row_to(self, verb: str) -> DomainModel:
        """Return the row at this address, locked, which the person may change or delete."""
        return self._may(verb, self.locked())

    def seen_to(self, verb: str) -> DomainModel:
        """Return it with the same checks and no lock, where something else is locked first."""
        return self._may(verb, self.get_object())

    def _may(self, verb: str, row: DomainModel) -> DomainModel:
        self.require_right(verb, row)
        require_version_seen(self.request, row, required=self.if_match_required)
        return row

    def answer_again(self, row: DomainModel, status: int = 200) -> Response:
        """Answer with the row as it is stored now."""
        row = self.get_queryset().get(pk=row.pk)
        place = {"Location": self.address_of(row)} if status == 201 else {}
        return self.answer_with(row, status, **place)

    def address_of(self, row: DomainModel) -> str:
        return f"{self.reading.origin}{self.request.path}/{row.identifier}"


class Added(_Written):
    def create(self, request: Request, **kwargs) -> Response:
        self.require_right("add")
        return self.add_once(request)

    create.is_once_per_key = True  # as add_once sees to it

    @once_per_key
    def add_once(self, request: Request) -> Response:
        written = self.checked()
        row = self.queryset.model(**written.validated_data)
        edits.add(row, by=request.user, reason=written.reason)
        return self.answer_again(row, 201)


class Changed(_Written):
    @transaction.atomic
    def partial_update(self, request: Request, **kwargs) -> Response:
        row = self.row_to("change")
        written = self.checked(row)
        edits.change(row, values=written.validated_data, by=request.user, reason=written.reason)
        return self.answer_again(row)


class Deleted(_Written):
    @transaction.atomic
    def destroy(self, request: Request, **kwargs) -> Response:
        row = self.row_to("delete")
        edits.delete(row, by=request.user)
        return Response(status=204)
