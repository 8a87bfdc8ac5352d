"""The files around the code: licence, metadata, locks, and words that do not belong here."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCKS = ["requirements.txt", "requirements-test.txt"]


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"https?://|file:|--index|--find-links", text)
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.M).strip())
    assert len(blocks) > 15
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", block), block[:60]
        assert "--hash=sha256:" in block, block[:60]


def test_locks_hold_every_dependency_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        "requirements.txt": project["dependencies"],
        "requirements-test.txt": [
            *project["dependencies"],
            *project["optional-dependencies"]["test"],
        ],
    }
    for lock, dependencies in wanted.items():
        pinned = set(re.findall(r"^([a-z0-9._-]+)", (ROOT / lock).read_text("utf-8"), flags=re.M))
        names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in dependencies}
        assert names <= pinned, names - pinned


def test_every_dependency_says_why_it_is_here():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = re.findall(r'^    "[a-z][^"]*[>=][^"]*",.*$', text, flags=re.M)
    assert len(lines) > 20
    assert [line for line in lines if "#" not in line] == []


def test_publiccode_has_what_the_standard_demands():
    data = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    mandatory = {
        "publiccodeYmlVersion",
        "name",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    }
    assert mandatory <= data.keys()
    assert data["legal"]["license"] == "EUPL-1.2"
    assert data["softwareType"] == "standalone/web"
    for language in ("nl", "en"):
        description = data["description"][language]
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10000
        assert description["features"]
    assert data["maintenance"]["contacts"]
    assert data["localisation"]["availableLanguages"] == ["nl", "en"]


def test_env_example_explains_every_setting():
    example = (ROOT / ".env.example").read_text("utf-8")
    explained = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.M))
    code = (ROOT / "portal/settings.py").read_text("utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    assert len(read) > 8
    assert explained == read | {"ENV_FILE"}


def test_readme_names_every_setting():
    readme = (ROOT / "README.md").read_text("utf-8")
    code = (ROOT / "portal/settings.py").read_text("utf-8")
    for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code):
        assert f"`{name}`" in readme, name


def test_no_third_party_front_end_code_is_kept_here():
    for file in tracked_files():
        assert not re.search(r"\.min\.(js|css)$|node_modules|\.woff2?$|\.otf$|\.ttf$", str(file))
