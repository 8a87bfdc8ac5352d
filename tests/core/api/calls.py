"""Calling the API as a program does, and reading what is wrong."""

import json

from django.http import HttpResponse
from django.test import Client

from accounts.models import User

HOST = "http://testserver"
BASE = "/api/v1"
JSON = "application/json"
PROBLEM = "application/problem+json"
PLACES = ("pointer", "parameter", "header")

# What adds an organisation of the wider network.
NETWORK = {
    "code": "nieuw",
    "name": {"nl": "Nieuw", "en": "New"},
    "kind": "province",
    "relation": "network",
    "country": "BE",
    "position": 90,
    "source": {"nl": "Voorbeeld"},
}


def call(
    path: str,
    *,
    method: str = "get",
    by: User | None = None,
    body: object = None,
    raw: bytes | str | None = None,
    content_type: str = JSON,
    **headers: str,
) -> HttpResponse:
    """Return the answer to a call below the base; `by` is logged in, headers are `Accept_Language`.

    A `raw` body goes as it is. Faults are answered as they are to a reader, and not raised here.
    """
    client = Client(raise_request_exception=False)
    if by is not None:
        client.force_login(by, "accounts.backends.RecognisePeople")
    if body is not None:
        raw = json.dumps(body)
    path = path if path.startswith("/") else f"{BASE}/{path}"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method.upper(), path, raw or "", content_type, headers=named)


def place(plural: str, identifier: str) -> dict[str, str]:
    """Return the members that say which row it is, and where."""
    return {
        "id": identifier,
        "url": f"{HOST}{BASE}/{plural}/{identifier}",
        "permanentLink": f"{HOST}/id/{plural}/{identifier}",
    }


def errors_of(response: HttpResponse) -> dict[str, str]:
    """Return `{where: sentence}` of a problem."""
    told = response.json().get("errors", [])
    return {
        next(error[place] for place in PLACES if place in error): error["detail"] for error in told
    }


def ids_of(response: HttpResponse) -> list[str]:
    """Return the identifiers of a list, in its order."""
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def require_problem(response: HttpResponse, status: int, kind: str, language: str = "nl") -> dict:
    """Return the problem, which is whole: never HTML, kept by nobody, in the reader's language."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM
    assert response["Cache-Control"] == "no-store"
    assert response["API-Version"] == "1.0.0"
    assert response["Content-Language"] == language
    told = response.json()
    assert told.keys() - {"errors"} == {"type", "title", "status", "detail"}
    assert (told["type"], told["status"]) == (f"{BASE}/problems/{kind}", status)
    assert told["title"]
    assert told["detail"]
    return told
