"""Acts that announce something, in a process of their own, whose broker is a test's."""

import json
import subprocess
import sys
import time

from accounts import workflow
from accounts.enums import TokenScope
from accounts.models import User
from tests.serving import ROOT

DO_ALL = "from tests.notifications.services import acts; acts.do_all()"


def do_all() -> None:
    """Each person has an API token and hears of it; printed are the seconds that each act took."""
    took = []
    for person in User.objects.order_by("pk"):
        began = time.perf_counter()
        wanted = {"name": "Weekly report", "scope": TokenScope.READ, "days": 30}
        workflow.create_token(person=person, by=None, **wanted)
        took.append(time.perf_counter() - began)
    print(json.dumps(took))  # noqa: T201 - for whoever started the process


def seconds_of_acts(environment: dict[str, str]) -> list[float]:
    """Do the acts; return how long each took."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", DO_ALL]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, timeout=180
    )
    return json.loads(done.stdout)
