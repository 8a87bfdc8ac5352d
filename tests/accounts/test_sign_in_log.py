"""Who logged in and who was refused stands in the audit log, without what was typed."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts import sign_in_log
from accounts.enums import AccountAct
from accounts.models import User
from accounts.roles import Role
from core.models import AuditEntry
from tests.accounts.logging_in import (
    Browser,
    code_of_app,
    link_in_mail,
    log_in,
    logged_in,
    page_of,
    set_up_app,
)
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

NEW = "een heel andere lange zin"


@pytest.fixture
def person():
    return make_person(Role.PARTNER, password=PASSWORD, language="en")


def acts() -> list[tuple]:
    """Return what was recorded, oldest first: the act, by whom, on whom."""
    entries = AuditEntry.objects.order_by("pk")
    return [(entry.act, entry.actor, entry.object_uid) for entry in entries]


def test_login_and_logout(client, person):
    log_in(client, person.email)
    client.post(reverse("account_logout"))
    assert acts() == [
        (AccountAct.LOGGED_IN, person.uid, person.uid),
        (AccountAct.LOGGED_OUT, person.uid, person.uid),
    ]


def test_a_refusal_names_the_account_and_nobody_as_the_one_who_tried(client, person):
    log_in(client, person.email.upper(), "iets anders")
    log_in(client, "nobody@blk.example", "iets anders")
    assert acts() == [(AccountAct.REFUSED, None, person.uid), (AccountAct.REFUSED, None, None)]
    rows = list(AuditEntry.objects.values())
    assert "nobody" not in str(rows)
    assert "iets" not in str(rows)


def test_attempts_while_an_address_rests_are_recorded_too(client, person):
    for _ in range(6):
        log_in(client, person.email, "iets anders")
    assert acts() == [(AccountAct.REFUSED, None, person.uid)] * 6


def test_wrong_codes_by_mail_and_of_the_app_are_refusals(person):
    client = Browser()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": "WRONG"})
    set_up_app(person)
    other = Browser()
    log_in(other, person.email)
    other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert acts() == [(AccountAct.REFUSED, None, person.uid)] * 2


def test_a_disabled_account_that_tries_is_a_refusal(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    log_in(client, person.email)
    assert acts() == [(AccountAct.REFUSED, None, person.uid)]


def test_changes_of_ones_own_security(person):
    client = logged_in(person, password=PASSWORD)
    AuditEntry.objects.all()._raw_delete(AuditEntry.objects.db)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})
    key = page_of(client.get(reverse("mfa_activate_totp"))).select_one("code.secret").text
    client.post(reverse("mfa_activate_totp"), {"code": code_of_app(key)})
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    client.post(reverse("account_reset_password"), {"email": person.email})
    other = Browser()
    other.post(other.get(link_in_mail())["Location"], {"password1": PASSWORD})
    assert acts() == [
        (act, person.uid, person.uid)
        for act in (
            AccountAct.PASSWORD_CHANGED,
            AccountAct.FACTOR_ADDED,
            AccountAct.CODES_RENEWED,
            AccountAct.FACTOR_REMOVED,
            AccountAct.PASSWORD_RESET,
        )
    ]


def test_a_changed_address(person):
    client = logged_in(person, password=PASSWORD)
    client.post(reverse("account_email"), {"email": "new@blk.example", "action_add": ""})
    client.post(link_in_mail())
    assert acts()[-1] == (AccountAct.EMAIL_CHANGED, person.uid, person.uid)
    assert User.objects.get(pk=person.pk).email == "new@blk.example"


def test_login_goes_on_when_the_log_cannot_be_written(client, person, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry RENAME TO elsewhere")
    assert log_in(client, person.email).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE elsewhere RENAME TO core_auditentry")
    assert client.get("/en/my/").status_code == 200
    assert sign_in_log.logger.name in {record.name for record in caplog.records}


def test_logging_in_edits_nothing_of_the_person(client, person):
    """A profile that stands open in another tab can still be kept."""
    log_in(client, person.email)
    now = User.objects.get(pk=person.pk)
    assert now.version == person.version
    assert now.last_login is not None
