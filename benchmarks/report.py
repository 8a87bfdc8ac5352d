"""From what each round measured to docs/performance.md, goals that are missed included.

    python -m benchmarks.report    writes the page again from docs/performance.json

Goals are judged by the numbers as they are printed.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles

from benchmarks.targets import (
    COMPARISONS,
    GROWTHS,
    OF_LOADED,
    WORKS,
    Comparison,
    Goal,
    Growth,
    Measure,
    Work,
)

DOCS = Path(__file__).resolve().parent.parent / "docs"
NUMBERS, PAGE = DOCS / "performance.json", DOCS / "performance.md"
TOP = """\
# Performance

Written by `make bench`; not to be edited. Each address is compared with a twin: the plainest thing
that answers the same, on the same server in the same run; so is what runs outside requests, with
the plainest way to do it. What the numbers mean, and how sure they are, stands in
[`benchmarks/__init__.py`](../benchmarks/__init__.py).
"""
LOAD = """\
{workers} sync workers of gunicorn with the settings of production, but over plain HTTP and without
rate limits. {readers} readers ask again as soon as they have an answer, each time over a new
connection and without compression, from one process on the same machine that is not pinned to a
core. {rounds} rounds; in each, target and twin are asked for {seconds:g} s each, in random order.
CPU time is that of the workers (user and system).
"""
WORK = """\
What runs outside requests has as many rounds. Mails: {mails} rows are committed, and the time runs
from there until a mail server in a process of its own has accepted the last one; {workers} workers
of Celery with one process each send them. Acts: {acts} edits with their history and their line in
the audit log, a transaction each, one after the other; asking Celery is part of the act that tells.
"""
GROWTH = """\
Growth: two portals with {actions} actions each, one with {few} progress updates and the other with
{many}, are asked the same by one reader for {seconds:g} s each, in random order. An update is
written with its history and deleted again, in two transactions.
"""


def summary(target: list[list[float]], twin: list[list[float]]) -> dict[str, dict]:
    """Return what the rounds say together; a row is `[requests per second, CPU milliseconds]`."""
    rates, cpu = ([[row[place] for row in rows] for rows in (target, twin)] for place in (0, 1))
    return {
        "rate": compared(*rates, wants_more=True),
        "cpu": compared(*cpu, wants_more=False),
    }


def compared(target: list[float], twin: list[float], *, wants_more: bool) -> dict:
    """Return medians, and of the ratios within a round the quartiles, in order, and the worst."""
    ratios = [one / other for one, other in zip(target, twin, strict=True)]
    return {
        "target": _rounded(median(target)),
        "twin": _rounded(median(twin)),
        "ratio": [_rounded(ratio) for ratio in quantiles(ratios, n=4, method="inclusive")],
        "worst": _rounded(min(ratios) if wants_more else max(ratios)),
    }


def _rounded(number: float) -> float:
    return float(f"{number:.3g}")


def write(record: dict) -> None:
    """The numbers and the page made of them stand in docs/."""
    NUMBERS.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    PAGE.write_text(page(record), "utf-8")


def page(record: dict) -> str:
    """Return the page, in Markdown."""
    compared = (*COMPARISONS, *OF_LOADED)
    rows = [(each, record["comparisons"][each.key]) for each in compared]
    works = [(each, record["works"][each.key]) for each in WORKS]
    works += [(each, record["growths"][each.key]) for each in GROWTHS]
    return "\n".join(
        [
            TOP,
            "## Goals\n",
            *_table(("what", "goal", "measured", "outcome"), _goals(rows + works)),
            "",
            *[sentence for each, found in rows + works for sentence in _missed(each, found)],
            "## Numbers\n",
            *_table(
                (
                    *("what", "twin", "requests/s", "of the twin", "ratio (quartiles)"),
                    *("CPU ms", "of the twin", "ratio (quartiles)"),
                ),
                (_numbers(each, found) for each, found in rows),
            ),
            "",
            *_table(
                ("what", "twin", "unit", "measured", "of the twin", "ratio (quartiles)"),
                (_numbers_of_work(each, found) for each, found in works),
            ),
            "",
            "## How it was measured\n",
            LOAD.format(**record["load"]),
            WORK.format(**record["load"]),
            GROWTH.format(**record["load"]),
            *(f"- {name}: {value}" for name, value in record["machine"].items()),
            "",
        ]
    )


def value_of(measure: Measure, found: dict) -> float:
    match measure:
        case Measure.SLOWEST:
            return found["rate"]["worst"]
        case Measure.QUERIES:
            return found["queries"]
    return _ratios(measure, found)[1]


def _ratios(measure: Measure, found: dict) -> list[float]:
    """Return the quartiles; none for what is not judged by the middle one."""
    match measure:
        case Measure.RATE:
            return found["rate"]["ratio"]
        case Measure.CPU:
            return found["cpu"]["ratio"]
        case Measure.MAILS | Measure.ACT | Measure.GROWTH:
            return found["ratio"]
    return []


def _goals(rows: list[tuple[Comparison | Work | Growth, dict]]) -> Iterable[tuple[str, ...]]:
    for comparison, found in rows:
        for goal in comparison.goals:
            value = value_of(goal.measure, found)
            outcome = "met" if goal.is_met_by(value) else "**missed**"
            yield f"{comparison.target.name}: {goal.measure}", _bound(goal), f"{value:g}", outcome


def _missed(comparison: Comparison | Work | Growth, found: dict) -> Iterable[str]:
    """Give a sentence for each goal that is missed, and say so where the rounds do not agree."""
    for goal in comparison.goals:
        value = value_of(goal.measure, found)
        if goal.is_met_by(value):
            continue
        sentence = (
            f"Missed: {comparison.target.name}, {goal.measure}: {_bound(goal)}, not {value:g}."
        )
        yield sentence + _doubt(goal, found) + "\n"


def _doubt(goal: Goal, found: dict) -> str:
    if not (ratios := _ratios(goal.measure, found)):
        return ""
    low, _middle, high = ratios
    best = high if goal.measure.wants_more else low
    return " At least a quarter of the rounds met it." if goal.is_met_by(best) else ""


def _bound(goal: Goal) -> str:
    return f"at {'least' if goal.measure.wants_more else 'most'} {goal.bound:g}"


def _numbers(comparison: Comparison, found: dict) -> tuple[str, ...]:
    rate, cpu = found["rate"], found["cpu"]
    return (
        *(comparison.target.name, comparison.twin.name),
        *(f"{rate['target']:g}", f"{rate['twin']:g}", _spread(rate["ratio"])),
        *(f"{cpu['target']:g}", f"{cpu['twin']:g}", _spread(cpu["ratio"])),
    )


def _numbers_of_work(work: Work | Growth, found: dict) -> tuple[str, ...]:
    sides = (f"{found['target']:g}", f"{found['twin']:g}")
    return (work.target.name, work.twin.name, work.unit, *sides, _spread(found["ratio"]))


def _spread(ratio: list[float]) -> str:
    low, middle, high = ratio
    return f"{middle:g} ({low:g}–{high:g})"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    write(json.loads(NUMBERS.read_text("utf-8")))
