"""Set the portal up and serve it: what `make run` does. Needs Python alone, and says each step.

    python3 scripts/run.py [--port 8000]     set up and serve in the embedded mode
    python3 scripts/run.py --only-install    stop after the virtual environment and its packages
    python3 scripts/run.py --test-packages   install what the tests need as well

Uses the standard library only, in words that an old Python can read, so that it can say what is
missing before anything is installed.
"""

import argparse
import hashlib
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ENV_FILE = ROOT / "var" / "env"
EMBEDDED = """\
# The choices of the embedded mode, written by `make run`. .env.example explains each of them.
# Delete this file to have it written anew.
SECRET_KEY={secret_key}
PLAIN_HTTP=1
COLLECTED_STATIC=0
CONTACT_EMAIL=secretariaat@blk.example
EMAIL_URL=console:
REQUIRE_SECOND_FACTOR=0
EXAMPLES=1
"""


def main():
    options = read_options()
    check_python()
    if not options.only_install:
        check_port(options.port)
    make_virtual_environment()
    install("requirements-test.txt" if options.test_packages else "requirements.txt")
    prepare_files()
    if options.only_install:
        return
    write_embedded_choices()
    os.environ.setdefault("ENV_FILE", str(ENV_FILE))
    run([PYTHON, "manage.py", "set_up"])  # says its own steps
    say("Starting the server")
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(str(PYTHON), [str(PYTHON), "manage.py", "serve", "--port", str(options.port)])


def read_options():
    parser = argparse.ArgumentParser(description="Set the portal up and serve it.")
    parser.add_argument("--port", default="8000")
    parser.add_argument("--only-install", action="store_true")
    parser.add_argument("--test-packages", action="store_true")
    options = parser.parse_args()
    if not (options.port.isdigit() and 0 < int(options.port) < 65536):
        stop("PORT is a number from 1 to 65535, not “{}”.".format(options.port))
    options.port = int(options.port)
    return options


def say(step):
    print("· " + step, flush=True)


def stop(sentence):
    sys.exit("\nCannot go on: " + sentence)


def run(command):
    outcome = subprocess.run([str(part) for part in command], cwd=str(ROOT))
    if outcome.returncode:
        stop("the step above failed; its last lines say why.")


def check_python():
    if sys.version_info < OLDEST_PYTHON:
        stop(
            "this is Python {}.{}, and the portal needs {}.{} or newer. Install a newer Python, "
            "then say which: make run PYTHON=python3.12".format(
                *sys.version_info[:2], *OLDEST_PYTHON
            )
        )


def check_port(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            stop(
                "port {} is taken by another program. Stop that program, or choose another "
                "port: make run PORT={}".format(port, port + 1)
            )


def make_virtual_environment():
    made = VENV / "made"
    if made.exists():
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        stop(
            "this Python cannot make virtual environments. On Debian and Ubuntu: "
            "apt-get install python3-venv; then run the same command again."
        )
    say("Making a virtual environment in .venv")
    outcome = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if outcome.returncode:
        print(outcome.stdout[-2000:] + outcome.stderr[-2000:])
        stop(
            "making .venv failed; the lines above say why. On Debian and Ubuntu, "
            "apt-get install python3-venv is often what is missing."
        )
    made.touch()  # only now: an interrupted attempt is made again


def install(lock_file):
    """Install the locked packages unless exactly these are there; a digest file remembers it."""
    remembered = VENV / (lock_file + ".sha256")
    digest = hashlib.sha256((ROOT / lock_file).read_bytes()).hexdigest()
    if remembered.exists() and remembered.read_text() == digest:
        return
    say("Installing packages from " + lock_file + " (checked by their hashes)")
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--require-hashes", "--requirement", lock_file]
    outcome = subprocess.run(
        [str(part) for part in command], cwd=str(ROOT), capture_output=True, text=True
    )
    if outcome.returncode:
        print(outcome.stderr[-2000:])
        stop(
            "the packages could not be installed; the lines above say why. Most often there is "
            "no network: check the connection (and the proxy, if any), then run it again."
        )
    remembered.write_text(digest)


def prepare_files():
    say("Preparing fonts and translations")
    run([PYTHON, "scripts/build_fonts.py"])
    run([PYTHON, "scripts/compile_translations.py"])


def write_embedded_choices():
    if ENV_FILE.exists():
        return
    say("Writing var/env: SQLite, plain HTTP on this machine only")
    ENV_FILE.parent.mkdir(exist_ok=True)
    ENV_FILE.touch(mode=0o600)
    ENV_FILE.write_text(EMBEDDED.format(secret_key=secrets.token_urlsafe(50)))


if __name__ == "__main__":
    main()
