"""Bring everything that ships with the portal into the database."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

import charter

CHARTER_DATA = Path(charter.__file__).parent / "data"


class Command(BaseCommand):
    help = (
        "Loads partners, the charter in both languages, explanations, pages and funding sources. "
        "Can be repeated."
    )

    def handle(self, *, verbosity: int, **options):
        def load(name: str, *arguments, **chosen):
            call_command(name, *arguments, stdout=self.stdout, verbosity=verbosity, **chosen)

        load("load_partners")
        for language in ("nl", "en"):
            load("load_charter", CHARTER_DATA / f"charter-2026.{language}.txt", language=language)
        load("load_explanations")
        load("load_pages")
        load("load_funding_sources")
        load("index_search")
