"""Tokens for machines: made, recognised, used and ended, without ever keeping their text."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter

from accounts import workflow
from accounts.enums import AccountAct, TokenScope, TokenState
from accounts.models import ApiToken, User
from accounts.models.token import NOTED_EVERY, PREFIX, new_secret
from accounts.roles import Role
from core.errors import NotAllowed
from core.models import AuditEntry
from tests.accounts.logging_in import logged_in
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.tokens import MADE_AT, ApiTokenFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def person() -> User:
    return make_person(Role.PARTNER)


@pytest.fixture
def administrator() -> User:
    return make_person(Role.ADMINISTRATOR)


def make_token(person: User, **other) -> tuple[ApiToken, str]:
    fields = {"name": "Voorbeeld", "scope": TokenScope.READ, "days": 90, "by": person} | other
    return workflow.create_token(person=person, **fields)


def everything_stored() -> str:
    """Return all that the database holds, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows)


# ── Making one ──


def test_a_token_is_made_and_its_text_is_stored_nowhere(person):
    token, secret = make_token(person, name=" Weekrapport ", days=7, at=MADE_AT)
    assert secret.startswith(PREFIX)
    assert len(secret) == len(PREFIX) + 48
    token = ApiToken.objects.with_secret(secret).get()
    assert (token.person, token.name, token.scope) == (person, "Weekrapport", TokenScope.READ)
    assert (token.created_at, token.expires_at) == (MADE_AT, MADE_AT + timedelta(days=7))
    assert (token.revoked_at, token.last_used_at) == (None, None)
    assert secret.startswith(token.hint)
    assert len(token.hint) == len(PREFIX) + 4
    stored = everything_stored()
    assert token.digest in stored
    assert secret not in stored
    assert secret[len(PREFIX) :] not in stored
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.object_uid) == (
        AccountAct.TOKEN_MADE,
        person.uid,
        person.uid,
    )


def test_no_two_tokens_have_one_text(person):
    assert make_token(person)[1] != make_token(person)[1]


@pytest.mark.parametrize("days", [1, 366])
def test_a_token_works_from_a_day_to_a_year(person, days):
    assert make_token(person, days=days)[0].state == TokenState.USABLE


@pytest.mark.parametrize("days", [0, -1, 367, 10**9])
def test_no_token_works_for_ever_or_never(person, days):
    with pytest.raises(workflow.TermOutOfRange, match="366"):
        make_token(person, days=days)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "een\nregel", "a\0b", "\u202eom"])
def test_a_token_has_a_name_of_one_line(person, name):
    with pytest.raises(workflow.NoNameForToken, match="120"):
        make_token(person, name=name)


def test_twenty_tokens_that_work_are_enough(person):
    made = [make_token(person)[0] for _ in range(20)]
    with pytest.raises(workflow.TooManyTokens, match="20"):
        make_token(person)
    make_token(make_person(Role.PARTNER))  # of somebody else
    workflow.revoke_token(token=made[0], by=person)
    make_token(person)


def test_fifty_tokens_a_day_are_enough_also_when_they_are_revoked(person):
    for _ in range(50):
        workflow.revoke_token(token=make_token(person)[0], by=person)
    with pytest.raises(workflow.TooManyTokensToday):
        make_token(person)
    make_token(make_person(Role.PARTNER))  # of somebody else
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        make_token(person)


def test_the_same_form_sent_twice_makes_one_token(person):
    token, _secret = make_token(person)
    with pytest.raises(workflow.TokenMadeAlready):
        make_token(person, uid=token.uid)
    assert ApiToken.objects.count() == 1


def test_nobody_makes_a_token_for_somebody_else(person, administrator):
    with pytest.raises(NotAllowed):
        make_token(person, by=administrator)


def test_a_disabled_account_gets_no_token(person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    for by in (person, None):
        with pytest.raises(workflow.AccountDisabled):
            make_token(person, by=by)


def make_on_page(person: User):
    fields = {"name": "Voorbeeld", "scope": TokenScope.READ, "days": 90}
    logged_in(person, password=PASSWORD).post(reverse("make_token"), fields)


def make_by_api(person: User):
    body = {"name": "Voorbeeld"}
    logged_in(person).post("/api/v1/tokens", body, content_type="application/json")


def fail(*args, **kwargs):
    raise RuntimeError("a fault")


@pytest.mark.usefixtures("quick_passwords")
@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (make_token, "accounts.models.ApiToken.objects.create"),
        (make_on_page, "accounts.views.tokens.addresses_of"),
        (make_by_api, "accounts.api.resources.Tokens.get_serializer"),
    ],
)
def test_no_report_of_a_fault_shows_a_new_token(person, monkeypatch, make, fault):
    secret = new_secret()
    monkeypatch.setattr("accounts.workflow.tokens.new_secret", lambda: secret)
    monkeypatch.setattr(fault, fail)
    with pytest.raises(RuntimeError, match="a fault") as raised:
        make(person)
    without_this_test = raised.tb.tb_next
    reporter = ExceptionReporter(None, raised.type, raised.value, without_this_test)
    report = reporter.get_traceback_html()
    assert "<td>secret</td>" in report
    assert secret not in report


# ── How they stand ──


def test_a_token_works_until_its_end_or_until_it_is_revoked(person):
    with time_machine.travel(MADE_AT, tick=False) as clock:
        first, second = make_token(person, days=7)[0], make_token(person, days=30)[0]
        assert set(ApiToken.objects.usable()) == {first, second}
        clock.shift(timedelta(days=7))
        assert set(ApiToken.objects.usable()) == {second}
        assert set(ApiToken.objects.expired()) == {first}
        workflow.revoke_token(token=second, by=person)
        second.refresh_from_db()
        assert not ApiToken.objects.usable().exists()
        assert (first.state, second.state) == (TokenState.EXPIRED, TokenState.REVOKED)
        assert second.revoked_at == timezone.now()


def test_ones_own_and_for_an_administrator_everybodys(person, administrator):
    tokens = {each: make_token(each)[0] for each in (person, administrator, make_person())}
    assert set(ApiToken.objects.visible_to(person)) == {tokens[person]}
    assert set(ApiToken.objects.visible_to(administrator)) == set(tokens.values())


def test_which_tokens_one_sees_is_the_same_as_a_set_and_as_a_rule():
    roles = [(), *((role,) for role in Role)]
    people = [
        make_person(*had, is_active=is_active) for had, is_active in product(roles, (True, False))
    ]
    tokens = [ApiTokenFactory(person=each) for each in people]
    for by in [*people, AnonymousUser()]:
        seen = set(ApiToken.objects.visible_to(by))
        for permission in ("accounts.view_apitoken", "accounts.revoke_token"):
            assert seen == {each for each in tokens if by.has_perm(permission, each)}, by


# ── Revoking ──


def test_its_owner_and_an_administrator_revoke_a_token_once(person, administrator):
    for by in (person, administrator):
        token, _secret = make_token(person)
        AuditEntry.objects.all()._raw_delete("default")
        workflow.revoke_token(token=token, by=by)
        workflow.revoke_token(token=token, by=by)
        entry = AuditEntry.objects.get()
        assert (entry.act, entry.actor, entry.object_uid) == (
            AccountAct.TOKEN_REVOKED,
            by.uid,
            person.uid,
        )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_revokes_it(person, role):
    token, _secret = make_token(person)
    with pytest.raises(NotAllowed):
        workflow.revoke_token(token=token, by=make_person(role))
    assert ApiToken.objects.usable().exists()


def test_disabling_an_account_ends_its_tokens_for_good(person, administrator):
    token, other = make_token(person)[0], make_token(administrator)[0]
    expired = ApiTokenFactory(person=person)
    workflow.disable_account(person=person, by=administrator)
    workflow.enable_account(person=person, by=administrator)
    assert list(ApiToken.objects.usable()) == [other]
    token.refresh_from_db()
    expired.refresh_from_db()
    assert (token.state, expired.state) == (TokenState.REVOKED, TokenState.EXPIRED)
    entry = AuditEntry.objects.get(act=AccountAct.TOKEN_REVOKED)
    assert (entry.actor, entry.object_uid) == (administrator.uid, person.uid)


@pytest.mark.usefixtures("quick_passwords")
def test_a_new_password_and_ended_sessions_leave_tokens_as_they_are():
    person = make_person(Role.PARTNER, password=PASSWORD)
    make_token(person)
    client = logged_in(person, password=PASSWORD)
    fields = {"oldpassword": PASSWORD, "password1": "een heel andere lange zin"}
    client.post(reverse("account_change_password"), fields)
    person.refresh_from_db()
    assert person.check_password("een heel andere lange zin")
    client.post(reverse("usersessions_list"))
    client.post(reverse("account_logout"))
    assert person.tokens.usable().exists()


# ── Being used ──


def test_use_is_noted_at_most_once_in_some_minutes_and_edits_nothing(
    person, django_assert_num_queries
):
    token, _secret = make_token(person, at=MADE_AT)
    with django_assert_num_queries(1):
        token.note_use(at=MADE_AT)
    with django_assert_num_queries(0):
        token.note_use(at=MADE_AT + NOTED_EVERY - timedelta(seconds=1))
    token.refresh_from_db()
    assert (token.last_used_at, token.version) == (MADE_AT, 1)
    token.note_use(at=MADE_AT + NOTED_EVERY)
    token.refresh_from_db()
    assert (token.last_used_at, token.version) == (MADE_AT + NOTED_EVERY, 1)


def test_tokens_are_no_content_of_pages():
    assert ApiToken.is_content is False


def test_the_migration_is_complete():
    call_command("makemigrations", "accounts", check=True, dry_run=True, verbosity=0)
