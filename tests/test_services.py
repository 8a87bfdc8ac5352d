"""The portal as services, without containers: what scripts/run-services starts, does and stops."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

from benchmarks.server import database_of_its_own
from tests.notifications.services.sink import HOST, Sink, listening
from tests.notifications.services.workers import Broker, until
from tests.serving import ROOT, free_port, wait_until_it_answers

MARK = "STARTED_BY"  # a variable by which the processes of a test are known
EMAIL = "voorbeeld@blk.example"
ACT = f"""
from accounts.models import User
from accounts.workflow import create_token
person = User.objects.create(email={EMAIL!r}, name="Voorbeeld")
create_token(person=person, name="Voorbeeld", scope="read", days=1, by=None)
"""
with_services = [pytest.mark.db, pytest.mark.postgresql, pytest.mark.redis]


class Machine(NamedTuple):
    """A database, a Redis and a mail server of the test's own, and where they are."""

    broker: Broker
    sink: Sink
    environment: dict[str, str]


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    broker, sink = Broker(), Sink()
    broker.start()
    try:
        with database_of_its_own(os.environ["DATABASE_URL"]) as database, listening(sink):
            services = {
                "DATABASE_URL": database,
                "REDIS_URL": broker.url,
                "EMAIL_URL": f"smtp://{HOST}:{sink.port}",
                "SWEEP_SECONDS": "600",  # whatever is mailed, the broker told a worker to
                MARK: str(uuid4()),
            }
            yield Machine(broker, sink, os.environ | services)
    finally:
        broker.stop()


def run_services(environment: dict[str, str], *options: str, output: Path) -> subprocess.Popen:
    with output.open("w") as file:
        return subprocess.Popen(
            [sys.executable, "scripts/run-services", *options],
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def running(machine: Machine, *options: str, output: Path) -> Iterator[subprocess.Popen]:
    process = run_services(machine.environment, *options, output=output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def act(machine: Machine) -> None:
    """In a process of its own, somebody was given an API token, and is to hear of that."""
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ACT],
        cwd=ROOT,
        env=machine.environment,
        check=True,
        capture_output=True,
    )


def processes_of(machine: Machine) -> dict[int, str]:
    """Return the command lines of all processes that were started for this machine."""
    mark = f"{MARK}={machine.environment[MARK]}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                found[int(folder.name)] = b" ".join(words).decode()
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    return {number: line for number, line in found.items() if line}


def health(port: int) -> dict:
    with urllib.request.urlopen(f"http://{HOST}:{port}/healthz/ready", timeout=10) as answer:
        return json.load(answer)


class TestEverything:
    pytestmark = with_services

    def test_an_act_in_another_process_is_mailed_by_the_worker_and_all_of_it_stops(
        self, machine, tmp_path
    ):
        port, output = free_port(), tmp_path / "output"
        with running(machine, "--port", str(port), output=output) as process:
            wait_until_it_answers(process, f"http://{HOST}:{port}/healthz/ready", 120)
            until(lambda: machine.broker.is_waited_at(), seconds=30)
            assert health(port) == {
                "status": "ok",
                "database": "ok",
                "broker": "ok",
                "mail": {"waiting": 0, "failed": 0, "oldestSeconds": None},
            }
            assert machine.sink.accepted == []
            act(machine)
            until(lambda: len(machine.sink.accepted) == 1, seconds=10)
            with urllib.request.urlopen(f"http://{HOST}:{port}/nl/charter/", timeout=10) as page:
                assert "Verbindingspersonen" in page.read().decode()
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        until(lambda: not processes_of(machine), seconds=5)
        said = output.read_text()
        order = ["· migrate: ", "· web: gunicorn ", "· worker: celery ", "· beat: celery "]
        assert [word for word in order if word in said] == order
        assert said.index(order[0]) < said.index(order[1])
        assert EMAIL not in said

    def test_when_one_service_dies_the_others_are_stopped_and_the_exit_code_says_so(
        self, machine, tmp_path
    ):
        output = tmp_path / "output"
        with running(machine, "--only", "worker", "beat", output=output) as process:
            until(lambda: machine.broker.is_waited_at(), seconds=30)
            lines = processes_of(machine)
            workers = [number for number, line in lines.items() if " worker --queues" in line]
            assert len(workers) == 3  # the first, and the two that it started
            os.kill(min(workers), signal.SIGKILL)
            assert process.wait(30) == 1
        until(lambda: not processes_of(machine), seconds=5)
        assert "worker ended by itself" in output.read_text()


def failure_of(tmp_path: Path, *options: str, **variables: str) -> str:
    output = tmp_path / "output"
    process = run_services(os.environ | variables, *options, output=output)
    assert process.wait(30) == 1
    assert "Traceback" not in output.read_text()
    return output.read_text()


def test_a_variable_without_a_default_is_named(tmp_path):
    said = failure_of(tmp_path, "--only", "web", SECRET_KEY="")
    assert "SECRET_KEY is not set, and docker-compose.yml has no default for it." in said


def test_a_service_that_is_not_the_portals_is_named(tmp_path):
    assert "the portal has no service postgres." in failure_of(tmp_path, "--only", "postgres")


def test_when_the_database_cannot_be_prepared_nothing_is_started(tmp_path):
    nowhere = f"postgres://{HOST}:{free_port()}/nowhere"
    output = tmp_path / "output"
    process = run_services(os.environ | {"DATABASE_URL": nowhere}, output=output)
    assert process.wait(60) == 1
    said = output.read_text()
    assert "migrate failed; its last lines say why." in said
    assert "· web" not in said
