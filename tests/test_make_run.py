"""`make run` itself: from a clean clone to the first page, again, and each way of failing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.serving import ROOT, free_port, wait_until_it_answers

SECONDS_TO_THE_FIRST_PAGE = 60
SECONDS_TO_START_AGAIN = 15


def plain_environment(**more: str) -> dict[str, str]:
    """Return an environment as on a fresh machine: nothing of the portal or of this test run."""
    ours = ("DJANGO_", "SECRET_KEY", "PLAIN_HTTP", "COLLECTED_STATIC", "CONTACT_", "ENV_FILE")
    ours += (
        "EXAMPLES",
        "REQUIRE_",
        "EMAIL_URL",
        "DATABASE_URL",
        "ALLOWED_HOSTS",
        "DEBUG",
        "PYTEST_",
        "VIRTUAL_ENV",
        "MAKE",
        "MFLAGS",
    )
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clone") / "portal"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def start(clone: Path, port: int, output: Path) -> subprocess.Popen:
    with output.open("w") as file:
        return subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env=plain_environment(),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


@pytest.mark.setup
def test_a_clean_clone_shows_the_charter_and_starts_again_in_seconds(clone, tmp_path):
    for seconds in (SECONDS_TO_THE_FIRST_PAGE, SECONDS_TO_START_AGAIN):
        port, output = free_port(), tmp_path / "output"
        origin = f"http://127.0.0.1:{port}"
        began = time.monotonic()
        process = start(clone, port, output)
        try:
            # Time runs against the promise; a slow machine still gets to the sentence below.
            wait_until_it_answers(process, f"{origin}/nl/", 4 * seconds)
            took = time.monotonic() - began
            assert took < seconds, f"{took:.0f} s; it said:\n{output.read_text()}"
            assert "Verbindingspersonen in de regio’s aanduiden" in read(f"{origin}/nl/charter/")
            assert "Appoint liaison persons" in read(f"{origin}/en/charter/1C/")
            assert "woff2" in read(f"{origin}/static/css/fonts.css")
            said = output.read_text()
            assert said.rstrip().endswith("Stop with Ctrl-C.")
            for address in (f"{origin}/nl/", f"{origin}/en/"):
                assert address in said
            accounts = json.loads((clone / "var/example-accounts.json").read_text())
            for account in accounts:
                assert said.index(account["email"]) < said.index("The portal is ready.")
            assert accounts[0]["password"] in said
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)
    for secret in ("var/env", "var/example-accounts.json"):
        assert (clone / secret).stat().st_mode & 0o077 == 0
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=clone) == b""
    assert choices_that_a_command_reads(clone) == ["True", "secretariaat@blk.example"]


def choices_that_a_command_reads(clone: Path) -> list[str]:
    show = "from django.conf import settings; print(settings.PLAIN_HTTP, settings.CONTACT_EMAIL)"
    answer = subprocess.check_output(
        [clone / ".venv/bin/python", "manage.py", "shell", "--verbosity", "0", "-c", show],
        cwd=clone,
        env=plain_environment(),
        text=True,
    )
    return answer.split()


def failure_of(*command: str | Path, cwd: Path = ROOT, **more: str) -> str:
    """Run a command that must fail; return what it says to the person at the terminal."""
    outcome = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=plain_environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode, outcome.stdout
    assert "Traceback" not in outcome.stderr
    return outcome.stderr


def test_a_taken_port_is_named_with_what_to_do():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = failure_of(sys.executable, "scripts/run.py", "--port", str(port))
    assert f"port {port} is taken by another program" in said
    assert f"make run PORT={port + 1}" in said


def test_an_old_python_is_named_with_what_to_do():
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['run.py'];"
        "runpy.run_path('scripts/run.py', run_name='__main__')"
    )
    said = failure_of(sys.executable, "-c", pretend)
    assert "this is Python 3.9, and the portal needs 3.11 or newer" in said
    assert "make run PYTHON=" in said


@pytest.fixture
def bare_copy(tmp_path) -> Path:
    """A folder with what `scripts/run.py` needs to begin, and no virtual environment."""
    (tmp_path / "scripts").mkdir()
    for name in ("scripts/run.py", "requirements.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def test_a_missing_venv_module_is_named_with_what_to_do(bare_copy):
    broken = bare_copy / "broken"
    broken.mkdir()
    (broken / "ensurepip.py").write_text("raise ImportError('as on Debian without python3-venv')")
    said = failure_of(
        sys.executable, "scripts/run.py", "--only-install", cwd=bare_copy, PYTHONPATH=str(broken)
    )
    assert "apt-get install python3-venv" in said


def test_a_missing_network_is_named_with_what_to_do(bare_copy):
    said = failure_of(
        sys.executable,
        "scripts/run.py",
        "--only-install",
        cwd=bare_copy,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_RETRIES="0",
        PIP_CONFIG_FILE=os.devnull,
        PIP_FIND_LINKS="",
        PIP_NO_CACHE_DIR="1",
    )
    assert "Most often there is no network" in said
