"""Bring what the search knows up to date, all of it."""

from django.core.management.base import BaseCommand

from portal.search.index import refresh
from portal.search.sources import every_source


class Command(BaseCommand):
    help = "Makes the search find everything public as it is now. Can be repeated."

    def handle(self, **options):
        for source in every_source():
            counts = refresh(source)
            said = [f"{number} {word}" for word, number in counts.items() if number]
            self.stdout.write(f"search, {source.kind}: {', '.join(said) or 'nothing to find'}")
