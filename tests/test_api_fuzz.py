"""Whatever is asked, the API answers as its OpenAPI document says: what it takes, and what not.

Each request is undone, so that any of them may change or delete.
"""

import json
from contextlib import contextmanager
from io import StringIO

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.enums import TokenScope
from accounts.roles import Role
from accounts.workflow import create_token
from portal.openapi import EXAMPLES, document
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
FEW, MANY = 5, 100  # examples an operation; the few are the same each time
REFUSED = ["400", "401", "403", "404", "409", "412", "415"]
PORTAL = WSGIHandler()
SCHEMA = schemathesis.openapi.from_dict(json.loads(document()))
SCHEMA.config.generation.update(with_security_parameters=False)
SCHEMA.config.checks.negative_data_rejection.expected_statuses = REFUSED
OPERATIONS = [each.ok() for each in SCHEMA.get_all_operations()]
IDENTIFIERS = {plural: row["id"] for plural, row in json.loads(EXAMPLES.read_text("utf-8")).items()}


@pytest.fixture(scope="module")
def headers(django_db_setup, django_db_blocker):
    """What everybody in this play sends along; there is content to read and change."""
    with django_db_blocker.unblock(), connection_kept(), transaction.atomic():
        for what in ("load_content", "load_funding_sources", "load_examples"):
            call_command(what, stdout=StringIO())
        secretary = make_person(Role.SECRETARIAT)
        _token, secret = create_token(
            person=secretary, by=secretary, name="Voorbeeld", scope=TokenScope.WRITE, days=1
        )
        yield {"anybody": {}, "secretary": {"Authorization": f"Bearer {secret}"}}
        transaction.set_rollback(True)


@contextmanager
def connection_kept():
    """The end of a request does not close the connection, which would end the transaction too."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def requests_to(operation) -> SearchStrategy:
    """Return what fits the document and what does not, for any row and for one that is there."""
    known = IDENTIFIERS.get(operation.path.split("/")[1])
    rows = (
        [{}, {"path_parameters": {"identifier": known}}]
        if "{identifier}" in operation.path
        else [{}]
    )
    return st.one_of(operation.as_strategy(mode, **row) for mode in GenerationMode for row in rows)


@pytest.mark.parametrize("who", ["anybody", "secretary"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=[each.label for each in OPERATIONS])
def test_api_answers_as_its_document_says(operation, who, headers, settings, request):
    settings.API_REQUESTS_PER_ADDRESS = settings.API_REQUESTS_PER_PERSON = 0
    is_full = request.config.getoption("--full")

    @hypothesis_settings(
        max_examples=MANY if is_full else FEW,
        derandomize=not is_full,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=requests_to(operation))
    def ask(case):
        with transaction.atomic():
            response = case.call(app=PORTAL, headers=headers[who])
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    ask()
