"""Dockerfile and .dockerignore: what gets into the image is enough, and nothing else does."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.test_repository import tracked_files

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SHOW_PAGES = """
from django.test import Client
for path in ("/api/v1/openapi.json", "/healthz/live", "/accounts/login/"):
    print(Client().get(path, secure=True, headers={"host": "localhost"}).status_code)
"""


def instructions() -> list[tuple[str, str]]:
    """Return each instruction with its words, lines that go on joined."""
    lines = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.M)
    joined = re.sub(r"\\\n\s*", "", lines)
    return [tuple(line.split(" ", 1)) for line in joined.splitlines() if line.strip()]


def stages() -> list[list[tuple[str, str]]]:
    """Return the instructions of each stage; the first is its FROM."""
    found = []
    for instruction in instructions():
        if instruction[0] == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


def words_of(stage: list[tuple[str, str]], name: str) -> list[str]:
    return [words for instruction, words in stage if instruction == name]


def admitted() -> list[str]:
    """Return what .dockerignore lets in."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"  # everything else stays out
    return [rule[1:] for rule in rules if rule.startswith("!")]


def files_that_get_in() -> list[Path]:
    def gets_in(file: Path) -> bool:
        name = str(file.relative_to(ROOT))
        return any(name == rule or name.startswith(f"{rule}/") for rule in admitted())

    return [file for file in tracked_files() if file.exists() and gets_in(file)]


def test_two_stages_of_one_pinned_python_that_the_project_supports():
    build, final = stages()
    base = "python:3.11-slim-bookworm"
    assert words_of(build, "FROM") == [f"{base} AS build"]
    assert words_of(final, "FROM") == [base]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"


def test_only_locked_packages_are_installed_and_only_while_it_is_built():
    build, final = stages()
    installs = [words for words in words_of(build, "RUN") if "pip install" in words]
    assert installs == ["pip install --require-hashes --requirement requirements.txt"]
    for words in words_of(final, "RUN"):
        assert not re.search(r"\b(pip|apt-get|curl)\b", words)


def test_nobody_is_root_when_it_runs_and_nobody_may_change_the_code():
    _build, final = stages()
    order = [name for name, _words in final]
    (user,) = words_of(final, "USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert order.index("USER") < order.index("CMD")
    assert order[order.index("USER") :].count("RUN") == 0
    number = user.partition(":")[0]
    assert f"--uid {number} " in words_of(final, "RUN")[0]
    assert all("--chown" not in words for words in words_of(final, "COPY"))


def test_whatever_is_copied_is_there_and_gets_in():
    build, final = stages()
    for words in words_of(build, "COPY"):
        *sources, _target = words.split()
        for source in sources:
            assert (ROOT / source).exists(), source
            assert source in {".", *admitted()}
    assert words_of(final, "COPY") == [
        "--from=build /opt/venv /opt/venv",
        "--from=build /srv/portal /srv/portal",
    ]
    assert words_of(build, "WORKDIR") == words_of(final, "WORKDIR") == ["/srv/portal"]


def test_the_environment_has_no_secret_and_no_file_of_choices():
    _build, final = stages()
    (environment,) = words_of(final, "ENV")
    assert "ENV_FILE= " in environment
    assert "PYTHONUNBUFFERED=1" in environment
    assert not re.search("SECRET|PASSWORD|TOKEN", environment)
    assert not words_of(final, "ARG")


def test_it_serves_as_the_readme_says_and_is_asked_for_its_health():
    _build, final = stages()
    command = " ".join(json.loads(words_of(final, "CMD")[0]))
    assert f"`{command}`" in (ROOT / "README.md").read_text("utf-8")
    (check,) = words_of(final, "HEALTHCHECK")
    asks = json.loads(check[check.index("[") :])
    assert asks[:2] == ["python", "-c"]
    compile(asks[2], "health check", "exec")
    (port,) = words_of(final, "EXPOSE")
    assert f"http://127.0.0.1:{port}{reverse('health_live')}" in asks[2]
    assert f"--bind 0.0.0.0:{port}" in words_of(final, "ENV")[0]


def test_every_app_and_everything_it_needs_gets_in():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    apps = project["tool"]["importlinter"]["root_packages"]
    wanted = {*apps, "locale", "static", "templates", "manage.py", "requirements.txt", "LICENSE"}
    assert wanted <= set(admitted())
    for rule in admitted():
        assert (ROOT / rule).exists(), rule


@pytest.mark.parametrize(
    "private", [".git", ".env", "var", "var/env", "tests", ".venv", "benchmarks", "docs"]
)
def test_what_is_private_or_not_needed_stays_out(private):
    assert not any(fnmatch(private, rule) for rule in admitted())


def test_from_what_gets_in_the_build_comes_to_its_end_and_the_portal_runs(tmp_path):
    build, _final = stages()
    for file in files_that_get_in():
        target = tmp_path / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "ENV_FILE": ""}

    def run(*command: str, **more: str) -> str:
        outcome = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert outcome.returncode == 0, outcome.stderr
        return outcome.stdout

    run("sh", "-c", words_of(build, "RUN")[-1])
    assert (tmp_path / "var/collected/staticfiles.json").exists()
    assert list(tmp_path.glob("locale/nl/*/django.mo"))
    memory = {"SECRET_KEY": "only-for-tests", "DATABASE_URL": "sqlite://:memory:"}
    said = run("python", "manage.py", "shell", "--no-imports", "-c", SHOW_PAGES, **memory)
    assert said.split() == ["200", "200", "200"]
