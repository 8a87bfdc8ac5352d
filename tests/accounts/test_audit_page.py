"""The audit log as administrators read it: in words, filtered, in pages, and as a file."""

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import AccountAct
from accounts.models import User
from accounts.roles import Role
from core import audit
from core.addresses import addresses_of
from core.csv_rows import csv_lines
from core.models import AuditEntry
from tests.factories.accounts import UserFactory, make_person
from tests.factories.invitations import InvitationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE, FILE = "/en/my/audit/", "/en/my/audit/download/"
QUERIES = 7


@pytest.fixture
def administrator(client) -> User:
    person = make_person(Role.ADMINISTRATOR, name="Adminius")
    client.force_login(person)
    return person


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
@pytest.mark.parametrize("address", [PAGE, FILE])
def test_for_everybody_but_administrators_it_is_not_there(client, role, address):
    client.force_login(make_person(role))
    assert client.get(address).status_code == 404
    assert not AuditEntry.objects.filter(act=AccountAct.AUDIT_READ).exists()


def test_an_entry_is_told_in_words_with_names_looked_up(client, administrator):
    person, invitation = UserFactory(name="Betrokkene"), InvitationFactory(name="Genodigde")
    audit.record(AccountAct.ROLES_CHANGED, by=administrator, on=person, fields=["liaison"])
    audit.record(AccountAct.INVITED, by=None, on=invitation)
    page = client.get(PAGE).content.decode()
    for text in ("changed somebody’s roles", "Betrokkene", f"/{person.uid}/", "liaison"):
        assert text in page
    assert "invited somebody" in page
    assert str(invitation.uid)[:8] in page
    assert "Genodigde" not in page


def test_of_an_account_that_is_gone_only_the_number_remains(client, administrator):
    gone = UserFactory(name="Verdwenen")
    audit.record(AccountAct.LOGGED_IN, by=gone)
    gone.delete()
    page = client.get(PAGE).content.decode()
    assert str(gone.uid)[:8] in page
    assert "Verdwenen" not in page


@pytest.fixture
def history() -> dict[str, User]:
    """Three days in March: An logged in, Bo disabled An, An's account was enabled."""
    an, bo = UserFactory(name="An"), UserFactory(name="Bo", email="bo@blk.example")
    for day, act, by, on in (
        (10, AccountAct.LOGGED_IN, an, None),
        (11, AccountAct.DISABLED, bo, an),
        (12, AccountAct.ENABLED, bo, an),
    ):
        audit.record(act, by=by, on=on, at=datetime(2026, 3, day, 22, 30, tzinfo=UTC))
    return {"an": an, "bo": bo}


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ({"person": "bo@blk"}, {"disabled", "enabled"}),
        ({"person": "An"}, {"logged_in", "disabled", "enabled"}),
        ({"person": "nobody"}, set()),
        ({"act": "accounts.enabled"}, {"enabled"}),
        ({"since": "2026-03-11", "through": "2026-03-11"}, {"disabled"}),
        ({"since": "2026-03-12"}, {"enabled"}),
        ({"through": "2026-03-10"}, {"logged_in"}),
    ],
)
def test_entries_are_filtered(client, administrator, history, query, acts):
    lines = client.get(PAGE, query).context["lines"]
    found = {
        line.entry.act.partition(".")[2] for line in lines if line.entry.actor != administrator.uid
    }
    assert found == acts


def test_a_number_finds_an_account_that_is_gone(client, administrator):
    gone = uuid.uuid4()
    AuditEntry.objects.create(at=timezone.now(), actor=gone, act=AccountAct.LOGGED_OUT)
    lines = client.get(PAGE, {"person": str(gone)}).context["lines"]
    assert [line.entry.actor for line in lines] == [gone]


def test_a_filter_that_makes_no_sense_says_so(client, administrator):
    page = client.get(PAGE, {"since": "yesterday", "act": "what", "before": "x"})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"since", "act"}


@pytest.mark.parametrize("address", [PAGE, FILE])
@pytest.mark.parametrize("field", ["since", "through"])
@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_reckoned_with_is_refused(client, administrator, address, field, day):
    response = client.get(address, {field: day})
    assert response.status_code == 200
    response.getvalue()  # a file is made while it is read
    if address == PAGE:
        refused = response.context["form"].errors
        assert refused == {field: ["Choose a day from 2000 through 2100."]}


@pytest.mark.parametrize(("field", "day"), [("since", "2000-01-01"), ("through", "2100-12-31")])
def test_the_first_and_the_last_day_are_taken(client, administrator, field, day):
    page = client.get(PAGE, {field: day})
    assert not page.context["form"].errors
    assert page.context["lines"]


def test_a_null_character_finds_nobody_and_the_form_says_so(client, administrator):
    page = client.get(PAGE, {"person": "An\0", "act": "\0", "since": "\0", "before": "\0"})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"person", "act", "since"}


def test_pages_follow_each_other_without_gap_or_repeat(client, administrator):
    at = timezone.now() - timedelta(days=1)
    for number in range(205):
        audit.record(AccountAct.LOGGED_IN, by=None, at=at - timedelta(seconds=number // 10))
    seen, address = [], f"{PAGE}?act=accounts.logged_in"
    for size in (100, 100):
        page = client.get(address)
        entries = [line.entry.pk for line in page.context["lines"]]
        assert len(entries) == size
        seen += entries
        assert 'rel="next"' in page.content.decode()
        address = f"{PAGE}?act=accounts.logged_in&before={page.context['older']}"
    last = client.get(address)
    seen += [line.entry.pk for line in last.context["lines"]]
    expected = AuditEntry.objects.filter(act="accounts.logged_in").order_by("-at", "-id")
    assert seen == list(expected.values_list("pk", flat=True))
    assert 'rel="next"' not in last.content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_number_of_queries_does_not_grow(client, administrator, language):
    client.get(PAGE)  # the first request of a session writes to it
    counts = []
    for number in (1, 30):
        for _ in range(number):
            audit.record(AccountAct.DISABLED, by=UserFactory(), on=UserFactory())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(addresses_of("audit")[language]).status_code == 200
        counts.append(len(queries))
    assert counts == [QUERIES, QUERIES]


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.getvalue().decode())))


def test_the_file_holds_numbers_and_no_names_and_taking_it_is_recorded(
    client, administrator, history
):
    response = client.get(FILE, {"person": "bo@blk"})
    assert response["Content-Disposition"].startswith("attachment")
    heading, *rows = rows_of(response)
    assert heading[:3] == ["at", "actor", "act"]
    assert [row[2] for row in rows] == ["accounts.enabled", "accounts.disabled"]
    assert rows[0][0] == "2026-03-12T22:30:00+00:00"
    assert rows[0][1] == str(history["bo"].uid)
    entry = AuditEntry.objects.get(act=AccountAct.AUDIT_READ)
    assert entry.actor == administrator.uid


@pytest.mark.parametrize("cell", ["=1+1", "+32", "-1", "@sum", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell):
    (row,) = csv.reader(io.StringIO("".join(csv_lines([[cell, "a=b", None]])), newline=""))
    assert row == ["'" + cell, "a=b", ""]
