"""An address of a list in the back office asks only what the filters beside the list offer."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.roles import Role
from charter.models import Goal
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.charter import GoalFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SCREENS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
NOT_OFFERED = [
    "password__startswith=md5",
    "password__gt=a",
    "digest__startswith=a",
    "email__regex=(",
    "email__regex=(a%2B)%2B%24",
    "joined_at__year=99999999",
    "organisation__source_nl__startswith=a",
    "groups__name=administrator",
    "version=1",
    "name=%00",
    "nothing=1",
]
OF_ANY_LIST = ["p", "e", "all", "_facets", "_popup", "_to_field"]
HOSTILE = ["%00", "x", "9" * 30, "", "-1", "1,2", "%F0%9F%98%80", "None"]


@pytest.fixture(autouse=True)
def _administrator(client):
    """Somebody who sees every list."""
    roles = (Role.ADMINISTRATOR, Role.SECRETARIAT)
    client.force_login(make_person(*roles, language="en", password=PASSWORD))


@pytest.fixture
def tolerant(client):
    """The browser sees a fault as a page, as a visitor would."""
    client.raise_request_exception = False
    return client


def list_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: model._meta.label_lower)
class TestEveryList:
    def test_what_no_filter_offers_is_refused(self, tolerant, model):
        for query in NOT_OFFERED:
            assert tolerant.get(f"{list_of(model)}?{query}").status_code == 400, query

    def test_a_value_that_is_none_breaks_nothing(self, tolerant, model):
        page = tolerant.get(list_of(model))
        offered = {
            name
            for spec in page.context["cl"].filter_specs
            for name in spec.expected_parameters()
            if name
        }
        require_answers(tolerant, model, [*offered, "q", "o"])


def require_answers(tolerant, model, names: list[str]) -> None:
    """No value of those parameters is a fault."""
    for name in names:
        for value in HOSTILE:
            status = tolerant.get(f"{list_of(model)}?{name}={value}").status_code
            assert status in (200, 302, 400), f"{name}={value}"


def test_what_every_list_takes_breaks_nothing(tolerant):
    require_answers(tolerant, Goal, OF_ANY_LIST)


def test_each_link_of_every_filter_works(client, content):
    for model in SCREENS:
        page = client.get(list_of(model)).context["cl"]
        links = {each["query_string"] for spec in page.filter_specs for each in spec.choices(page)}
        for link in links:
            assert client.get(list_of(model) + link).status_code == 200, (model, link)


@pytest.mark.parametrize("query", ["role=nope", "role=%27"])
def test_a_role_that_is_none_filters_nothing(client, query):
    response = client.get(f"/admin/accounts/user/?{query}")
    assert response.context["cl"].result_count == 1


def test_a_state_that_is_none_filters_nothing(client):
    GoalFactory()
    response = client.get("/admin/charter/goal/?translation=nope")
    assert response.context["cl"].result_count == 1


def test_a_filter_of_a_list_still_filters(client):
    make_person(Role.PARTNER)
    for query, count in (("role=partner", 1), ("is_active__exact=1", 2), ("is_active__exact=0", 0)):
        response = client.get(f"/admin/accounts/user/?{query}")
        assert response.context["cl"].result_count == count, query


@pytest.mark.parametrize("query", ["a%00b", "a+" * 1500, "a" * 60_000], ids=lambda query: query[:3])
def test_no_search_is_a_fault(tolerant, query):
    assert tolerant.get(f"/admin/accounts/user/?q={query}").status_code == 200
