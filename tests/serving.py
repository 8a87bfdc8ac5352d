"""Starting the real server for a test: gunicorn in a process of its own, on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SET_UP = """
from django.core.management import call_command
for command in ("migrate", "load_content", "load_examples"):
    call_command(command, verbosity=0)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(process: subprocess.Popen, url: str, seconds: float) -> None:
    """Return when `url` answers; raise AssertionError when the process ends or time runs out."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with exit code {process.returncode}"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {seconds} seconds")


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of a portal whose database and mails are in `folder`."""
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "EMAIL_URL": f"file:///{folder / 'mails'}",
    }


def run_in_portal(folder: Path, code: str) -> str:
    """Run Python in a process of its own on the database in `folder`; return what it prints."""
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env=environment_of(folder),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


@contextmanager
def portal_with_content(folder: Path) -> Iterator[str]:
    """Serve the real content and the examples from a database in `folder`; give the origin."""
    run_in_portal(folder, SET_UP)
    with portal_on(folder) as origin:
        yield origin


@contextmanager
def portal_on(folder: Path) -> Iterator[str]:
    """Serve what is in the database in `folder`, in a process of its own; give the origin."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment_of(folder),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_it_answers(process, f"http://127.0.0.1:{port}/nl/", 30)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
