"""Bringing rows of a file into the database, again and again, without undoing anybody's edit."""

from collections import Counter
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def differences(row: Model, values: dict) -> list[str]:
    """Return the names of the fields that do not have the given value."""
    return [name for name, value in values.items() if getattr(row, name) != value]


def write_differences(row: Model, values: dict) -> list[str]:
    """The row has the given values, saved if any differed; return the names that did."""
    differing = differences(row, values)
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save()
    return differing


class Load:
    """One pass over a file. Missing rows are added; rows that differ are left alone and counted.

    With `update=True` rows that differ take the file's values. `counts` holds how many rows were
    "added", "changed", "different" (left alone) and "same".
    """

    def __init__(self, *, update: bool = False):
        self.update = update
        self.counts: Counter[str] = Counter()

    def row(self, model: type[Row], *, key: dict, values: dict) -> Row:
        """Return the row that `key` names, added with `values` if there was none."""
        row, is_new = model.objects.get_or_create(**key, defaults=values)
        if is_new:
            self.counts["added"] += 1
        elif self.update:
            self.counts["changed" if write_differences(row, values) else "same"] += 1
        else:
            self.counts["different" if differences(row, values) else "same"] += 1
        return row

    def summary(self, noun: str) -> str:
        """Return one line for the person at the terminal: `municipalities: 103 added`."""
        order = ("added", "changed", "different", "same")
        parts = [f"{self.counts[word]} {word}" for word in order if self.counts[word]]
        hint = " (--update takes the file's values)" if self.counts["different"] else ""
        return f"{noun}: {', '.join(parts) or 'nothing to load'}{hint}"
