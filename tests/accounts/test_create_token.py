"""`manage.py create_token` prints a token that works, alone on the last line."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import AccountAct, TokenScope
from accounts.models import ApiToken
from accounts.roles import Role
from core.models import AuditEntry
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EMAIL = "persoon@blk.example"


@pytest.fixture
def person():
    return make_person(Role.SECRETARIAT, email=EMAIL)


def run(*arguments: str) -> tuple[str, str]:
    """Return what stands on standard output and what on standard error."""
    out, err = StringIO(), StringIO()
    call_command("create_token", *arguments, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("email", [EMAIL, "Persoon@BLK.example"])
def test_the_token_stands_alone_on_standard_output(person, email):
    out, err = run(email, "--scope", "write", "--days", "7", "--name", "Weekrapport")
    token = ApiToken.objects.with_secret(out.removesuffix("\n")).get()
    assert (token.person, token.scope, token.name) == (person, TokenScope.WRITE, "Weekrapport")
    assert token.expires_at - token.created_at == timedelta(days=7)
    until = timezone.localdate(token.expires_at)
    assert err == f"A token for {EMAIL}: it may read and write, and works until {until}.\n"


def test_without_options_it_only_reads_for_ninety_days(person):
    run(EMAIL)
    token = ApiToken.objects.get()
    assert (token.scope, token.name) == (TokenScope.READ, "Made at the terminal")
    assert token.expires_at - token.created_at == timedelta(days=90)


def test_the_audit_log_says_that_nobody_was_logged_in(person):
    run(EMAIL)
    entry = AuditEntry.objects.get(act=AccountAct.TOKEN_MADE)
    assert (entry.actor, entry.object_uid) == (None, person.uid)


def test_it_says_when_a_second_factor_is_still_missing(person, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    assert "until this person has set up a second factor" in run(EMAIL)[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["niemand@blk.example"], "nobody has an account with this e-mail address"),
        (["uit@blk.example"], "This account is disabled, so it gets no token."),
        ([EMAIL, "--scope", "admin"], "--scope admin: a token may “read” or “write”."),
        ([EMAIL, "--days", "0"], "A token works for 1 to 366 days."),
        ([EMAIL, "--days", "367"], "A token works for 1 to 366 days."),
        ([EMAIL, "--days", "veel"], "--days"),
        ([EMAIL, "--name", " "], "Say what the token is for"),
    ],
)
def test_what_is_not_right_is_one_sentence_and_makes_nothing(person, arguments, sentence):
    make_person(Role.PARTNER, email="uit@blk.example", is_active=False)
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not ApiToken.objects.exists()
