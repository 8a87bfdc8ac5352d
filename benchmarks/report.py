"""From what each round measured to docs/performance.md, goals that are missed included.

    python -m benchmarks.report    writes the page again from docs/performance.json

Goals are judged by the numbers as they are printed.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles

from benchmarks.targets import COMPARISONS, Comparison, Goal, Measure

DOCS = Path(__file__).resolve().parent.parent / "docs"
NUMBERS, PAGE = DOCS / "performance.json", DOCS / "performance.md"
TOP = """\
# Performance

Written by `make bench`; not to be edited. Each address is compared with a twin: the plainest thing
that answers the same, on the same server in the same run. What the numbers mean, and how sure they
are, stands in [`benchmarks/__init__.py`](../benchmarks/__init__.py).
"""
LOAD = """\
{workers} sync workers of gunicorn with the settings of production, but over plain HTTP and without
rate limits. {readers} readers ask again as soon as they have an answer, each time over a new
connection and without compression, from one process on the same machine that is not pinned to a
core. {rounds} rounds; in each, target and twin are asked for {seconds:g} s each, in random order.
CPU time is that of the workers (user and system).
"""


def summary(target: list[list[float]], twin: list[list[float]]) -> dict[str, dict]:
    """Return what the rounds say together; a row is `[requests per second, CPU milliseconds]`.

    Medians, and of the ratios within a round the quartiles too, in order, with the worst round.
    """
    summed = {}
    for place, name in enumerate(("rate", "cpu")):
        ours, theirs = ([row[place] for row in rows] for rows in (target, twin))
        ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
        summed[name] = {
            "target": _rounded(median(ours)),
            "twin": _rounded(median(theirs)),
            "ratio": [_rounded(ratio) for ratio in quantiles(ratios, n=4, method="inclusive")],
            "worst": _rounded(min(ratios) if name == "rate" else max(ratios)),
        }
    return summed


def _rounded(number: float) -> float:
    return float(f"{number:.3g}")


def write(record: dict) -> None:
    """The numbers and the page made of them stand in docs/."""
    NUMBERS.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    PAGE.write_text(page(record), "utf-8")


def page(record: dict) -> str:
    """Return the page, in Markdown."""
    rows = [(each, record["comparisons"][each.key]) for each in COMPARISONS]
    return "\n".join(
        [
            TOP,
            "## Goals\n",
            *_table(("what", "goal", "measured", "outcome"), _goals(rows)),
            "",
            *[sentence for each, found in rows for sentence in _missed(each, found)],
            "## Numbers\n",
            *_table(
                (
                    *("what", "twin", "requests/s", "of the twin", "ratio (quartiles)"),
                    *("CPU ms", "of the twin", "ratio (quartiles)"),
                ),
                (_numbers(each, found) for each, found in rows),
            ),
            "",
            "## How it was measured\n",
            LOAD.format(**record["load"]),
            *(f"- {name}: {value}" for name, value in record["machine"].items()),
            "",
        ]
    )


def value_of(measure: Measure, found: dict) -> float:
    match measure:
        case Measure.RATE:
            return found["rate"]["ratio"][1]
        case Measure.SLOWEST:
            return found["rate"]["worst"]
        case Measure.CPU:
            return found["cpu"]["ratio"][1]
        case Measure.QUERIES:
            return found["queries"]


def _goals(rows: list[tuple[Comparison, dict]]) -> Iterable[tuple[str, ...]]:
    for comparison, found in rows:
        for goal in comparison.goals:
            value = value_of(goal.measure, found)
            outcome = "met" if goal.is_met_by(value) else "**missed**"
            yield f"{comparison.target.name}: {goal.measure}", _bound(goal), f"{value:g}", outcome


def _missed(comparison: Comparison, found: dict) -> Iterable[str]:
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
    if goal.measure not in (Measure.RATE, Measure.CPU):
        return ""
    low, _middle, high = found["rate" if goal.measure is Measure.RATE else "cpu"]["ratio"]
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


def _spread(ratio: list[float]) -> str:
    low, middle, high = ratio
    return f"{middle:g} ({low:g}–{high:g})"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    write(json.loads(NUMBERS.read_text("utf-8")))
