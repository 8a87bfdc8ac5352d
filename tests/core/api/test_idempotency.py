"""A POST that is repeated with its `Idempotency-Key` has its effect once."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from accounts.roles import Role, set_roles
from core.enums import ContentAct
from core.models import AuditEntry, IdempotentRequest
from partners.models import Organisation
from tests.core.api.calls import NETWORK, call, errors_of, require_problem
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def add(by, key: str | None = "sleutel-1", *, query: str = "", language: str = "nl", **members):
    header = {} if key is None else {"Idempotency_Key": key}
    return call(
        f"organisations{query}",
        method="post",
        by=by,
        body=NETWORK | members,
        Accept_Language=language,
        **header,
    )


def one_key_twice():
    for _time in range(2):
        IdempotentRequest.objects.create(owner=OWNER, key="k", digest="x", at=timezone.now())


OWNER = UUID("00000000-0000-4000-8000-000000000001")
# Each: the constraint's name, what SQLite says instead of it, and a write that breaks it.
UNIQUES = [
    (
        "idempotent_request_key_once_an_owner",
        "core_idempotentrequest.owner, core_idempotentrequest.key",
        one_key_twice,
    )
]


@pytest.mark.parametrize(("name", "columns", "write"), UNIQUES)
def test_database_refuses_a_second(name, columns, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {columns}$"):
        write()


def test_a_repeated_call_gets_the_same_answer_and_adds_nothing(secretary):
    first = add(secretary)
    assert first.status_code == 201
    for language in ("nl", "en"):
        again = add(secretary, language=language)
        assert (again.status_code, again.content) == (201, first.content)
        assert again["Location"] == first["Location"]
        assert again["ETag"] == first["ETag"]
        assert again["Content-Language"] == "nl"
    assert Organisation.objects.count() == 1
    assert AuditEntry.objects.filter(act=ContentAct.ADDED).count() == 1


def test_the_answer_of_then_is_repeated_though_the_row_changed(secretary):
    first = add(secretary)
    Organisation.objects.update(name_nl="Anders")
    assert add(secretary).json() == first.json()


def test_the_order_of_members_does_not_count(secretary):
    add(secretary)
    turned = dict(reversed(NETWORK.items()))
    again = call(
        "organisations", method="post", by=secretary, body=turned, Idempotency_Key="sleutel-1"
    )
    assert again.status_code == 201
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("other", [{"members": {"position": 91}}, {"query": "?lang=en"}])
def test_the_same_key_with_another_request_is_a_conflict(secretary, other):
    add(secretary)
    answer = add(secretary, query=other.get("query", ""), language="en", **other.get("members", {}))
    told = require_problem(answer, 409, "conflict", "en")
    assert "Use a new key" in told["detail"]
    assert Organisation.objects.count() == 1


def test_without_a_key_the_second_call_is_refused_by_the_code_that_exists(secretary):
    assert add(secretary, None).status_code == 201
    assert errors_of(add(secretary, None)).keys() == {"#/code", "#/position"}
    assert not IdempotentRequest.objects.exists()


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "é", "a\tb"])
def test_a_key_is_1_to_255_signs_without_spaces(secretary, key):
    answer = add(secretary, key)
    require_problem(answer, 400, "invalid-input")
    assert errors_of(answer).keys() == {"Idempotency-Key"}
    assert not Organisation.objects.exists()


def test_the_longest_key(secretary):
    assert add(secretary, "~" * 255).status_code == 201
    assert add(secretary, "~" * 255).status_code == 201
    assert Organisation.objects.count() == 1


def test_somebody_elses_key_is_another_key(secretary):
    other = make_person(Role.SECRETARIAT)
    assert add(secretary).status_code == 201
    answer = add(other, code="ander", position=91, name={"nl": "Ander"})
    assert (answer.status_code, answer.json()["id"]) == (201, "ander")


def test_what_failed_may_be_tried_again_with_the_same_key(secretary):
    assert add(secretary, kind="nothing").status_code == 400
    assert not IdempotentRequest.objects.exists()
    assert add(secretary).status_code == 201


def test_who_may_not_add_is_told_so_and_the_key_is_free(secretary):
    partner = make_person(Role.PARTNER)
    for _ in range(2):
        require_problem(add(partner), 403, "not-allowed")
    assert not IdempotentRequest.objects.exists()


def test_after_a_day_a_key_is_new_again(secretary):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        add(secretary)
        clock.shift(timedelta(hours=24))
        assert add(secretary).status_code == 201
        clock.shift(timedelta(seconds=1))
        answer = add(secretary)
    assert errors_of(answer).keys() == {"#/code", "#/position"}


def test_who_may_no_longer_add_gets_no_answer_of_earlier(secretary):
    assert add(secretary).status_code == 201
    set_roles(secretary, [Role.PARTNER])
    require_problem(add(secretary), 403, "not-allowed", "nl")


def test_a_key_of_another_address_is_a_conflict(secretary):
    add(secretary)
    answer = call(
        "municipalities", method="post", by=secretary, body=NETWORK, Idempotency_Key="sleutel-1"
    )
    require_problem(answer, 409, "conflict")
