"""Measure everything and write docs/performance.md: what `make bench` does."""

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import machine, report
from benchmarks.growth import grown, measure_growth
from benchmarks.load import ask, load
from benchmarks.server import (
    TICKS,
    WORKERS,
    Server,
    collect_static,
    database_of_its_own,
    environment,
    load_content,
    manage,
    serving,
)
from benchmarks.targets import (
    BARE,
    COMPARISONS,
    FEW,
    GROWTHS,
    LOADED,
    MANY,
    OF_LOADED,
    WORKS,
    Comparison,
    Target,
)

READERS = 4
MAILS, ACTS = 400, 50  # in a round


def main() -> None:
    options = read_options()
    database, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not database.startswith(("postgres://", "postgresql://")) or not redis:
        sys.exit(
            "The benchmark runs as production does. Set DATABASE_URL to a PostgreSQL where you may "
            "make a database, and REDIS_URL to a Redis."
        )
    try:
        words = machine.words(database, redis)
    except machine.UNREACHABLE as error:
        sys.exit(f"PostgreSQL or Redis does not answer: {error}")
    with tempfile.TemporaryDirectory() as folder, database_of_its_own(database) as own:
        variables = environment(database=own, redis=redis, static_root=Path(folder))
        print("Loading the content and collecting the static files", flush=True)
        load_content(variables)
        collect_static(variables)
        with serving(variables) as server:
            comparisons = measure(server, COMPARISONS, **pace_of(options))
            comparisons["made-page"]["queries"] = int(ask(server.port, f"{BARE}/queries").body)
        works = measure_works(variables, options.rounds, mails=MAILS, acts=ACTS)
    of_loaded, growths = measure_loaded(database, redis, options)
    pattern = {"workers": WORKERS, "readers": READERS, "mails": MAILS, "acts": ACTS}
    pattern |= {"actions": LOADED, "few": FEW, "many": MANY}
    record = {"machine": words, "load": pattern | vars(options)}
    report.write(
        record | {"comparisons": comparisons | of_loaded, "works": works, "growths": growths}
    )
    print(report.PAGE.read_text("utf-8"))


def pace_of(options: argparse.Namespace) -> dict[str, float]:
    return {"rounds": options.rounds, "seconds": options.seconds}


def measure_loaded(
    database: str, redis: str, options: argparse.Namespace
) -> tuple[dict[str, dict], dict[str, dict]]:
    """Return for each comparison of loaded content, and each growth, what all rounds say."""
    with tempfile.TemporaryDirectory() as folder:
        static = Path(folder)
        collect_static(environment(database=database, redis=redis, static_root=static))
        with (
            grown(database, redis, static, actions=LOADED, updates=MANY) as many,
            grown(database, redis, static, actions=LOADED, updates=FEW) as few,
        ):
            compared = measure(few, OF_LOADED, **pace_of(options))
            measured = measure_growth(many, few, **pace_of(options))
    growths = {
        each.key: report.compared(**measured[each.key], wants_more=False) for each in GROWTHS
    }
    return compared, growths


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="at least 2 (default: 21)")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each address (default: 1)")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("One round has no spread: ask for 2 or more.")
    return options


def measure(
    server: Server, comparisons: Sequence[Comparison], *, rounds: int, seconds: float
) -> dict[str, dict]:
    """Return for each comparison what all rounds say together."""
    for comparison in comparisons:
        for target in (comparison.target, comparison.twin):
            load(server.port, target, readers=READERS, seconds=seconds)  # every worker is warm
        require_the_same(server, comparison)
    measured = {each.key: {"target": [], "twin": []} for each in comparisons}
    for number in range(rounds):
        print(f"Round {number + 1} of {rounds}", flush=True)
        for comparison in comparisons:
            for side in random.sample(["target", "twin"], 2):
                row = measure_one(server, getattr(comparison, side), seconds=seconds)
                measured[comparison.key][side].append(row)
    return {key: report.summary(**rows) for key, rows in measured.items()}


def measure_one(server: Server, target: Target, *, seconds: float) -> list[float]:
    """Return the requests per second, and the milliseconds of CPU time of a request.

    Raises RuntimeError when the answers do not come from where they should.
    """
    before = server.cpu()
    done = load(server.port, target, readers=READERS, seconds=seconds)
    # Not less than the clock can show.
    cpu = max(server.cpu() - before, 1 / TICKS) / done.requests
    # A new hour empties the page cache: then each worker makes the page once.
    is_as_meant = done.numbered == done.requests if target.is_numbered else done.numbered <= WORKERS
    if not is_as_meant:
        raise RuntimeError(
            f"{target.path}: Django worked on {done.numbered} of {done.requests} answers."
        )
    return [round(done.rate, 1), round(cpu * 1000, 4)]


def measure_works(
    variables: dict[str, str], rounds: int, *, mails: int, acts: int
) -> dict[str, dict]:
    """Return for each work what all rounds say together."""
    print("Mails and acts", flush=True)
    numbers = f"rounds={rounds}, mails={mails}, acts={acts}"
    code = f"from benchmarks.works import main; main({numbers})"
    measured = json.loads(manage(variables, "shell", "--no-imports", "--command", code))
    return {
        each.key: report.compared(**measured[each.key], wants_more=each.goals[0].measure.wants_more)
        for each in WORKS
    }


def require_the_same(server: Server, comparison: Comparison) -> None:
    """Raise RuntimeError unless target and twin give the same bytes, or rows with the same values.

    The names of the members differ where the conventions do (camelCase).
    """
    one, other = (ask(server.port, side.path).body for side in (comparison.target, comparison.twin))
    if one != other and (b"results" not in one or values_of(one) != values_of(other)):
        raise RuntimeError(f"{comparison.key}: target and twin do not answer the same.")


def values_of(answer: bytes) -> list[list]:
    """Return the values of each row of a list in JSON, in their order."""
    return [list(row.values()) for row in json.loads(answer)["results"]]


if __name__ == "__main__":
    main()
