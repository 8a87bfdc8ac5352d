"""Load the portal's own pages and its accessibility statement from portal/data."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from core.bilingual import LANGUAGES
from core.loading import Load
from portal.enums import PageKey
from portal.models import AccessibilityStatement, Page

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Adds the pages that are missing, with their first texts. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update", action="store_true", help="pages that differ take the file's texts"
        )

    @transaction.atomic
    def handle(self, *, update: bool, **options):
        load = Load(update=update)
        for key in PageKey:
            load.row(Page, key={"key": key}, values=texts_of(key))
        statement = json.loads((DATA / "accessibility.json").read_text("utf-8"))
        load.row(AccessibilityStatement, key={"is_the_one": True}, values=statement)
        self.stdout.write(load.summary("pages"))


def texts_of(key: PageKey) -> dict[str, str]:
    """Return title and body in each language; a file begins with its title as a heading."""
    texts = {}
    for language in LANGUAGES:
        heading, body = (DATA / "pages" / f"{key}.{language}.md").read_text("utf-8").split("\n", 1)
        texts[f"title_{language}"] = heading.removeprefix("# ")
        texts[f"body_{language}"] = body.strip()
    return texts
