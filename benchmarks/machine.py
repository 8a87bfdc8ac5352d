"""What the numbers were measured on, in words that name no host."""

import datetime
import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

import psycopg
import redis

UNREACHABLE = (psycopg.OperationalError, redis.ConnectionError)


def words(database: str, redis_url: str) -> dict[str, str]:
    """Return the day, the processor, how busy it was, and the versions of what serves."""
    with psycopg.connect(database) as connection:
        postgresql = connection.execute("SHOW server_version").fetchone()[0].partition(" ")[0]
    return {
        "date": datetime.datetime.now().astimezone().date().isoformat(),
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "load average before it began": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "Django": version("django"),
        "Celery": version("celery"),
        "gunicorn": version("gunicorn"),
        "PostgreSQL": postgresql,
        "Redis": redis.from_url(redis_url).info("server")["redis_version"],
    }


def _processor() -> str:
    named = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.M)
    return named[1].strip() if named else platform.machine()
