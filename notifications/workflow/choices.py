"""Choosing what is mailed: on the page of choices, or by the link in a mail."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role, has_role
from core import audit
from core.announce import Event, event_called, every_event
from core.errors import DomainError, EditedMeanwhile
from notifications.enums import Choice, NotificationAct
from notifications.events import DAILY_OVERVIEW, is_optional
from notifications.models import Preference
from notifications.unsubscribing import Unwanted

NO_ROW_YET = 0  # stands for a version


class NoSuchChoice(DomainError):
    """There is no such event, or nobody can do without its mails."""

    def __init__(self, event_key: str):
        self.event_key = event_key
        super().__init__(
            _("There is no choice about mails of this kind: {key}.").format(key=event_key)
        )


def events_told_to(person: User) -> list[Event]:
    """Return the events that the person may hear of; some, only the secretariat does."""
    told = [event for event in every_event() if event.in_inbox or event is DAILY_OVERVIEW]
    if has_role(person, Role.SECRETARIAT):
        return told
    return [event for event in told if not event.to_secretariat]


def preference_of(person: User) -> Preference:
    """Return what the person chose; without a choice, an unsaved row whose version is none."""
    stored = Preference.objects.filter(person=person.pk).first()
    return stored or Preference(person=person, version=NO_ROW_YET)


@transaction.atomic
def choose(
    *, person: User, choice: Choice, muted: Iterable[str], version_seen: int | None = None
) -> Preference:
    """This is mailed to the person from now on; `muted` are keys of events that are not.

    Raises `NoSuchChoice`, and `EditedMeanwhile` when the row has another version than was seen:
    that of `preference_of`. What is stored of an event that is gone may stay.
    """
    _lock(pk=person.pk)
    preference = preference_of(person)
    if version_seen not in (None, preference.version):
        raise EditedMeanwhile(preference)
    wanted = set(muted)
    known = {event.key for event in every_event() if is_optional(event)} | {*preference.muted}
    for key in sorted(wanted - known):
        raise NoSuchChoice(key)
    if choice == Choice.DAILY != preference.choice:
        wanted.discard(DAILY_OVERVIEW.key)  # whoever chooses the overview wants it
    fields = _change(preference, choice=Choice(choice), muted=wanted)
    if fields:
        audit.record(NotificationAct.CHOICE_CHANGED, by=person, on=person, fields=fields)
    return preference


@transaction.atomic
def unsubscribe(*, unwanted: Unwanted) -> None:
    """The person gets no more such mails.

    Of an account or an event that is not there any more, nothing is left to do.
    """
    if preference := _preference_about(unwanted):
        fields = _change(preference, muted={*preference.muted, unwanted.event_key})
        if fields:
            # The link is in the person's mail; who follows it has not said who they are.
            audit.record(NotificationAct.UNSUBSCRIBED, by=None, on=preference.person, fields=fields)


@transaction.atomic
def subscribe_again(*, unwanted: Unwanted) -> None:
    """The person gets such mails again, as before."""
    if preference := _preference_about(unwanted):
        fields = _change(preference, muted={*preference.muted} - {unwanted.event_key})
        if fields:
            act = NotificationAct.CHOICE_CHANGED
            audit.record(act, by=None, on=preference.person, fields=fields)


def _preference_about(unwanted: Unwanted) -> Preference | None:
    event = event_called(unwanted.event_key)
    if event is None or not is_optional(event):
        return None
    person = _lock(uid=unwanted.person)
    return preference_of(person) if person else None


def _lock(**whom) -> User | None:
    """Return the person, whose choice nobody else changes now, even while there is no row."""
    return User.objects.select_for_update().filter(**whom).first()


def _change(preference: Preference, **values) -> list[str]:
    """The row is stored with these values; return the names of those that were others."""
    if "muted" in values:
        values["muted"] = sorted(values["muted"])
    fields = [name for name, value in values.items() if getattr(preference, name) != value]
    for name in fields:
        setattr(preference, name, values[name])
    if preference.version == NO_ROW_YET:
        preference.version = 1
        preference.save()
    elif fields:
        preference.save()
    return fields
