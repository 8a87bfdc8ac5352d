"""Make very many example actions and updates, to measure with."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from workagendas.examples.multiplying import NoRoom, make_load

WIDTH = 40


class Command(BaseCommand):
    help = "Adds very many example actions and updates (PostgreSQL). remove_examples removes them."

    def add_arguments(self, parser):
        parser.add_argument("--actions", type=int, default=2_000)
        parser.add_argument("--updates", type=int, default=1_000_000)

    def handle(self, *, actions: int, updates: int, **options):
        if not settings.EXAMPLES:
            raise CommandError("Examples are off here. EXAMPLES=1 turns them on.")
        if connection.vendor != "postgresql":
            raise CommandError("So many rows are for PostgreSQL. DATABASE_URL says where it is.")
        if actions < 1 or updates < 0:
            raise CommandError("Ask for at least one action, and for zero updates or more.")
        try:
            make_load(actions=actions, updates=updates, progress=self.show)
        except NoRoom as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"load: {actions} actions and {updates} updates added")

    def show(self, what: str, done: int, number: int) -> None:
        """Draw how far it is, over the line that stood there."""
        bar = "#" * (WIDTH * done // number)
        end = "\n" if done == number else ""
        self.stderr.write(f"\r{what:8} [{bar:{WIDTH}}] {done}/{number}", ending=end)
        self.stderr.flush()
