"""From which browsers somebody logs in. That they log in is recorded by `sign_in_log`."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.events import NEW_DEVICE
from accounts.models import KnownDevice, User
from accounts.models.invitation import digest_of
from core.announce import announce

MOST_KNOWN = 20  # devices of one person; the one not used for longest is forgotten


@sensitive_variables("mark")
@transaction.atomic
def note_device(
    *, person: User, mark: str, browser: dict[str, str], at: datetime | None = None
) -> None:
    """The browser with this mark is one of the person's devices, used just now.

    If it was not before, the person will hear of it, by the browser's name in each language; but
    not of the very first device, which is how everybody begins.
    """
    User.objects.select_for_update().get(pk=person.pk)  # two logins at once count one by one
    at = at or timezone.now()
    known = KnownDevice.objects.filter(person=person)
    if known.filter(digest=digest_of(mark)).update(last_seen_at=at):
        return
    if known.exists():
        facts = {"browser": browser}
        announce(NEW_DEVICE, subject=person, by=person, at=at, recipients=[person], facts=facts)
    KnownDevice.objects.create(
        person=person, digest=digest_of(mark), first_seen_at=at, last_seen_at=at
    )
    newest = known.order_by("-last_seen_at", "-id").values_list("pk", flat=True)[:MOST_KNOWN]
    known.exclude(pk__in=list(newest)).delete()


@sensitive_variables("mark")
@transaction.atomic
def forget_other_devices(*, person: User, mark: str) -> None:
    """Every browser but the one with this mark is unknown again: the next login there is told.

    The rows stay, with the digest of a mark that nobody has: a person without any would count as
    somebody who has never logged in.
    """
    others = KnownDevice.objects.select_for_update().filter(person=person)
    for device in others.exclude(digest=digest_of(mark)):
        device.digest = digest_of(secrets.token_urlsafe(32))
        device.save(update_fields=["digest"])
