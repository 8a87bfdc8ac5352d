"""The portal's settings, with the twins among the addresses and a place of its own for files."""

from portal.settings import *  # noqa: F403 - all of them
from portal.settings import env

ROOT_URLCONF = "benchmarks.twins"
STATIC_ROOT = env.str("BENCHMARK_STATIC_ROOT")
