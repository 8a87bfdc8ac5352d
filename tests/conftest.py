"""What every test starts from: an environment of its own, and the fixtures that many share."""

import gc
import os
from io import StringIO

os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings",
    ENV_FILE="",
    SECRET_KEY="only-for-tests",
    PLAIN_HTTP="1",
    COLLECTED_STATIC="0",
    DEBUG="0",
    EXAMPLES="1",
    REQUIRE_SECOND_FACTOR="0",
    CONTACT_EMAIL="secretariaat@blk.example",
    API_REQUESTS_PER_ADDRESS="0",
    API_REQUESTS_PER_PERSON="0",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
# Only tests that ask for it use Redis: what one leaves there is not the next one's.
REDIS_URL = os.environ.pop("REDIS_URL", "")

import django

django.setup()
# What is loaded by now stays until the end: it need not be looked through for garbage again and
# again, nor the rest as often as in a process that lives for weeks.
gc.freeze()
gc.set_threshold(50_000, 20, 100)

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from tests.kept_rows import KeptRows


def pytest_addoption(parser):
    parser.addoption(
        "--full", action="store_true", help="without CI's limits: every page in the browser"
    )


def pytest_collection_modifyitems(config, items):
    """Leave out `full` unless the whole suite is asked for, and what needs a server without it."""
    left_out_marks = set() if config.getoption("--full") else {"full"}
    left_out_marks.add("sqlite" if connection.vendor == "postgresql" else "postgresql")
    if not REDIS_URL:
        left_out_marks.add("redis")
    left_out = [item for item in items if left_out_marks & {m.name for m in item.iter_markers()}]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def _dutch():
    """Begin each test in Dutch, as a request without a wish does."""
    with translation.override("nl"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_flush():
    """After a test without a transaction only tables with rows are emptied: most have none."""
    if connection.vendor == "postgresql":  # which takes as long to truncate an empty one
        connection.ops.sql_flush = _deletions


def _deletions(style, tables: list[str], **options) -> list[str]:
    filled = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(filled)
        return [f'DELETE FROM "{table}"' for (table,) in cursor.fetchall()]


@pytest.fixture
def redis_url() -> str:
    """Where Redis is, for a test that is marked `redis`."""
    return REDIS_URL


def load_content() -> None:
    call_command("load_content", stdout=StringIO())


def load_examples() -> None:
    load_content()
    call_command("load_examples", stdout=StringIO())


CONTENT, EXAMPLES = KeptRows(load_content), KeptRows(load_examples)


@pytest.fixture
def content(db):
    """The real content: partners, the charter in both languages, explanations and pages."""
    CONTENT.put()


@pytest.fixture
def examples(db):
    """The real content, and the example agendas with all that belongs to them."""
    EXAMPLES.put()
