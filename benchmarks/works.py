"""What runs outside requests: the mails of the outbox, and what it adds to an act.

`benchmarks.run` lets Django's shell call `main`, in the environment that is measured. Rows, mails
and acts are the same on both sides; how they are told apart stands in `targets.WORKS`.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.events import TOKEN_MADE
from accounts.models import User
from benchmarks.server import PATIENCE, ROOT, WORKERS
from benchmarks.sink import Sink, listening, wait_until
from benchmarks.targets import HOST
from benchmarks.tasks import mail_one
from core import edits
from notifications.enums import Way
from notifications.models import Notification
from notifications.outbox import notify
from notifications.tasks import ask_to_deliver
from portal.celery import app
from portal.models import Page

FACTS = {
    "name": "Weekrapport",
    "scope": {"nl": "lezen", "en": "read"},
    "day": {"nl": "17 december 2026", "en": "17 December 2026"},
}


def main(*, rounds: int, mails: int, acts: int) -> None:
    """Print, in JSON, what each round measured: mails per second, and milliseconds of an act."""
    make = [User(email=f"reader{n}@example.org", name=f"Reader {n}") for n in range(mails)]
    people = User.objects.bulk_create(make)
    try:
        measured = {"act": _acts(people[0], rounds=rounds, acts=acts)}
        _forget_what_waits()
        with listening() as sink, _working(sink):
            measured["mails"] = _mails(people, sink, rounds=rounds)
    finally:
        _forget_what_waits()
    print(json.dumps(measured))


def _acts(reader: User, *, rounds: int, acts: int) -> dict[str, list[float]]:
    """Return the milliseconds of an act that tells one person of it, and of one that does not."""
    page = Page.objects.order_by("key").first()

    def edit(number: int, *, tell: bool) -> None:
        with transaction.atomic():
            edits.change(page, values={"title_en": f"Edition {number}"}, by=reader)
            if tell:
                notify(TOKEN_MADE, subject=page, by=reader, recipients=[reader], facts=FACTS)

    def milliseconds(side: str) -> float:
        began = time.perf_counter()
        for number in range(acts):
            edit(number, tell=side == "target")
        took = time.perf_counter() - began
        Notification.objects.all().delete()
        return took * 1000 / acts

    return _interleaved(milliseconds, rounds)


def _mails(people: list[User], sink: Sink, *, rounds: int) -> dict[str, list[float]]:
    """Return the mails per second, from the commit until the sink has accepted the last one."""

    def rate(side: str) -> float:
        rows = [_row(person, due=side == "target") for person in people]
        committed_at = []
        with transaction.atomic():
            Notification.objects.bulk_create(rows)
            transaction.on_commit(lambda: committed_at.append(time.monotonic()))
            transaction.on_commit(ask_to_deliver if side == "target" else lambda: _ask_each(rows))
        took = sink.last_of(len(rows)) - committed_at[0]
        wait_until(lambda: not Notification.objects.pending().exists())
        Notification.objects.all().delete()
        return len(rows) / took

    return _interleaved(rate, rounds)


def _row(person: User, *, due: bool) -> Notification:
    """Return a row that the delivery takes; one that is not due it leaves to the twin."""
    now = timezone.now()
    return Notification(
        event_key=TOKEN_MADE.key,
        recipient=person,
        facts=FACTS,
        origin="https://portal.example",
        created_at=now,
        way=Way.AT_ONCE,
        try_after=now if due else now + timedelta(days=1),
    )


def _ask_each(rows: list[Notification]) -> None:
    for row in rows:
        mail_one.delay(row.pk)


def _interleaved(measure: Callable[[str], float], rounds: int) -> dict[str, list[float]]:
    """Return what each side measured in each round, once both are warm."""
    sides = ("target", "twin")
    for side in sides:
        measure(side)
    measured = {side: [] for side in sides}
    for _round in range(rounds):
        for side in random.sample(sides, len(sides)):
            measured[side].append(round(measure(side), 3))
    return measured


@contextmanager
def _working(sink: Sink) -> Iterator[None]:
    """Two workers with a process each send to the sink as long as the block lasts."""
    options = ["--queues", "mail", "--concurrency", "1", "--loglevel", "error"]
    command = [sys.executable, "-m", "celery", "--app", "portal.celery", "worker", *options]
    workers = [
        subprocess.Popen(
            [*command, "--hostname", f"{number}@{HOST}", "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=os.environ | {"EMAIL_URL": f"smtp://{HOST}:{sink.port}"},
            stdout=subprocess.DEVNULL,
        )
        for number in range(WORKERS)
    ]
    try:
        wait_until(lambda: len(app.control.ping(timeout=0.5)) == WORKERS)
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(PATIENCE)


def _forget_what_waits() -> None:
    """Nothing of this run is left in Redis."""
    broker = redis.from_url(settings.CELERY_BROKER_URL)
    for key in broker.scan_iter(f"{settings.BENCHMARK_KEYS}*"):
        broker.delete(key)
