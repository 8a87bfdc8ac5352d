"""Who sees which notifications: the rule and the set form agree for everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from notifications.models import Notification
from tests.access import DISABLED, EVERYBODY, PUBLIC, make_world
from tests.factories.notifications import NotificationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WHO_LOOKS_AFTER_MAILS = {Role.SECRETARIAT, Role.ADMINISTRATOR}


@pytest.mark.parametrize("who", EVERYBODY)
def test_rule_and_set_form_agree(who):
    world = make_world()
    person = world.people.get(who, AnonymousUser())
    own = NotificationFactory(recipient=None if who == PUBLIC else person)
    NotificationFactory(recipient=world.colleague)
    NotificationFactory(recipient=None, address="iemand@blk.example")
    seen = set(Notification.objects.visible_to(person))
    rows = Notification.objects.all()
    allowed = {row for row in rows if person.has_perm("notifications.view_notification", row)}
    assert seen == allowed
    if who in WHO_LOOKS_AFTER_MAILS:
        assert seen == set(rows)
    else:
        assert seen == (set() if who in (PUBLIC, DISABLED) else {own})


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_looks_after_mails_sends_them_again(who):
    world = make_world()
    person = world.people.get(who, AnonymousUser())
    own = NotificationFactory(recipient=None if who == PUBLIC else person)
    may = person.has_perm("notifications.send_again", own)
    assert may == (who in WHO_LOOKS_AFTER_MAILS)


@pytest.mark.parametrize("role", Role)
def test_nobody_adds_changes_or_deletes_one(role):
    person = make_world().people[role]
    own = NotificationFactory(recipient=person)
    for verb in ("add", "change", "delete"):
        assert not person.has_perm(f"notifications.{verb}_notification", own)
