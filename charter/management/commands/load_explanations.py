"""Load the short titles and plain-language explanations of the goals from charter/data."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from charter.models import Charter, Goal

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Explains the goals that have no explanation yet. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update", action="store_true", help="also replace what has been edited since"
        )

    @transaction.atomic
    def handle(self, *, update: bool, **options):
        for charter in Charter.objects.order_by("year"):
            file = DATA / f"goals-{charter.year}.csv"
            if file.exists():
                explained = sum(explain(charter, row, update=update) for row in rows_of(file))
                self.stdout.write(f"explanations ({charter.year}): {explained} goals explained")


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def explain(charter: Charter, row: dict[str, str], *, update: bool) -> bool:
    """Give the goal its title, summary and explanation; say whether anything was written."""
    goal = Goal.objects.get(theme__charter=charter, code=row["code"])
    texts = {name: text for name, text in row.items() if name != "code"}
    if (goal.summary_nl or goal.explanation_nl) and not update:
        return False
    if all(getattr(goal, name) == text for name, text in texts.items()):
        return False
    for name, text in texts.items():
        setattr(goal, name, text)
    goal.save(update_fields=list(texts))
    return True
