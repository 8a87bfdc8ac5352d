"""How many requests a minute an address and a person may make."""

import pytest
import time_machine
from django.core.cache import cache

from accounts.roles import Role
from tests.core.api.calls import BASE, call, require_problem
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HALF_PAST = "2026-03-18T12:00:30Z"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(HALF_PAST, tick=False) as clock:
        yield clock


def ask(client, address: str = "192.0.2.1", path: str = "goals", **headers):
    return client.get(f"{BASE}/{path}", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_address_may_ask_so_often_a_minute(settings, client, clock, language):
    settings.API_REQUESTS_PER_ADDRESS = 2
    told = [ask(client).status_code for _ in range(2)]
    assert told == [200, 200]
    answer = ask(client, **{"Accept-Language": language})
    require_problem(answer, 429, "too-many-requests", language)
    assert answer["Retry-After"] == "30"
    assert ask(client, address="192.0.2.2").status_code == 200
    clock.shift(int(answer["Retry-After"]))
    assert ask(client).status_code == 200


def test_calls_that_fail_count_too(settings, client):
    settings.API_REQUESTS_PER_ADDRESS = 2
    told = [ask(client, path="goals/nothing").status_code for _ in range(3)]
    assert told == [404, 404, 429]


def test_nobody_gets_more_by_naming_other_addresses(settings, client):
    settings.API_REQUESTS_PER_ADDRESS = 1
    told = [ask(client, **{"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(2)]
    assert told == [200, 429]


@pytest.mark.parametrize("path", ["docs", "openapi.json", "problems/too-many-requests"])
def test_what_explains_the_limit_has_none(settings, client, path):
    settings.API_REQUESTS_PER_ADDRESS = 1
    assert [ask(client, path=path).status_code for _ in range(3)] == [200, 200, 200]


def test_a_network_of_ipv6_counts_as_one_address(settings, client):
    settings.API_REQUESTS_PER_ADDRESS = 1
    addresses = ["2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1"]
    assert [ask(client, address=each).status_code for each in addresses] == [200, 429, 200]


def test_a_person_may_ask_so_often_from_wherever(settings, client):
    settings.API_REQUESTS_PER_PERSON = 2
    person, other = make_person(Role.PARTNER), make_person(Role.PARTNER)
    client.force_login(person, "accounts.backends.RecognisePeople")
    told = [ask(client, address=f"192.0.2.{n}").status_code for n in range(3)]
    assert told == [200, 200, 429]
    assert call("goals").status_code == 200
    assert call("goals", by=other).status_code == 200


def test_no_limit_is_no_limit(settings, client):
    settings.API_REQUESTS_PER_ADDRESS = settings.API_REQUESTS_PER_PERSON = 0
    assert {ask(client).status_code for _ in range(5)} == {200}


def test_without_redis_each_process_counts_for_itself(settings, client):
    settings.API_REQUESTS_PER_ADDRESS = 1
    settings.CACHES = {
        "default": {
            "BACKEND": "core.shared_cache.SharedCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    assert [ask(client).status_code for _ in range(3)] == [200, 429, 429]


def test_a_count_that_is_lost_while_it_is_made_refuses_nobody(settings, client, monkeypatch):
    settings.API_REQUESTS_PER_ADDRESS = 1
    monkeypatch.setattr(cache, "add", lambda *args: True)
    assert {ask(client).status_code for _ in range(3)} == {200}
