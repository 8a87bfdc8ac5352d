"""The port through which an act tells people what happened.

Acts of `accounts` and of what lies below it call `announce`; `notifications` hangs its outbox on
it. Apps above `notifications` call the outbox themselves. Each app declares its events in its
`events.py`, as objects of `Event`; from then on preferences, admin, API and docs know them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Model, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OPEN = _("Open this in the portal")


class Urgency(TextChoices):
    """How a mail about an event treats its reader's time."""

    SECURITY = "security", _("always by e-mail, at once")
    REMINDER = "reminder", _("a reminder: something is asked of you")
    NEWS = "news", _("news")
    CAN_WAIT = "can_wait", _("news that waits for the daily overview")


class Address(NamedTuple):
    """Somebody to write to who has no account, or not at this address."""

    email: str
    language: str


@dataclass(frozen=True, eq=False)
class Event:
    """Something that people are told of. Declaring it makes it known: keys are unique.

    `key` is `app.what_happened`; the words stand in `templates/<app>/notices/<what_happened>.txt`:
    the first line is the title, the rest the text. A mail frames them as text and as HTML; an event
    whose text is more than paragraphs has `<what_happened>.html` beside it. `facts` of a
    notification are the names that these templates may use: plain values, nothing internal and
    nothing secret; what differs by language is kept by `core.bilingual.in_each_language`. `path`
    gives the address of the screen where the reader goes on, from the facts, in the language that
    is active then. `still_holds` is asked when a mail is about to go, with the facts; what is no
    longer true is not mailed.
    """

    key: str
    label: Promise
    explanation: Promise  # when it happens
    receivers: Promise  # who is told, and why
    urgency: Urgency
    path: Callable[[dict], str] | None = None
    path_label: Promise = OPEN
    still_holds: Callable[[dict], bool] | None = None
    to_secretariat: bool = False
    in_inbox: bool = True  # and so in the preferences

    def __post_init__(self):
        if self.key in _events:
            raise ValueError(f"There are two events “{self.key}”.")
        _events[self.key] = self

    def __str__(self) -> str:
        return str(self.label)

    @property
    def app(self) -> str:
        return self.key.partition(".")[0]

    def template(self, form: str) -> str:
        """Return the name of the event's template in this form: `txt` or `html`."""
        return f"{self.app}/notices/{self.key.partition('.')[2]}.{form}"


_events: dict[str, Event] = {}
_outbox: list[Callable] = []


def every_event() -> list[Event]:
    """Return the events of all apps, in the order in which apps declare them."""
    return list(_events.values())


def event_called(key: str) -> Event | None:
    """Return the event; None for one that no app declares (any more)."""
    return _events.get(key)


def connect(outbox: Callable) -> None:
    """What is announced goes to this outbox, and to no other."""
    _outbox[:] = [outbox]


def announce(
    event: Event,
    *,
    subject: Model | None,
    by: Model | None,
    at: datetime | None = None,
    recipients: Iterable[Model | Address] = (),
    facts: dict | None = None,
) -> None:
    """The recipients will hear of it if the transaction is committed. See `outbox.notify`."""
    (outbox,) = _outbox
    outbox(event, subject=subject, by=by, at=at, recipients=recipients, facts=facts)
