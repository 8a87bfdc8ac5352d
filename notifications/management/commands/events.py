"""Of what people are told: every event of every app, in the words that they read."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import get_language

from core.announce import Event, Urgency, every_event
from core.bilingual import in_each_language

HEADING = """\
# Events

Of what the portal tells people, when, whom, and how it treats their time.
Written by `manage.py events --markdown`; a test compares it with the code.
"""


class Command(BaseCommand):
    help = "Prints of what people are told, when, whom and how urgently, in both languages."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--markdown", action="store_true", help="as it stands in docs/events.md"
        )

    def handle(self, *, markdown: bool, **options):
        events = sorted(every_event(), key=lambda event: event.key)
        if markdown:
            self.stdout.write("\n".join([HEADING, "\n\n".join(map(_as_table, events))]))
        else:
            self.stdout.write("\n\n".join(map(_as_lines, events)))


def _as_table(event: Event) -> str:
    names = in_each_language(lambda: dict(settings.LANGUAGES)[get_language()]).values()
    rows = [["", *names], ["---"] * (1 + len(names))]
    rows += [[what, *said.values()] for what, said in _words_of(event).items()]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([f"## `{event.key}`", "", *lines])


def _as_lines(event: Event) -> str:
    lines = [event.key]
    for what, said in _words_of(event).items():
        lines += [f"  {what:8} {language}: {words}" for language, words in said.items()]
    return "\n".join(lines)


def _words_of(event: Event) -> dict[str, dict[str, str]]:
    """Return what is to be known of the event, each in every language."""
    return {
        "what": in_each_language(lambda: event.label),
        "when": in_each_language(lambda: event.explanation),
        "whom": in_each_language(lambda: event.receivers),
        "urgency": in_each_language(lambda: Urgency(event.urgency).label),
    }
