"""What operations share and the document says once: headers, parameters, problems."""

from http import HTTPStatus
from itertools import groupby

from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from core.api.idempotency import HEADER as IDEMPOTENCY_KEY
from core.api.language import ALL
from core.api.problems import PROBLEM_JSON, Problem
from core.bilingual import LANGUAGES


def _header(description: str, **schema: object) -> dict:
    return {"description": description, "required": True, "schema": {"type": "string", **schema}}


HEADERS = {
    "API-Version": _header(
        "The version of this API (semantic).", pattern=r"^\d+\.\d+\.\d+$", example="1.0.0"
    ),
    "Content-Language": _header("The language of the texts.", enum=list(LANGUAGES)),
    "Cache-Control": _header(
        "`public, no-cache` for what is published, asked by nobody in particular; else `no-store`."
    ),
    "ETag": _header(
        "For `If-None-Match`; of one row that can be changed also for `If-Match`.",
        pattern=r'^(W/)?".+"$',
        example='"3-9f2c5d1e8a7b6c40"',
    ),
    "Location": _header("The address of the new resource.", format="uri"),
    "Retry-After": _header("Seconds to wait.", pattern=r"^\d+$"),
    "WWW-Authenticate": _header("How to say who you are.", example="Bearer"),
    "X-Request-ID": _header("The number of this request; tell it when you report a fault."),
}


def _query(name: str, description: str, values: list[str]) -> dict:
    schema = {"type": "string", "enum": values}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _told(name: str, description: str, **options: object) -> dict:
    header = {"name": name, "in": "header", "description": description}
    return {**header, "schema": {"type": "string"}, **options}


_VERSION_READ = "The ETag that you read: changed only if nobody else changed it since."
PARAMETERS = {
    "Lang": _query("lang", "The language of plain texts; wins over the header.", list(LANGUAGES)),
    "Translations": _query(
        "translations", "Give every translated text as an object with each language.", [ALL]
    ),
    "AcceptLanguage": _told(
        "Accept-Language", "The language of plain texts: Dutch unless English is preferred."
    ),
    "IfNoneMatch": _told("If-None-Match", "An ETag: 304 while the answer is still the same."),
    "IfMatch": _told("If-Match", _VERSION_READ),
    "IfMatchRequired": _told("If-Match", _VERSION_READ, required=True),
    "IdempotencyKey": _told(
        IDEMPOTENCY_KEY,
        "A name that you choose for this call. Repeated within 24 hours it changes nothing more "
        "and gets the same answer.",
        schema={"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
    ),
}

PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457), in the language of the request.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "The kind of problem: an address that explains it.",
        },
        "title": {"type": "string", "description": "The kind of problem in words."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What to do about it."},
        "errors": {
            "type": "array",
            "description": "Everything that is wrong with the input, all at once.",
            "items": {"$ref": "#/components/schemas/ProblemError"},
        },
    },
}
_PROBLEM_ERROR = {
    "type": "object",
    "description": "One thing that is wrong, and where: one of pointer, parameter and header.",
    "required": ["detail"],
    "properties": {
        "detail": {"type": "string"},
        "pointer": {
            "type": "string",
            "description": "Into the body, as a JSON pointer (RFC 6901).",
        },
        "parameter": {"type": "string", "description": "A query key."},
        "header": {"type": "string"},
    },
}
_EXAMPLES_OF_ERRORS = [
    {"pointer": "#/name/nl", "detail": "At most 120 characters."},
    {"parameter": "pageSize", "detail": "A whole number from 1 to 200."},
]
_MORE_HEADERS = {
    HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"],
    HTTPStatus.TOO_MANY_REQUESTS: ["Retry-After"],
    HTTPStatus.INTERNAL_SERVER_ERROR: ["X-Request-ID"],
}
_NAMES = {
    status: list(kinds)
    for status, kinds in groupby(
        sorted(Problem, key=lambda kind: kind.status), key=lambda kind: kind.status
    )
}


def pascal(name: str) -> str:
    """Return `ApiVersion` for `API-Version`, `LostUpdate` for `LOST_UPDATE`."""
    return "".join(word.capitalize() for word in name.replace("_", "-").split("-"))


def headers(registry: ComponentRegistry, *names: str) -> dict[str, dict]:
    """Return `{header: reference}`; the document gets what they refer to."""
    return {name: shared(registry, "headers", pascal(name), HEADERS[name]) for name in names}


def parameter(registry: ComponentRegistry, name: str) -> dict:
    """Return a reference to one of `PARAMETERS`."""
    return shared(registry, "parameters", name, PARAMETERS[name])


def not_modified(registry: ComponentRegistry) -> dict:
    """Return a reference to the answer 304."""
    told = headers(registry, "API-Version", "Cache-Control", "ETag")
    answer = {"description": "Still the same as what you have.", "headers": told}
    return shared(registry, "responses", "NotModified", answer)


def refusal(registry: ComponentRegistry, status: int) -> dict:
    """Return a reference to the problems with this status."""
    kinds = _NAMES[HTTPStatus(status)]
    shared(registry, "schemas", "Problem", PROBLEM)
    shared(registry, "schemas", "ProblemError", _PROBLEM_ERROR)
    more = _MORE_HEADERS.get(status, [])
    answer = {
        "description": ", or: ".join(str(kind.title) for kind in kinds),
        "headers": headers(registry, "API-Version", "Content-Language", "Cache-Control", *more),
        "content": {
            PROBLEM_JSON: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {kind.value: {"value": _example_of(kind)} for kind in kinds},
            }
        },
    }
    return shared(registry, "responses", pascal(kinds[-1].name), answer)


def _example_of(kind: Problem) -> dict:
    members = {"type": kind.type, "title": str(kind.title), "status": kind.status.value}
    members["detail"] = str(kind.detail)
    if kind is Problem.INVALID_INPUT:
        members["errors"] = _EXAMPLES_OF_ERRORS
    return members


def shared(registry: ComponentRegistry, kind: str, name: str, content: dict) -> dict:
    """Return a reference to something that the document says once."""
    component = ResolvedComponent(name=name, type=kind, schema=content, object=name)
    registry.register_on_missing(component)
    return component.ref
