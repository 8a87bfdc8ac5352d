"""From which browsers somebody logs in. That they log in is recorded by `sign_in_log`."""

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
