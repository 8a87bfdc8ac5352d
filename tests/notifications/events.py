"""Events that only tests announce. They borrow the words of a real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core import announce
from core.announce import Event, Urgency

WORDS = "core/notices/translation_outdated.txt"
FACTS = {"what": {"nl": "Pagina Over", "en": "Page About"}}


@dataclass(frozen=True, eq=False)
class ExampleEvent(Event):
    words: str = WORDS

    def template(self, form: str) -> str:
        return self.words if form == "txt" else super().template(form)


@contextmanager
def example_event(
    urgency: Urgency = Urgency.NEWS, name: str = "example", **more
) -> Iterator[Event]:
    """Give an event that is declared as long as the block lasts."""
    words = {
        "label": _("A translation is outdated"),
        "explanation": _("When the Dutch of a text has changed and its English has not."),
        "receivers": _(
            "You get this because you are of the secretariat, which keeps both languages."
        ),
    }
    event = ExampleEvent(key=f"core.{name}", urgency=urgency, **words | more)
    try:
        yield event
    finally:
        del announce._events[event.key]
