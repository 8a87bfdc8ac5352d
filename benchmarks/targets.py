"""What is compared with what, and the goals."""

from enum import StrEnum
from typing import NamedTuple

HOST = "127.0.0.1"
BARE = "/bare"
UNCACHED = "/uncached"
PAGE = "/nl/charter/"
ROWS = 50
MUNICIPALITIES = f"/api/v1/municipalities?pageSize={ROWS}"
ACTIONS = f"/api/v1/actions?pageSize={ROWS}"
LOADED = 2_000  # actions
FEW, MANY = 1_000, 1_000_000  # updates of them


class Measure(StrEnum):
    RATE = "requests per second, against the twin"
    SLOWEST = "requests per second in the worst round, against the twin"
    CPU = "CPU time of a request, against the twin"
    QUERIES = "questions to the database"
    MAILS = "mails per second, against the twin"
    ACT = "time of an act, against the twin"
    GROWTH = "time, against the twin"

    @property
    def wants_more(self) -> bool:
        return self in (Measure.RATE, Measure.SLOWEST, Measure.MAILS)


class Goal(NamedTuple):
    """`bound` is the least that will do, or the most for what should be small."""

    measure: Measure
    bound: float

    def is_met_by(self, value: float) -> bool:
        return value >= self.bound if self.measure.wants_more else value <= self.bound


class Target(NamedTuple):
    """An address and what stands there.

    `is_numbered`: Django's middleware worked on the answer (it says X-Request-ID); a page that was
    kept has no number.
    """

    name: str
    path: str
    is_numbered: bool


class Comparison(NamedTuple):
    key: str
    target: Target
    twin: Target
    goals: tuple[Goal, ...]


class Side(NamedTuple):
    """One of two ways to do the same work."""

    name: str


class Work(NamedTuple):
    """What is done outside requests, and how its twin does it. `unit` is what is measured."""

    key: str
    target: Side
    twin: Side
    unit: str
    goals: tuple[Goal, ...]


class Growth(NamedTuple):
    """What is asked of two portals that differ in how many updates they hold."""

    key: str
    name: str
    path: str  # `{agenda}` and `{action}` stand for addresses of the loaded content
    goals: tuple[Goal, ...] = (Goal(Measure.GROWTH, 1.2),)

    @property
    def target(self) -> Side:
        return Side(f"{self.name}, with {MANY:,} updates")

    @property
    def twin(self) -> Side:
        return Side(f"the same, with {FEW:,}")

    @property
    def unit(self) -> str:
        return "ms"


READY_PAGE = Target("a bare view that returns the same bytes", f"{BARE}/page", False)

COMPARISONS = (
    Comparison(
        "kept-page",
        Target("the charter, from the page cache", PAGE, False),
        READY_PAGE,
        (Goal(Measure.RATE, 1.0), Goal(Measure.CPU, 1.0)),
    ),
    Comparison(
        "made-page",
        Target("the charter, made anew", f"{UNCACHED}{PAGE}", True),
        READY_PAGE,
        (Goal(Measure.CPU, 25), Goal(Measure.QUERIES, 8)),
    ),
    Comparison(
        "kept-list",
        Target(f"{ROWS} municipalities in JSON, from the page cache", MUNICIPALITIES, False),
        Target("a bare view that returns the same bytes", f"{BARE}/list", False),
        (Goal(Measure.RATE, 0.9),),
    ),
    Comparison(
        "made-list",
        Target(f"{ROWS} municipalities in JSON, made anew", f"{UNCACHED}{MUNICIPALITIES}", True),
        Target(
            "a plain ModelSerializer behind the same middleware",
            f"{UNCACHED}/api/plain/municipalities?page_size={ROWS}",
            True,
        ),
        (Goal(Measure.RATE, 1.5), Goal(Measure.SLOWEST, 1.0)),
    ),
)

OF_LOADED = (
    Comparison(
        "made-actions",
        Target(f"{ROWS} actions in JSON, made anew", f"{UNCACHED}{ACTIONS}", True),
        Target(
            "a plain ModelSerializer with prefetched rows",
            f"{UNCACHED}/api/plain/actions?page_size={ROWS}",
            True,
        ),
        (Goal(Measure.RATE, 1.5),),
    ),
)

GROWTHS = (
    Growth("agenda-page", "an agenda’s page, made anew", f"{UNCACHED}{{agenda}}"),
    Growth("action-page", "an action’s page, made anew", f"{UNCACHED}{{action}}"),
    Growth("actions-list", f"{ROWS} actions in JSON, made anew", f"{UNCACHED}{ACTIONS}"),
    Growth("write", "an update, written and taken away", f"{BARE}/write"),
)

WORKS = (
    Work(
        "mails",
        Side("mails from commit to the mail server, by the outbox"),
        Side("a task of Celery’s for each mail"),
        "mails/s",
        (Goal(Measure.MAILS, 2.5),),
    ),
    Work(
        "act",
        Side("an edit of a page that tells one person of it"),
        Side("the same edit, telling nobody"),
        "ms",
        (Goal(Measure.ACT, 1.5),),
    ),
)
