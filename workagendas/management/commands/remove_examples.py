"""Remove all example agendas with what belongs to them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workagendas.examples.removal import StillInUse, remove_examples


class Command(BaseCommand):
    help = "Removes every example; charter, partners and everything real stay as they are."

    def handle(self, **options):
        try:
            removed = remove_examples()
        except StillInUse as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"examples: {removed} rows removed")
        if removed and settings.EXAMPLES:
            self.stdout.write("`make run` loads them again, unless var/env says EXAMPLES=0.")
