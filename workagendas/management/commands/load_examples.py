"""Load example agendas with all that belongs to them, to try the portal out with."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workagendas.examples.loading import NothingToBuildOn, PlaceTaken, load_examples


class Command(BaseCommand):
    help = "Loads example agendas, actions, indicators and reports. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-allowed",
            action="store_true",
            help="do nothing where examples are off or have no place",
        )

    def handle(self, *, if_allowed: bool, **options):
        if not settings.EXAMPLES:
            if if_allowed:
                return
            raise CommandError("Examples are off here. EXAMPLES=1 turns them on.")
        try:
            added = load_examples()
        except PlaceTaken as refused:
            if not if_allowed:
                raise CommandError(str(refused)) from refused
            self.stdout.write(f"examples: {refused}")
        except NothingToBuildOn as refused:
            raise CommandError(str(refused)) from refused
        else:
            self.stdout.write(f"examples: {'loaded' if added else 'there already'}")
