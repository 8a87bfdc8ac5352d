"""Lists in pages: by number where a list is bounded, by cursor where it grows for ever."""

import re
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Count, QuerySet, Value, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.failures import BadQuery
from core.api.problems import Problem

PAGE_SIZE = 50
MOST_ON_A_PAGE = 200
MOST_IN_A_FILE = 5_000
PAGING = frozenset({"page", "pageSize", "cursor"})
MOST_PAGES = 999_999_999
NUMBER_IN_LIST = "number_in_list"
_WHOLE = re.compile(r"[1-9][0-9]{0,8}")


def _counted(queryset: QuerySet) -> QuerySet:
    """Return the rows, each with the number of all of them: one question less to the database."""
    number = Value(queryset.count()) if queryset.query.distinct else Window(Count("*"))
    return queryset.annotate(**{NUMBER_IN_LIST: number})


def _whole_number(request: Request, key: str, default: int, most: int) -> int:
    text = request.query_params.get(key)
    if text is None:
        return default
    if _WHOLE.fullmatch(text) and int(text) <= most:
        return int(text)
    raise BadQuery({key: [_("A whole number from 1 to {most}.").format(most=most)]})


def _page_and_size(request: Request) -> tuple[int, int]:
    """Return both numbers. Raises `BadQuery` with all that is wrong with them."""
    numbers, errors = [], {}
    for key, default, most in (("page", 1, MOST_PAGES), ("pageSize", PAGE_SIZE, MOST_ON_A_PAGE)):
        try:
            numbers.append(_whole_number(request, key, default, most))
        except BadQuery as bad:
            errors |= bad.errors
    if errors:
        raise BadQuery(errors)
    return tuple(numbers)


def _link(request: Request, **changed: str | int) -> str:
    query = dict(sorted((request.query_params.dict() | changed).items()))
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")


class NumberedPages:
    """`{results, links: {first, prev, next, last}, total}`; links that lead nowhere are null."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None) -> list:
        self.request = request
        self.number, self.size = _page_and_size(request)
        start = (self.number - 1) * self.size
        rows = list(_counted(queryset)[start : start + self.size])
        self.total = getattr(rows[0], NUMBER_IN_LIST) if rows else queryset.count()
        self.last = max(1, -(-self.total // self.size))
        if self.number > self.last:
            said = ngettext("There is {last} page.", "There are {last} pages.", self.last)
            raise BadQuery({"page": [said.format(last=self.last)]})
        return rows

    def get_paginated_response(self, data: list) -> Response:
        links = {
            "first": _link(self.request, page=1),
            "prev": _link(self.request, page=self.number - 1) if self.number > 1 else None,
            "next": _link(self.request, page=self.number + 1) if self.number < self.last else None,
            "last": _link(self.request, page=self.last),
        }
        return Response({"results": data, "links": links, "total": self.total})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return _list_schema(schema, links=("first", "prev", "next", "last"), has_total=True)

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return [_number_parameter("page", 1, None), _size_parameter()]


class CursorPages(CursorPagination):
    """`{results, links: {first, prev, next}}`: the cost does not grow with the table."""

    cursor_query_param = "cursor"
    page_size = PAGE_SIZE
    page_size_query_param = "pageSize"
    max_page_size = MOST_ON_A_PAGE
    ordering = "-id"

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None) -> list:
        if "page" in request.query_params:
            raise BadQuery({"page": [_("This list has no numbered pages; follow its links.")]})
        try:
            return super().paginate_queryset(queryset, request, view)
        except (
            ValueError,
            OverflowError,
            DataError,
            ValidationError,
        ) as error:  # a place that this list cannot have
            raise _bad_cursor() from error

    def get_page_size(self, request: Request) -> int:
        return _whole_number(request, "pageSize", PAGE_SIZE, MOST_ON_A_PAGE)

    def decode_cursor(self, request: Request):
        try:
            return super().decode_cursor(request)
        except Exception as error:
            if getattr(error, "status_code", None) != Problem.NOT_FOUND.status:
                raise
            raise _bad_cursor() from error

    def get_paginated_response(self, data: list) -> Response:
        query = self.request.query_params.dict()
        query.pop("cursor", None)
        first = f"{self.request.path}?{urlencode(query)}" if query else self.request.path
        links = {
            "first": self.request.build_absolute_uri(first),
            "prev": self.get_previous_link(),
            "next": self.get_next_link(),
        }
        return Response({"results": data, "links": links})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return _list_schema(schema, links=("first", "prev", "next"), has_total=False)

    def get_schema_operation_parameters(self, view) -> list[dict]:
        cursor = {"name": "cursor", "in": "query", "schema": {"type": "string"}}
        return [cursor | {"description": "From a link of the list."}, _size_parameter()]


def _bad_cursor() -> BadQuery:
    return BadQuery({"cursor": [_("Follow the links of the list.")]})


class WholeList:
    """`{results, total}`: the whole list at once, for a file."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None) -> list:
        rows = list(queryset[: MOST_IN_A_FILE + 1])
        if len(rows) > MOST_IN_A_FILE:
            said = _("A file holds at most {most} rows. Filter the list, or ask for its pages.")
            raise BadQuery({"format": [said.format(most=MOST_IN_A_FILE)]})
        return rows

    def get_paginated_response(self, data: list) -> Response:
        return Response({"results": data, "total": len(data)})


def _list_schema(rows: dict, *, links: tuple[str, ...], has_total: bool) -> dict:
    address = {"type": ["string", "null"], "format": "uri"}
    members = {
        "results": rows,
        "links": {
            "type": "object",
            "required": list(links),
            "properties": dict.fromkeys(links, address),
        },
    }
    if has_total:
        members["total"] = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "required": list(members),
        "properties": members,
    }


def _number_parameter(name: str, default: int, most: int | None) -> dict:
    schema = {"type": "integer", "minimum": 1, "default": default}
    return {"name": name, "in": "query", "schema": schema | ({"maximum": most} if most else {})}


def _size_parameter() -> dict:
    return _number_parameter("pageSize", PAGE_SIZE, MOST_ON_A_PAGE)
