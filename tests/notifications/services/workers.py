"""Celery workers, a beat and a Redis of a test's own: started, stopped, killed, paused."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import redis
from django.db import connection

from tests.notifications.services.sink import HOST, Sink
from tests.serving import ROOT, free_port

LEASE_SECONDS, SWEEP_SECONDS = 3, 1


def until(is_so: Callable[[], bool], seconds: float) -> None:
    """Return when it is so. Raises AssertionError when it is not within so many seconds."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not so after {seconds} seconds"
        time.sleep(0.02)


class Broker:
    """A Redis on a free port that keeps nothing when it stops."""

    def __init__(self):
        self.port = free_port()
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    def start(self) -> None:
        """It runs and answers."""
        self._process = subprocess.Popen(
            [
                *["redis-server", "--bind", HOST, "--port", str(self.port)],
                *["--save", "", "--appendonly", "no"],
            ],
            stdout=subprocess.DEVNULL,
        )
        until(self._answers, seconds=10)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(10)

    def pause(self) -> None:
        """Connections are made, and nobody answers."""
        self._process.send_signal(signal.SIGSTOP)

    def is_waited_at(self) -> bool:
        """Say whether a worker waits for tasks."""
        return redis.Redis(HOST, self.port).info("clients")["blocked_clients"] > 0

    def _answers(self) -> bool:
        try:
            return redis.Redis(HOST, self.port).ping()
        except redis.ConnectionError:
            return False


class Service:
    """A process with all that it starts, in one process group.

    When it ends it is started again, as docker-compose.yml says: Celery gives up when its broker
    goes while it works.
    """

    def __init__(self, *command: str, environment: dict[str, str]):
        again = 'while true; do "$@"; sleep 0.5; done'
        self._process = subprocess.Popen(
            ["sh", "-c", again, "sh", sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """All of it is gone at once, and none of it could do anything about that."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)


def address_of_database() -> str:
    """Return where other processes find this test's PostgreSQL."""
    database = connection.settings_dict
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    host = f"{database['HOST']}:{database['PORT'] or 5432}"
    return f"postgres://{database['USER']}{password}@{host}/{database['NAME']}"


def environment_of(broker: Broker, sink: Sink) -> dict[str, str]:
    """Return the environment of the portal's processes on this test's database."""
    return os.environ | {
        "DATABASE_URL": address_of_database(),
        "BROKER_URL": broker.url,
        "EMAIL_URL": f"smtp://{HOST}:{sink.port}",
        "MAIL_LEASE_SECONDS": str(LEASE_SECONDS),
        "SWEEP_SECONDS": str(SWEEP_SECONDS),
    }


def worker(environment: dict[str, str]) -> Service:
    """Start a worker with two children, which takes what the routes send to it."""
    options = ["--queues", "mail,rest", "--concurrency", "2", "--loglevel", "warning"]
    hushed = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Service("celery", "-A", "portal", "worker", *options, *hushed, environment=environment)


@contextmanager
def working(environment: dict[str, str]) -> Iterator[None]:
    """A worker works as long as the block lasts."""
    service = worker(environment)
    try:
        yield
    finally:
        service.kill()


@contextmanager
def beating(environment: dict[str, str], folder) -> Iterator[None]:
    """Celery's beat asks for what the schedule says as long as the block lasts."""
    options = ["--schedule", str(folder / "beat"), "--pidfile=", "--loglevel", "warning"]
    service = Service("celery", "-A", "portal", "beat", *options, environment=environment)
    try:
        yield
    finally:
        service.kill()
