"""How lists are filtered by member, searched and sorted."""

import re
from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, Filter, FilterSet, ModelChoiceFilter
from django_filters.fields import ModelChoiceField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.filters import BaseFilterBackend, SearchFilter
from rest_framework.request import Request

from core.api.failures import BadQuery
from core.api.names import camel
from core.api.query import one_of
from core.bilingual import LANGUAGES

_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Filters(FilterSet):
    """Which members a list is filtered by; the query keys are their names in camelCase."""

    @classmethod
    def get_filters(cls):
        return {camel(name): each for name, each in super().get_filters().items()}


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(ChoiceFilter):
    """`true` or `false`, and nothing that looks like it."""

    def __init__(self, *args, **options):
        options.setdefault("choices", [("true", "true"), ("false", "false")])
        super().__init__(*args, **options)

    def filter(self, rows: QuerySet, value: str | None) -> QuerySet:
        return super().filter(rows, {"true": True, "false": False}.get(value))


class _DayField(forms.CharField):
    """A day as ISO 8601 writes it in full."""

    def to_python(self, value: str) -> date | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError as error:
            raise ValidationError(_("Send a date, like 2026-03-18.")) from error


@extend_schema_field(OpenApiTypes.DATE)
class DayFilter(Filter):
    """By a day; `lookup_expr` says on which side of it."""

    field_class = _DayField


class _YearField(forms.IntegerField):
    default_error_messages = dict.fromkeys(
        ("invalid", "min_value", "max_value"), _("Send a year, like 2026.")
    )

    def __init__(self, **options):
        super().__init__(min_value=1000, max_value=9999, **options)

    def to_python(self, value: str) -> int | None:
        if value not in self.empty_values and not _YEAR.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


@extend_schema_field({"type": "integer", "minimum": 1000, "maximum": 9999})
class YearFilter(Filter):
    field_class = _YearField


class _IdentifierField(ModelChoiceField):
    default_error_messages = {"unknown": _("“%(value)s” does not exist.")}

    def to_python(self, value: str) -> Model | None:
        if value in self.empty_values:
            return None
        found = self.queryset.called(value).first()
        if found is None:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"value": value}
            )
        return found


@extend_schema_field(OpenApiTypes.STR)
class IdentifierFilter(ModelChoiceFilter):
    """By a related row, named by its identifier, among the rows that the person may see."""

    field_class = _IdentifierField

    def __init__(self, model: type[Model], **options):
        super().__init__(queryset=lambda request: model.objects.visible_to(request.user), **options)


class MemberFilter(DjangoFilterBackend):
    """Filters by the members that a resource declares; a value that does not exist is named."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view) -> QuerySet:
        offered = getattr(view, "filterset_class", None)
        if offered is None or offered.base_filters.keys().isdisjoint(request.query_params):
            return queryset
        filters = self.get_filterset(request, queryset, view)
        if not filters.is_valid():
            raise BadQuery({key: _sentences(filters, key) for key in filters.errors})
        return filters.qs


def _sentences(filters: FilterSet, key: str) -> list[str]:
    """Return what is wrong with a value; where there is a choice, which values there are."""
    if any(error.code == "invalid_choice" for error in filters.errors[key].as_data()):
        return [one_of(value for value, _label in filters.form.fields[key].choices if value)]
    return list(filters.errors[key])


class Search(SearchFilter):
    """`q`: each word must stand somewhere in the resource's `search_fields`, in any language."""

    search_param = "q"
    search_description = "Words that must all occur."

    def get_search_terms(self, request: Request) -> list[str]:
        # This value is among the errors of the query already.
        is_text = "\0" not in request.query_params.get(self.search_param, "")
        return [term for term in super().get_search_terms(request) if term] if is_text else []

    def filter_queryset(self, request: Request, queryset: QuerySet, view) -> QuerySet:
        """Return the rows with all the words; none where there are signs but no words.

        Raises `BadQuery` where there is nothing to search.
        """
        if self.search_param in request.query_params and not view.search_fields:
            raise BadQuery({self.search_param: [gettext("This list cannot be searched.")]})
        asked = request.query_params.get(self.search_param, "").strip()
        if asked and not self.get_search_terms(request):
            return queryset.none()
        return super().filter_queryset(request, queryset, view)

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return super().get_schema_operation_parameters(view) if view.search_fields else []


class Sort(BaseFilterBackend):
    """`sort`: members separated by commas, `-` for descending; ties in the list's own order."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view) -> QuerySet:
        text = request.query_params.get("sort")
        if text is None:
            return queryset
        wanted = text.split(",")
        offered = {camel(name): column for name, column in view.sort_fields.items()}
        if not offered:
            raise BadQuery({"sort": [gettext("This list has one order only.")]})
        if any(part.removeprefix("-") not in offered for part in wanted):
            raise BadQuery({"sort": [one_of(sorted(offered))]})
        if len({part.removeprefix("-") for part in wanted}) < len(wanted):
            raise BadQuery({"sort": [gettext("Name each member once.")]})
        order = [_order(queryset, offered[p.removeprefix("-")], p[0] == "-") for p in wanted]
        return queryset.order_by(*order, *_own_order(queryset))

    def get_schema_operation_parameters(self, view) -> list[dict]:
        if not view.sort_fields:
            return []
        names = sorted(camel(name) for name in view.sort_fields)
        one = "|".join(names)
        schema = {"type": "string", "pattern": f"^-?({one})(,-?({one}))*$", "example": names[0]}
        description = f"Members separated by commas, - for descending: {', '.join(names)}."
        return [{"name": "sort", "in": "query", "schema": schema, "description": description}]


def _own_order(queryset: QuerySet) -> list:
    return [*(queryset.query.order_by or queryset.model._meta.ordering), "pk"]


def _order(queryset: QuerySet, name: str, descending: bool):
    """Return the ordering by a member; unknown values last, a missing translation by the other."""
    column = F(name)
    if is_bilingual(queryset.model, name):
        first = (get_language() or settings.LANGUAGE_CODE)[:2]
        others = [language for language in LANGUAGES if language != first]
        columns = [NullIf(F(f"{name}_{language}"), Value("")) for language in (first, *others)]
        column = Coalesce(*columns)
    return column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)


def is_bilingual(model, name: str) -> bool:
    try:
        model._meta.get_field(f"{name}_{settings.LANGUAGE_CODE}")
    except FieldDoesNotExist:
        return False
    return True
