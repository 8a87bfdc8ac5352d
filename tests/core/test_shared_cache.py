"""The cache that processes share goes on where Redis cannot be reached."""

import time

import pytest
from django.core.cache.backends.redis import RedisCache

from core.shared_cache import METHODS, SharedCache
from tests.serving import free_port


def cache_at(address: str) -> SharedCache:
    return SharedCache(address, {"KEY_PREFIX": "test", "OPTIONS": {"socket_timeout": 0.5}})


@pytest.fixture(autouse=True)
def _rested():
    SharedCache._asked_again_at = 0.0
    yield
    SharedCache._asked_again_at = 0.0


@pytest.fixture
def without_redis():
    """A cache whose Redis is not there."""
    found = cache_at(f"redis://127.0.0.1:{free_port()}/0")
    found._memory.clear()
    return found


def test_without_redis_a_process_counts_for_itself(without_redis, caplog):
    assert without_redis.add("tries", 0) is True
    assert without_redis.add("tries", 7) is False
    assert without_redis.incr("tries") == 1
    assert without_redis.get("tries") == 1
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_while_it_rests_redis_is_not_asked(without_redis, caplog):
    without_redis.get("x")
    begun = time.monotonic()
    for _time in range(100):
        without_redis.get("x")
    assert time.monotonic() - begun < 0.5
    assert len(caplog.records) == 1


def test_after_its_rest_redis_is_asked_again(without_redis, caplog):
    without_redis.get("x")
    SharedCache._asked_again_at = time.monotonic()
    without_redis.get("x")
    assert len(caplog.records) == 2


@pytest.mark.redis
def test_with_redis_processes_share_what_they_count(redis_url):
    one, other = cache_at(redis_url), cache_at(redis_url)
    one.delete("shared")
    one.add("shared", 0, 10)
    one.incr("shared")
    assert other.incr("shared") == 2
    assert other._memory.get("shared") is None


def test_every_method_of_the_cache_that_the_portal_uses_has_its_way_out():
    for method in METHODS:
        assert getattr(SharedCache, method) is not getattr(RedisCache, method)
