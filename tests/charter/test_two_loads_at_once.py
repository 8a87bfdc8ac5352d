"""Two people load the charter at the same moment: one adds it, the other finds it there."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from charter.models import Charter, Goal

pytestmark = [pytest.mark.db, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

FILE = Path(settings.BASE_DIR) / "charter/data/charter-2026.nl.txt"


def test_the_second_load_waits_and_changes_nothing():
    call_command("load_partners", stdout=StringIO())
    together = Barrier(2)

    def load(_number: int) -> str:
        output = StringIO()
        together.wait(timeout=10)
        try:
            call_command("load_charter", FILE, language="nl", stdout=output)
        finally:
            connection.close()
        return output.getvalue()

    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(load, range(2)))
    assert "added with 2 themes" in said[0]
    assert "everything was so already" in said[1]
    assert Charter.objects.in_force().count() == 1
    assert Goal.objects.count() == 7
