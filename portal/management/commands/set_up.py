"""Bring the database and all that ships with the portal up to date: one process for `make run`."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Brings the database up to date, loads partners, charter and pages and, where EXAMPLES=1, "
        "example accounts and example agendas. Can be repeated."
    )

    def handle(self, **options):
        self._step("Bringing the database up to date", "migrate", verbosity=0)
        self._step("Loading partners, charter and pages", "load_content")
        self._step("Making example accounts, where allowed", "load_example_accounts", allowed=True)
        self._step("Loading example agendas, where allowed", "load_examples", allowed=True)

    def _step(self, words: str, command: str, *, allowed: bool = False, **options):
        self.stdout.write(f"· {words}")
        self.stdout.flush()
        if_allowed = ["--if-allowed"] if allowed else []
        call_command(command, *if_allowed, stdout=self.stdout, **options)
