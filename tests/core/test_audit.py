"""What was done is recorded with the act, once and for good, and without personal values."""

import re
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.enums import AccountAct
from accounts.roles import Role
from core import audit
from core.enums import Act, every_act
from core.models import AuditEntry
from tests.factories.accounts import UserFactory, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_an_entry_says_who_did_what_on_which_object():
    actor, person, at = UserFactory(), UserFactory(), timezone.now()
    audit.record(AccountAct.DISABLED, by=actor, on=person, fields=["phone", "name"], at=at)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.act, entry.at) == (actor.uid, "accounts.disabled", at)
    assert (entry.object_type, entry.object_uid) == ("accounts.user", person.uid)
    assert entry.fields == ["name", "phone"]
    assert entry.request_id == ""


def test_an_entry_without_a_person_is_of_the_portal_itself():
    audit.record(AccountAct.REFUSED, by=None)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.object_type, entry.object_uid) == (None, "", None)


def test_an_entry_never_changes_and_never_goes():
    entry = audit.record(AccountAct.LOGGED_IN, by=None)
    entry.act = AccountAct.LOGGED_OUT
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    assert AuditEntry.objects.get().act == AccountAct.LOGGED_IN


def test_many_entries_at_once_never_change_and_never_go():
    entry = audit.record(AccountAct.LOGGED_IN, by=None)
    entries = AuditEntry.objects.all()
    changed = AuditEntry(pk=entry.pk, at=entry.at, act=AccountAct.LOGGED_OUT)
    for attempt in (
        lambda: entries.update(act=AccountAct.LOGGED_OUT),
        lambda: AuditEntry.objects.update(act=AccountAct.LOGGED_OUT),
        lambda: entries.delete(),
        lambda: entries.bulk_update([changed], ["act"]),
        lambda: entries.bulk_create([changed], ignore_conflicts=True),
        lambda: entries.update_or_create({"act": AccountAct.LOGGED_OUT}, pk=entry.pk),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            attempt()
    assert AuditEntry.objects.get().act == AccountAct.LOGGED_IN


def test_an_act_that_fails_leaves_no_entry():
    with transaction.atomic():
        audit.record(AccountAct.DISABLED, by=None)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_an_entry_keeps_no_name_and_no_address():
    person = UserFactory(name="Voorbeeld Iemand", email="iemand@blk.example")
    audit.record(AccountAct.PROFILE_CHANGED, by=person, on=person, fields=["phone"])
    kept = str(AuditEntry.objects.values().get())
    assert "Iemand" not in kept
    assert "iemand@" not in kept


def test_what_one_request_did_can_be_found_together(client):
    client.force_login(make_person(Role.PARTNER))
    response = client.get("/nl/mijn/")
    number = response["X-Request-ID"]
    assert uuid.UUID(number)
    assert client.get("/nl/mijn/")["X-Request-ID"] != number


def test_every_act_has_a_name_of_its_app_and_words():
    acts = every_act()
    assert len(acts) == sum(len(kind) for kind in Act.__subclasses__())
    for value, words in acts.items():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", value)
        assert str(words)
