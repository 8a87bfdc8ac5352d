"""The cache that processes share, which goes on by itself where Redis cannot be reached.

It counts how often somebody tries to log in or asks the API. Nobody is locked out because Redis is
down: meanwhile each process counts for itself.
"""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PAUSE = 5  # seconds before Redis is asked again
METHODS = ("add", "get", "set", "touch", "delete", "get_many", "has_key", "incr")


class SharedCache(RedisCache):
    """Redis; for some seconds after it did not answer, the memory of this process."""

    _asked_again_at = 0.0  # of all threads of the process

    def __init__(self, server, params):
        super().__init__(server, params)
        self._memory = LocMemCache("shared", {**params, "OPTIONS": {"MAX_ENTRIES": 100_000}})


def _in_redis_or_memory(method: str):
    in_redis = getattr(RedisCache, method)

    def either(self: SharedCache, *args, **options):
        if time.monotonic() >= SharedCache._asked_again_at:
            try:
                return in_redis(self, *args, **options)
            except (RedisError, OSError) as error:
                SharedCache._asked_again_at = time.monotonic() + PAUSE
                logger.warning("Redis cannot be reached: %s.", type(error).__name__)
        return getattr(self._memory, method)(*args, **options)

    return either


for name in METHODS:
    setattr(SharedCache, name, _in_redis_or_memory(name))
