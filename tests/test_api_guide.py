"""The guide (docs/api.md) is true: what it asks is answered, what it writes is written."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from accounts.roles import Role
from core.api.problems import Problem
from tests.core.api.calls import BASE, call
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text("utf-8")
TAKES_A_VALUE = {"-H", "-X", "-d", "-o"}


def commands() -> list[list[str]]:
    """Return the words of every curl command of the guide."""
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, flags=re.S)
    text = "\n".join(blocks).replace("\\\n", " ").replace("$API", BASE)
    lines = re.split(r"\n(?=curl |TOKEN=|API=)", text)
    return [shlex.split(line) for line in lines if line.startswith("curl ")]


def test_every_command_of_the_guide_does_what_it_says(examples):
    secretary = make_person(Role.SECRETARIAT)
    done = [run(command, secretary) for command in commands()]
    assert len(done) > 15
    assert {method for method, _answer in done} == {"get", "patch", "post", "delete"}
    wanted = {"get": 200, "patch": 200, "post": 201, "delete": 204}
    for (method, answer), command in zip(done, commands(), strict=True):
        assert answer.status_code == wanted[method], command


def run(command: list[str], secretary):
    """Return the method and the answer; whoever sends a token is the secretary."""
    words, options, addresses = iter(command[1:]), [], []
    for word in words:
        if word in TAKES_A_VALUE:
            options.append((word, next(words)))
        else:
            addresses.append(word)
    (address,) = addresses
    headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
    by = secretary if headers.pop("Authorization", None) else None
    headers.pop("Content-Type", None)
    chosen = dict(options)
    method = chosen.get("-X", "GET").lower()
    assert urlsplit(address).path.startswith(BASE)
    return method, call(address, method=method, by=by, raw=chosen.get("-d"), **headers)


def test_guide_explains_every_status():
    explained = {int(status) for status in re.findall(r"\b([45]\d\d)\b", GUIDE)}
    assert {problem.status.value for problem in Problem} <= explained


def test_guide_shows_a_problem_as_it_is(content):
    shown = re.search(r"```json\n(.*?)```", GUIDE, flags=re.S)[1]
    told = call("goals?pageSize=1000&lang=en").json()
    assert {"type", "title", "status", "detail", "errors"} == told.keys()
    for value in (told["type"], told["title"], told["detail"], told["errors"][0]["detail"]):
        assert value in shown
