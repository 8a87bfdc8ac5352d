"""Load the funding sources that budget lines can name from workagendas/data."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from core.loading import Load
from workagendas.models import FundingSource

FILE = Path(__file__).resolve().parents[2] / "data" / "funding_sources.csv"


class Command(BaseCommand):
    help = "Adds the funding sources that are missing. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update", action="store_true", help="rows that differ take the file's values"
        )

    @transaction.atomic
    def handle(self, *, update: bool, **options):
        load = Load(update=update)
        with FILE.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                load.row(FundingSource, key={"code": row.pop("code")}, values=row)
        self.stdout.write(load.summary("funding sources"))
