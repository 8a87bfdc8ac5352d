"""The portal's settings, with the twins among the addresses and the tasks, and places of its own
for files and for what waits in Redis.
"""

from portal.settings import *  # noqa: F403 - all of them
from portal.settings import CELERY_BROKER_TRANSPORT_OPTIONS as _BROKER
from portal.settings import CELERY_TASK_ROUTES as _ROUTES
from portal.settings import env

ROOT_URLCONF = "benchmarks.twins"
STATIC_ROOT = env.str("BENCHMARK_STATIC_ROOT")
BENCHMARK_KEYS = env.str("BENCHMARK_KEYS", "benchmark:")
CELERY_IMPORTS = ["benchmarks.tasks"]
CELERY_TASK_ROUTES = _ROUTES | {"benchmarks.tasks.*": {"queue": "mail"}}
CELERY_BROKER_TRANSPORT_OPTIONS = _BROKER | {"global_keyprefix": BENCHMARK_KEYS}
