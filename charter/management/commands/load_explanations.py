"""Load the short titles and plain-language explanations of the goals from charter/data."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from charter.models import Charter, Goal
from charter.workflow import provisional_title
from core.loading import differences, write_differences

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
                rows = rows_of(file)
                explained = sum(explain(charter, row, update=update) for row in rows)
                self.stdout.write(
                    f"explanations ({charter.year}): {explained} goals explained, "
                    f"{len(rows) - explained} left as they are"
                )


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def explain(charter: Charter, row: dict[str, str], *, update: bool) -> bool:
    """Give the goal its title, summary and explanation; say whether anything was written.

    Without `update` only a goal that nobody has worded is explained: one as `load_charter` left it.
    """
    goal = Goal.objects.filter(theme__charter=charter, code=row["code"]).first()
    if goal is None:
        raise CommandError(f"The charter of {charter.year} has no goal {row['code']}.")
    texts = {name: text for name, text in row.items() if name != "code"}
    untouched = {**dict.fromkeys(texts), "title_nl": provisional_title(goal.code)}
    if not update and differences(goal, untouched):
        return False
    return bool(write_differences(goal, texts))
