"""Members and query keys are in camelCase, in data and errors too; free JSON stays as it is."""

import re
from collections.abc import Iterator

import pytest

from charter.models import Goal
from core.api.language import Reading
from core.api.names import camel
from core.api.serializers import ReadSerializer
from portal.api import RESOURCES
from tests.core.api.calls import BASE, call, errors_of
from tests.factories.partners import OrganisationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CAMEL_CASE = re.compile(r"[a-z][a-zA-Z0-9]*")


def members_of(told: object) -> Iterator[str]:
    if isinstance(told, dict):
        yield from told
        for inner in told.values():
            yield from members_of(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from members_of(inner)


@pytest.mark.parametrize(
    ("name", "member"), [("due_on", "dueOn"), ("name", "name"), ("a_b_c", "aBC"), ("x_1", "x1")]
)
def test_a_name_in_python_becomes_one_in_camel_case(name, member):
    assert camel(name) == member


@pytest.mark.parametrize("plural", RESOURCES)
def test_every_member_is_in_camel_case(examples, plural):
    told = call(f"{plural}?translations=all&pageSize=3").json()
    assert told["results"]
    names = set(members_of(told))
    assert [name for name in names if not CAMEL_CASE.fullmatch(name)] == []


def test_errors_point_at_members_and_not_at_columns(secretary):
    organisation = OrganisationFactory(relation="network")
    path = f"organisations/{organisation.code}"
    answer = call(path, method="patch", by=secretary, body={"nameInCharter": 5})
    assert errors_of(answer).keys() == {"#/nameInCharter"}
    answer = call(path, method="patch", by=secretary, body={"name_in_charter": "Voorbeeld"})
    assert errors_of(answer).keys() == {"#/name_in_charter"}


def test_query_keys_are_in_camel_case(db):
    assert call("municipalities?atBorder=true").status_code == 200
    assert errors_of(call("municipalities?at_border=true")).keys() == {"at_border"}
    assert errors_of(call("municipalities?page_size=5")).keys() == {"page_size"}


class GoalWithFreeJson(ReadSerializer):
    class Meta:
        model = Goal
        fields = ["confirmed"]


def test_free_json_is_never_renamed(goal):
    goal.confirmed = {"some_key": {"another_key": [1, None]}}
    reading = Reading(language="nl", all_translations=False, origin=BASE)
    told = GoalWithFreeJson(goal, context={"reading": reading}).data
    assert told == {"confirmed": {"some_key": {"another_key": [1, None]}}}
