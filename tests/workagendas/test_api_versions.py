"""Two editors are found in the API, also by what is written beside a row."""

import pytest

from accounts.roles import Role
from tests.core.api.calls import call, require_problem
from tests.factories.accounts import make_person
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.enums import AgendaState
from workagendas.models import WorkAgenda

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def rows():
    return make_agenda_rows()


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT)


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        (
            "actions/2026-1A-01",
            {"partners": [], "relatedActions": []},
            {"relatedActions": ["2026-1A-02"]},
        ),
        ("indicators/bedrijven", {"goals": []}, {"goals": ["1A"]}),
    ],
)
def test_rows_written_with_another_raise_its_version(rows, secretary, path, first, second):
    WorkAgenda.objects.update(state=AgendaState.DRAFT, adopted_on=None)
    read = call(path, by=secretary)["ETag"]
    answer = call(path, method="patch", by=secretary, body=first, If_Match=read)
    assert answer.status_code == 200, answer.content
    late = call(path, method="patch", by=secretary, body=second, If_Match=read)
    require_problem(late, 412, "lost-update")
    again = call(path, method="patch", by=secretary, body=first, If_Match=answer["ETag"])
    assert again["ETag"] == answer["ETag"]  # nothing differs, so nothing is written
