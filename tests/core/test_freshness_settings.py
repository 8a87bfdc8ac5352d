"""What the settings make of REDIS_URL and DEBUG, and that what is served has the page cache."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from core.freshness.page_cache import PageCache
from portal.management.commands.serve import Server
from portal.wsgi import application

SHOW = """
import django
django.setup()
from django.conf import settings
from core.freshness.stamp import shared_stamp
print(settings.CACHES["default"]["BACKEND"].rpartition(".")[2])
print(settings.PAGE_CACHE_MEGABYTES, type(shared_stamp()._store).__name__)
"""


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({}, ["LocMemCache", "64", "DatabaseStore"]),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, ["SharedCache", "64", "RedisStore"]),
        ({"DEBUG": "1"}, ["LocMemCache", "0", "DatabaseStore"]),
        ({"DEBUG": "1", "PAGE_CACHE_MEGABYTES": "8"}, ["LocMemCache", "8", "DatabaseStore"]),
    ],
)
def test_redis_is_used_where_it_is_named_and_developers_see_each_change(environment, shown):
    outcome = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert outcome.stdout.split() == shown


def test_gunicorn_and_make_run_serve_the_page_cache():
    assert isinstance(application, PageCache)
    assert isinstance(Server(8000).load(), PageCache)
