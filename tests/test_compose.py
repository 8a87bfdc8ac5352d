"""docker-compose.yml: valid, on loopback only, without secrets, and in step with the settings."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.test_image import DOCKERFILE

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
FILE = yaml.safe_load(TEXT)
SERVICES: dict[str, dict] = FILE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
THEIRS = {name: service for name, service in SERVICES.items() if name not in OURS}
HEALTHY, DONE = "service_healthy", "service_completed_successfully"


def after(option: str, service: str) -> str:
    """Return the word after an option in the service's command."""
    command = SERVICES[service]["command"]
    return command[command.index(option) + 1]


def seconds(duration: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([sm])", duration).groups()
    return int(number) * {"s": 1, "m": 60}[unit]


def test_it_follows_the_compose_specification():
    checker = Path(sys.executable).with_name("check-jsonschema")
    schema = ["--builtin-schema", "vendor.compose-spec"]
    outcome = subprocess.run(
        [checker, *schema, "docker-compose.yml"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 0, outcome.stdout


def test_the_services_are_what_the_readme_names():
    assert OURS.keys() == {"migrate", "web", "worker", "beat"}
    assert THEIRS.keys() == {"postgres", "redis", "mailpit"}
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in SERVICES:
        assert f"`{name}`" in readme, name


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_portals_services_are_one_image_in_one_environment(name):
    common = FILE["x-portal"]
    for key in ("image", "build", "environment", "env_file", "read_only", "tmpfs", "cap_drop"):
        assert OURS[name][key] == common[key], key


def test_whatever_is_published_is_on_loopback():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published.keys() == {"web", "postgres", "redis", "mailpit"}
    for ports in published.values():
        assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in ports), ports
    assert published["mailpit"] == ["127.0.0.1:8025:8025"]  # its page; SMTP is for the others here


@pytest.mark.parametrize("name", sorted(THEIRS))
def test_images_of_others_are_pinned_to_a_version(name):
    assert re.fullmatch(r"[a-z/]+:v?\d[\d.]*", SERVICES[name]["image"])


# ── Variables and secrets ──


def test_every_variable_is_explained():
    example = (ROOT / ".env.example").read_text("utf-8")
    explained = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.M))
    comments = "\n".join(re.findall(r"#.*", TEXT))
    used = set(re.findall(r"\$\{([A-Z_]+)", TEXT)) | FILE["x-portal"]["environment"].keys()
    assert "SECRET_KEY" in used
    assert [name for name in used if name not in explained and name not in comments] == []


def test_every_setting_in_it_is_one():
    code = (ROOT / "portal/settings.py").read_text("utf-8")
    known = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    assert FILE["x-portal"]["environment"].keys() <= known


def test_no_secret_stands_in_it():
    assert FILE["x-portal"]["environment"]["SECRET_KEY"] is None
    secrets = r"^ +[A-Z_]*(?:SECRET|PASSWORD|TOKEN)[A-Z_]*:(.*)$"
    for line in re.findall(secrets, TEXT, flags=re.M):
        value = line.partition("#")[0].strip()
        assert value in ("", "${POSTGRES_PASSWORD:-portal}"), line  # for a trial on loopback


def test_postgres_and_redis_start_without_any_variable_for_development():
    """A variable that must be there would keep Compose from starting these two as well."""
    assert re.findall(r"\$\{[A-Z_]+:?\?", TEXT) == []
    for name in ("postgres", "redis"):
        assert "depends_on" not in SERVICES[name]
    assert SERVICES["postgres"]["ports"] == ["127.0.0.1:5432:5432"]
    assert SERVICES["redis"]["ports"] == ["127.0.0.1:6379:6379"]


def test_variables_are_written_as_run_services_reads_them():
    beginnings = re.findall(r"(?<!\$)\$(?!\$)", TEXT)
    assert len(beginnings) == len(re.findall(r"\$\{[A-Z_]+:-[^${}]*\}", TEXT))


# ── Starting and stopping ──


def test_nobody_starts_before_what_is_needed():
    for name, service in OURS.items():
        for needed, condition in service["depends_on"].items():
            wanted = DONE if needed == "migrate" else HEALTHY
            assert condition == {"condition": wanted}, (name, needed)
            assert needed == "migrate" or SERVICES[needed]["healthcheck"]["test"]
    assert OURS["migrate"]["depends_on"].keys() == {"postgres", "redis"}
    for name in OURS.keys() - {"migrate"}:
        assert OURS[name]["depends_on"].keys() == {"migrate", "redis"}


def test_what_ends_is_started_again_but_for_migrate():
    assert {name: service["restart"] for name, service in SERVICES.items()} == {
        name: "no" if name == "migrate" else "unless-stopped" for name in SERVICES
    }


def test_everything_that_goes_on_tells_whether_it_is_well():
    assert "HEALTHCHECK" in DOCKERFILE  # which is web's
    for name in SERVICES.keys() - {"web", "migrate"}:
        assert SERVICES[name]["healthcheck"]["test"], name
    assert "healthcheck" not in SERVICES["web"]
    assert OURS["migrate"]["healthcheck"] == {"disable": True}


def test_there_is_one_beat_and_it_only_beats():
    beats = [name for name, service in OURS.items() if "beat" in service["command"]]
    assert beats == ["beat"]
    assert not {"deploy", "scale"} & SERVICES["beat"].keys()
    assert all("--beat" not in service["command"] for service in OURS.values())
    assert after("--schedule", "beat").startswith(*SERVICES["beat"]["tmpfs"])


def test_the_worker_takes_from_every_queue():
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    taken = set(after("--queues", "worker").split(","))
    assert taken == routed | {settings.CELERY_TASK_DEFAULT_QUEUE}


def test_a_worker_that_is_stopped_may_end_the_task_at_hand():
    grace = seconds(SERVICES["worker"]["stop_grace_period"])
    assert grace >= settings.CELERY_TASK_TIME_LIMIT


def test_the_commands_are_those_of_the_image():
    command = SERVICES["web"]["command"]
    assert (command[:2], command[-1]) == (["gunicorn", "--no-control-socket"], "portal.wsgi")
    for name in ("worker", "beat"):
        assert SERVICES[name]["command"][:4] == ["celery", "--app", "portal.celery", name]
