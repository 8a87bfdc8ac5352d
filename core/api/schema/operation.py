"""One operation of the document: its names, what it takes, and every way in which it answers."""

import re
from inspect import cleandoc

from django.utils.text import camel_case_to_spaces
from django_filters import Filter
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance, get_doc
from rest_framework.permissions import SAFE_METHODS
from rest_framework.viewsets import GenericViewSet

from core.api.names import camel
from core.api.query import MOST_CHARACTERS
from core.api.schema import components, fields, files, members  # noqa: F401 (fields: by itself)

VERBS = {
    "list": "list",
    "get": "read",
    "retrieve": "read",
    "create": "add",
    "post": "add",
    "partial_update": "change",
    "patch": "change",
    "destroy": "delete",
    "delete": "delete",
}
JSON = "application/json"
IN_WORDS = {"200": "The answer.", "201": "It was added.", "204": "It was deleted."}


class Schema(AutoSchema):
    """An operation of the API. What a view says by `extend_schema` wins."""

    # ── Its names ────────────────────────────────────────────────────────────────────────────────

    def get_operation_id(self) -> str:
        if self._act == "list":
            return f"list{components.pascal(self.get_tags()[0])}"
        return f"{VERBS.get(self._act, camel(self._act))}{self._noun}"

    def get_summary(self) -> str:
        if not self._is_resource:
            return re.split(r"[.:]", self.get_description())[0]
        if self._act == "list":
            return f"List {self.get_tags()[0].replace('-', ' ')}"
        verb = VERBS.get(self._act, self._act.replace("_", " "))
        return f"{verb.capitalize()} one {camel_case_to_spaces(self._noun)}"

    def get_description(self) -> str:
        """Return what the view says of itself, and its method if it says more."""
        said = [get_doc(type(self.view)), get_doc(getattr(self.view, self._act, None))]
        if self.method == "PATCH":
            said.append("Only the members that are sent change.")
        return _unwrapped("\n\n".join(text for text in said if text))

    @property
    def _act(self) -> str:
        return getattr(self.view, "action", None) or self.method.lower()

    @property
    def _is_resource(self) -> bool:
        return isinstance(self.view, GenericViewSet)

    @property
    def _noun(self) -> str:
        if not self._is_resource:
            return type(self.view).__name__
        return self.view.serializer_class.__name__.removesuffix("Serializer")

    def get_serializer_name(self, serializer, direction) -> str:
        name = type(serializer).__name__
        if direction != "request":
            return name
        noun = name.removesuffix("WriteSerializer")
        return f"{noun}Change" if serializer.partial else f"New{noun.removeprefix('New')}"

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}List"

    # ── What it takes ────────────────────────────────────────────────────────────────────────────

    def get_request_serializer(self):
        return (
            getattr(self.view, "write_serializer_class", None) or super().get_request_serializer()
        )

    def get_auth(self) -> list[dict]:
        """Return the ways to say who asks; none is needed to read what is published.

        A permission that only some ways can meet names them (`only_ways`).
        """
        ways = super().get_auth()
        for permission in self.view.get_permissions():
            only = getattr(permission, "only_ways", None)
            ways = [way for way in ways if only is None or only & way.keys()]
        is_open = self.view.is_open and self.method in SAFE_METHODS
        return [{}, *ways] if is_open else ways

    def _get_parameters(self) -> list[dict]:
        own = super()._get_parameters()
        for each in own:
            if choices := self._choices_of(each):
                each["schema"] = {"type": "string", "enum": choices}
            if said := self._said_of(each):
                each["description"] = said
            _bound(each)
        return own + [components.parameter(self.registry, name) for name in self._shared()]

    def _filter_of(self, parameter: dict) -> Filter | None:
        filters = getattr(self.view, "filterset_class", None)
        return filters.base_filters.get(parameter["name"]) if filters else None

    def _said_of(self, parameter: dict) -> str:
        """Return what a filter says of itself, where that is more than the name of its member."""
        one = self._filter_of(parameter)
        return str(one.extra.get("help_text", "")) if one else ""

    def _choices_of(self, parameter: dict) -> list[str]:
        """Return the values that a member is filtered by, where they are a class of choices."""
        one = self._filter_of(parameter)
        choices = one.extra.get("choices") if one else None
        return getattr(choices, "values", None) or []

    def _get_format_parameters(self) -> list[dict]:
        forms = self.map_renderers("format")
        if len(forms) == 1:
            return []
        schema = {"type": "string", "enum": forms, "default": forms[0]}
        said = "The form of the answer; wins over `Accept`."
        return [{"name": "format", "in": "query", "schema": schema, "description": said}]

    def _shared(self) -> list[str]:
        """Return which of the parameters that operations share this one takes."""
        language = ["Lang", "Translations", "AcceptLanguage"]
        version = []
        if self._knows_versions:
            version = ["IfMatchRequired" if self.view.if_match_required else "IfMatch"]
        takes_key = getattr(getattr(self.view, self._act, None), "is_once_per_key", False)
        return {
            "GET": [*language, "IfNoneMatch"],
            "POST": [*language, *(["IdempotencyKey"] if takes_key else [])],
            "PATCH": [*language, *version],
            "DELETE": ["AcceptLanguage", *version],
        }[self.method]

    @property
    def _knows_versions(self) -> bool:
        return hasattr(self.view, "if_match_required")

    # ── How it answers ───────────────────────────────────────────────────────────────────────────

    def _get_response_bodies(self, direction="response") -> dict:
        own = super()._get_response_bodies(direction)
        for status, answer in own.items():
            answer["description"] = answer["description"] or IN_WORDS.get(status, "The answer.")
            if status == "204":
                answer["description"] = IN_WORDS[status]
                answer["headers"] = self._get_response_headers_for_code(status)
        refused = {str(code): components.refusal(self.registry, code) for code in self._refusals()}
        if self.method == "GET":
            own["304"] = components.not_modified(self.registry)
        return dict(sorted({**refused, **own}.items()))

    def _refusals(self) -> set[int]:
        statuses = {400, 401, 403, 406, 429, 500}
        if "{" in self.path:
            statuses.add(404)
        if self.method not in SAFE_METHODS:
            statuses.add(409)
        if self.method in ("POST", "PATCH"):
            statuses |= {413, 415}
        if self.method in ("PATCH", "DELETE") and self._knows_versions:
            statuses |= {412, 428} if self.view.if_match_required else {412}
        return statuses

    def _get_response_headers_for_code(self, status_code, direction="response") -> dict:
        names = ["API-Version", "Content-Language", "Cache-Control"]
        if status_code == "200" and (self.method != "POST" or "{" in self.path):
            names.append("ETag")  # what an act on many rows answers is none of them
        if status_code == "201" and hasattr(self.view, "retrieve"):
            names += ["Location", "ETag"]
        told = super()._get_response_headers_for_code(status_code, direction)
        return components.headers(self.registry, *names) | told

    def _get_response_for_code(
        self, serializer, status_code, media_types=None, direction="response"
    ):
        """Say of each form in which a list is given what it holds; JSON by its members."""
        answer = super()._get_response_for_code(serializer, status_code, media_types, direction)
        is_a_list = self._act == "list"
        for media_type, content in answer.get("content", {}).items():
            if media_type != JSON:
                schema = files.schema_of(self.registry, media_type, is_a_list=is_a_list)
                content.clear()
                content["schema"] = schema
        return answer

    # ── The members of a row ─────────────────────────────────────────────────────────────────────

    def _map_serializer(self, serializer, direction, bypass_extensions=False) -> dict:
        schema = super()._map_serializer(serializer, direction, bypass_extensions)
        serializer = force_instance(serializer)
        schema.pop("description", None)
        if said := vars(type(serializer)).get("__doc__"):
            schema["description"] = _unwrapped(cleandoc(said))
        if direction == "request":
            return members.as_written(schema, serializer)
        return members.as_read(schema)

    def _get_serializer_field_meta(self, field, direction) -> dict:
        meta = super()._get_serializer_field_meta(field, direction)
        if direction == "response" and members.may_be_nothing(field):
            meta["nullable"] = True
        return meta


def _unwrapped(text: str) -> str:
    """Return paragraphs without the ends of lines inside them."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)


def _bound(parameter: dict) -> None:
    """A value in the query has at least one character, and not too many."""
    schema = parameter["schema"]
    is_free_text = schema.get("type") == "string" and not {"enum", "format"} & schema.keys()
    if parameter["in"] == "query" and is_free_text:
        schema.setdefault("minLength", 0 if parameter["name"] == "q" else 1)
        schema["maxLength"] = MOST_CHARACTERS
