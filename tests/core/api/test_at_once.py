"""Calls at the same moment: each thing happens once, and nobody meets a fault."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from core.enums import ContentAct
from core.models import AuditEntry
from partners.models import Organisation, Region
from tests.core.api.calls import NETWORK, call, require_problem
from tests.factories.partners import OrganisationFactory, RegionFactory

pytestmark = [
    pytest.mark.db,
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]

THREADS = 8


def at_once(ask, number: int = THREADS) -> list:
    """Return the answers to `ask(0)` … `ask(number - 1)`, all asked at the same moment."""
    together = Barrier(number)

    def do(place: int):
        together.wait(timeout=10)
        try:
            return ask(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as people:
        return list(people.map(do, range(number)))


def statuses(answers) -> dict[int, int]:
    return dict(Counter(answer.status_code for answer in answers))


def add(by, **options):
    return call("organisations", method="post", by=by, body=NETWORK, **options)


@pytest.mark.parametrize("_time", range(3))
def test_one_key_at_once_has_one_effect_and_one_answer(secretary, _time):
    answers = at_once(lambda _: add(secretary, Idempotency_Key="sleutel"))
    assert statuses(answers) == {201: THREADS}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert {answer["Location"] for answer in answers} == {answers[0].json()["url"]}
    assert Organisation.objects.count() == 1
    assert AuditEntry.objects.filter(act=ContentAct.ADDED).count() == 1


def test_a_code_that_somebody_else_takes_at_that_moment_is_a_conflict(secretary):
    """Nobody had it when the body was checked; the database then refuses it."""

    def add_meanwhile():
        try:
            return add(secretary)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            OrganisationFactory(code=NETWORK["code"])
            answer = other.submit(add_meanwhile)
            wait_until_somebody_waits()
        require_problem(answer.result(10), 409, "conflict")
    assert Organisation.objects.count() == 1
    assert not AuditEntry.objects.filter(act=ContentAct.ADDED).exists()


def wait_until_somebody_waits() -> None:
    """Return when the database lets somebody wait for what this thread has locked."""
    end = time.monotonic() + 5
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waited")


def test_of_editors_who_read_one_version_one_is_heard(secretary):
    RegionFactory(slug="kempen")

    def change(place: int):
        body = {"name": {"nl": f"Naam {place}"}}
        return call("regions/kempen", method="patch", by=secretary, body=body, If_Match='"1-x"')

    assert statuses(at_once(change)) == {200: 1, 412: THREADS - 1}
    assert Region.objects.get().version == 2


def test_changes_without_a_version_follow_one_another(secretary):
    RegionFactory(slug="kempen")

    def change(place: int):
        body = {"name": {"nl": f"Naam {place}"}}
        return call("regions/kempen", method="patch", by=secretary, body=body)

    assert statuses(at_once(change)) == {200: THREADS}
    assert Region.objects.get().version == 1 + THREADS


@pytest.mark.parametrize("_time", range(3))
def test_what_is_deleted_at_that_moment_is_gone_for_the_others(secretary, _time):
    OrganisationFactory(code="pa", relation="network")

    def change_or_delete(place: int):
        if place % 2:
            return call("organisations/pa", method="delete", by=secretary)
        body = {"name": f"Naam {place}"}
        return call("organisations/pa", method="patch", by=secretary, body=body)

    told = statuses(at_once(change_or_delete))
    assert told.keys() <= {200, 204, 404}
    assert told[204] == 1
    assert not Organisation.objects.exists()
