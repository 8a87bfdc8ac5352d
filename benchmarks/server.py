"""The server that is measured: a database of its own with the real content, and gunicorn."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.targets import HOST

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK")  # in a second
PATIENCE = 30  # seconds, for the workers to be there


class Server(NamedTuple):
    port: int
    workers: tuple[int, ...]  # process ids

    def cpu(self) -> float:
        """Return the seconds that the workers have worked, for themselves and in the kernel."""
        return sum(_ticks(_stat(worker)) for worker in self.workers) / TICKS


def environment(*, database: str, redis: str, static_root: Path) -> dict[str, str]:
    """Return the environment of a portal as in production, but on this machine and unlimited."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "BENCHMARK_STATIC_ROOT": str(static_root),
        "ENV_FILE": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "BROKER_URL": redis,
        "BENCHMARK_KEYS": f"benchmark_{secrets.token_hex(4)}:",
        "CONTACT_EMAIL": "secretariaat@blk.example",
        "PLAIN_HTTP": "1",
        "COLLECTED_STATIC": "1",
        "DEBUG": "0",
        "EXAMPLES": "1",  # so that actions can be made up
        "API_REQUESTS_PER_ADDRESS": "0",
    }


@contextmanager
def database_of_its_own(url: str) -> Iterator[str]:
    """Give the address of a new, empty database on the same PostgreSQL; dropped afterwards."""
    name = f"benchmark_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def load_content(variables: dict[str, str]) -> None:
    """The database has its tables and the real content."""
    manage(variables, "migrate")
    manage(variables, "load_content")


def collect_static(variables: dict[str, str]) -> None:
    manage(variables, "collectstatic", "--no-input")


def manage(variables: dict[str, str], *command: str) -> str:
    """Run a command of Django's; return what it prints."""
    return subprocess.run(
        [sys.executable, "manage.py", *command, "--verbosity", "0"],
        cwd=ROOT,
        env=variables,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


@contextmanager
def serving(variables: dict[str, str]) -> Iterator[Server]:
    """Serve on a free port with gunicorn; every worker has Django ready before it is given."""
    with socket.create_server((HOST, 0), backlog=1024) as listening:
        port, handle = listening.getsockname()[1], listening.fileno()
        process = subprocess.Popen(
            [
                *[sys.executable, "-m", "gunicorn", "--bind", f"fd://{handle}", "--preload"],
                *["--workers", str(WORKERS), "--no-control-socket", "--log-level", "warning"],
                "benchmarks.wsgi",
            ],
            cwd=ROOT,
            env=variables,
            pass_fds=[handle],
        )
    try:
        yield Server(port, _workers_of(process))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _workers_of(process: subprocess.Popen) -> tuple[int, ...]:
    """Return the workers once all are there, which is after the application was loaded."""
    end = time.monotonic() + PATIENCE
    while len(workers := _children(process.pid)) < WORKERS:
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with exit code {process.returncode}")
        if time.monotonic() > end:
            raise TimeoutError(f"gunicorn had no {WORKERS} workers within {PATIENCE} seconds")
        time.sleep(0.1)
    return workers


def _children(parent: int) -> tuple[int, ...]:
    processes = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
    return tuple(process for process in processes if _parent(_stat(process)) == parent)


def _stat(process: int) -> list[str]:
    """Return the fields of /proc/<pid>/stat from the third on; none when it has ended."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def _parent(stat: list[str]) -> int | None:
    return int(stat[1]) if stat else None


def _ticks(stat: list[str]) -> int:
    if not stat:
        raise RuntimeError("A worker ended while it was measured.")
    return int(stat[11]) + int(stat[12])  # utime, stime
