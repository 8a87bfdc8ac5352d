"""The settings' defaults are the safe ones, seen from outside: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
SHOW_A_PAGE = """
from portal import environment
environment.read()
import django
django.setup()
from django.conf import settings
from django.test import Client
print(Client().get("/robots.txt", headers={"host": "localhost"}).status_code)
response = Client().get("/robots.txt", secure=True, headers={"host": "localhost"})
print(response.status_code, response.get("Strict-Transport-Security"))
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)
print(settings.DEBUG, settings.ALLOWED_HOSTS)
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """Run with nothing of the portal in the environment but what is given."""
    base = {"PATH": os.environ["PATH"], "ENV_FILE": ""}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=base | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_deployment_checks_find_nothing_with_the_defaults():
    outcome = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=SECRET_KEY
    )
    assert outcome.returncode == 0, outcome.stderr
    assert "no issues" in outcome.stdout


def test_without_a_secret_key_one_sentence_says_what_to_do():
    outcome = run("manage.py", "check")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("SECRET_KEY is not set. Run `make run` once")
    assert "Traceback" not in outcome.stderr


def test_by_default_only_https_is_spoken_and_cookies_are_bound_to_the_host():
    outcome = run("-c", SHOW_A_PAGE, SECRET_KEY=SECRET_KEY)
    assert outcome.returncode == 0, outcome.stderr
    lines = outcome.stdout.splitlines()
    assert lines[0] == "301"
    assert lines[1] == "200 max-age=31536000; includeSubDomains; preload"
    assert lines[2] == "__Host-sessionid __Host-csrftoken True"
    assert lines[3] == "False ['localhost', '127.0.0.1', '[::1]']"


SHOW_COOKIES = """
import django
django.setup()
from django.test import Client
login = "/accounts/login/?next=/en/my/"
response = Client().get(login, secure=True, headers={"host": "localhost"})
for cookie in response.cookies.values():
    print(cookie.key, cookie["path"], bool(cookie["secure"]), cookie["domain"], cookie["samesite"])
"""


def test_by_default_every_cookie_of_login_belongs_to_this_host_alone():
    settings_module = {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    outcome = run(
        "-c", SHOW_COOKIES, SECRET_KEY=SECRET_KEY, COLLECTED_STATIC="0", **settings_module
    )
    assert sorted(outcome.stdout.splitlines()) == [
        "__Host-csrftoken / True  Lax",
        "__Host-language / True  Lax",
    ]


def test_plain_http_is_a_choice_that_turns_all_of_that_off():
    outcome = run("-c", SHOW_A_PAGE, SECRET_KEY=SECRET_KEY, PLAIN_HTTP="1")
    lines = outcome.stdout.splitlines()
    assert lines[0] == "200"
    assert lines[1] == "200 None"
    assert lines[2] == "sessionid csrftoken False"


def test_var_env_completes_the_environment_and_overrides_nothing(tmp_path):
    choices = tmp_path / "env"
    choices.write_text("SECRET_KEY=from-the-file\nPLAIN_HTTP=1\nCONTACT_EMAIL=file@blk.example\n")
    show = (
        "from portal import environment; environment.read(); import django; django.setup();"
        "from django.conf import settings;"
        "print(settings.SECRET_KEY, settings.PLAIN_HTTP, settings.CONTACT_EMAIL)"
    )
    outcome = run("-c", show, ENV_FILE=str(choices), CONTACT_EMAIL="set@blk.example")
    assert outcome.stdout.split() == ["from-the-file", "True", "set@blk.example"]


@pytest.mark.db
def test_sqlite_queues_writers_instead_of_failing_and_postgresql_is_not_waited_for_long():
    database = settings.DATABASES["default"]
    options = database["OPTIONS"]
    if database["ENGINE"].endswith("sqlite3"):
        assert options["transaction_mode"] == "IMMEDIATE"
        assert "journal_mode=WAL" in options["init_command"]
    else:
        assert database["CONN_HEALTH_CHECKS"]
        assert options["connect_timeout"] == 5


@pytest.mark.parametrize("name", ["SECRET_KEY", "PASSWORD", "TOKEN"])
def test_no_secret_stands_in_the_settings(name):
    for line in (ROOT / "portal/settings.py").read_text("utf-8").splitlines():
        if line.startswith(f"{name} ="):
            assert "env." in line
