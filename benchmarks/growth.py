"""Growth: the same asked of a portal with few updates and of one with many, in turn.

Both have the same actions, on the same PostgreSQL and served in the same way. What is measured is
the time of a request with one reader, so that nothing waits for anything else.
"""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import ask, load
from benchmarks.server import (
    Server,
    database_of_its_own,
    environment,
    load_content,
    manage,
    serving,
)
from benchmarks.targets import BARE, GROWTHS, Growth, Target


@contextmanager
def grown(
    database: str,
    redis: str,
    static_root: Path,
    *,
    actions: int,
    updates: int,
    collected: bool = True,
) -> Iterator[Server]:
    """Serve a portal of its own with so many actions and updates."""
    with database_of_its_own(database) as own:
        variables = environment(database=own, redis=redis, static_root=static_root)
        variables["COLLECTED_STATIC"] = str(int(collected))
        print(f"Loading {actions:,} actions with {updates:,} updates", flush=True)
        load_content(variables)
        manage(variables, "make_load", "--actions", str(actions), "--updates", str(updates))
        with serving(variables) as server:
            yield server


def measure_growth(
    many: Server, few: Server, *, rounds: int, seconds: float
) -> dict[str, dict[str, list[float]]]:
    """Return, for each of `GROWTHS`, the milliseconds of a request in each round, of both sides."""
    servers = {"target": many, "twin": few}
    places = {side: _places(server) for side, server in servers.items()}
    measured = {each.key: {side: [] for side in servers} for each in GROWTHS}
    for each in GROWTHS:
        for side, server in servers.items():
            _milliseconds(server, each, places[side], seconds)  # every worker is warm
    for number in range(rounds):
        print(f"Growth, round {number + 1} of {rounds}", flush=True)
        for each in GROWTHS:
            for side in random.sample(list(servers), 2):
                took = _milliseconds(servers[side], each, places[side], seconds)
                measured[each.key][side].append(took)
    return measured


def _places(server: Server) -> dict[str, str]:
    return json.loads(ask(server.port, f"{BARE}/places").body)


def _milliseconds(server: Server, each: Growth, places: dict[str, str], seconds: float) -> float:
    target = Target(each.name, each.path.format(**places), True)
    return round(1000 / load(server.port, target, readers=1, seconds=seconds).rate, 3)
