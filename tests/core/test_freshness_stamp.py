"""The stamp in its stores, and what happens when a store cannot be reached."""

import logging
import os
import socket
import threading
import time
from contextlib import contextmanager

import pytest
import redis
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.freshness.stamp import SharedStamp, shared_stamp
from core.freshness.stores import DatabaseStore, RedisStore, new_token
from partners.models import Region
from tests.factories.partners import RegionFactory
from tests.serving import free_port


@pytest.fixture(params=["database", pytest.param("redis", marks=pytest.mark.redis)])
def new_store(request, redis_url):
    """Return how to make a store, each as in a process of its own."""
    if request.param == "redis":
        redis.Redis.from_url(redis_url).delete(RedisStore.KEY)
        return lambda: RedisStore(redis_url)
    request.getfixturevalue("db")
    return DatabaseStore


@pytest.mark.db
def test_every_process_reads_the_same_stamp_and_sees_each_move(new_store):
    one, other = SharedStamp(new_store()), SharedStamp(new_store())
    seen = [one.current()]
    for mover in (one, other, other, one, other):
        mover.move()
        seen.append(one.current())
        assert one.current() == other.current() == seen[-1]
    assert len(set(seen)) == 6


@pytest.mark.db
@pytest.mark.django_db
def test_in_the_database_a_reading_is_one_query_and_a_move_another():
    store = DatabaseStore()
    store.read()
    with CaptureQueriesContext(connection) as queries:
        store.read()
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        store.write("x")
    assert len(queries) == 1


@pytest.mark.redis
def test_an_emptied_redis_brings_no_old_stamp_back(redis_url):
    server = redis.Redis.from_url(redis_url)
    stamp = SharedStamp(RedisStore(redis_url))
    seen = {stamp.current()}
    for empty in (server.flushdb, lambda: server.delete(RedisStore.KEY)):
        empty()
        seen.add(stamp.current())
    assert len(seen) == 3


class Counting(RedisStore):
    """A store that tells what it says to Redis."""

    def _start_afresh(self) -> None:
        super()._start_afresh()
        self.said = []

    def _say(self, *command: str):
        self.said.append(command)
        return super()._say(*command)


@pytest.mark.redis
def test_a_silent_connection_is_asked_again_only_after_a_while(redis_url, clock):
    store = Counting(redis_url)
    store.read()
    store.said.clear()
    for _time in range(10):
        store.read()
    assert store.said == []
    clock[0] += RedisStore.SURE_FOR
    store.read()
    assert store.said == [("GET", RedisStore.KEY)]


@pytest.mark.redis
def test_who_makes_a_stamp_leaves_one_that_was_made_meanwhile(redis_url):
    redis.Redis.from_url(redis_url).delete(RedisStore.KEY)
    other, theirs = RedisStore(redis_url), new_token()

    class Late(RedisStore):
        def _make(self):
            other.write(theirs)
            return super()._make()

    assert Late(redis_url).read() == other.read() == theirs


@pytest.mark.redis
def test_a_connection_that_the_server_closed_is_made_anew(redis_url, caplog):
    store = RedisStore(redis_url)
    one, other = SharedStamp(store), SharedStamp(RedisStore(redis_url))
    one.current()
    number = store._say("CLIENT", "ID")
    redis.Redis.from_url(redis_url).client_kill_filter(_id=number)
    for _time in range(3):
        other.move()
        assert one.current() == other.current()
    assert caplog.records == []


@pytest.mark.redis
def test_a_child_process_reads_over_a_connection_of_its_own(redis_url):
    stamp = SharedStamp(RedisStore(redis_url))
    stamp.current()
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:  # it must not come back into the test run
        try:
            stamp.move()
            os.write(writable, stamp.current().encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert stamp.current() == os.read(readable, 100).decode()


@pytest.mark.redis
def test_many_threads_read_and_move_without_mixing_answers(redis_url):
    stamp = SharedStamp(RedisStore(redis_url))
    strange = []

    def work():
        for number in range(100):
            if number % 10 == 0:
                stamp.move()
            if len(stamp.current()) != 22:
                strange.append(stamp.current())

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert strange == []
    assert stamp.current() == SharedStamp(RedisStore(redis_url)).current()


@contextmanager
def silent_server():
    """Give the port of a server that accepts and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


class Faulty:
    """A store of one's own that can be put out of reach."""

    def __init__(self):
        self.token, self.is_down, self.asked = "first", False, 0

    def read(self) -> str:
        self._answer()
        return self.token

    def write(self, token: str) -> None:
        self._answer()
        self.token = token

    def _answer(self) -> None:
        self.asked += 1
        if self.is_down:
            raise redis.ConnectionError("Error 111 connecting.")


@pytest.fixture
def store() -> Faulty:
    return Faulty()


@pytest.fixture
def clock(monkeypatch):
    """Return a list whose one number is the time on the monotonic clock."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_while_the_store_is_down_the_last_known_stamp_serves(store, clock, caplog):
    stamp = SharedStamp(store)
    known = stamp.current()
    store.is_down, store.asked = True, 0
    assert {stamp.current() for _time in range(50)} == {known}
    assert store.asked == 1
    clock[0] += SharedStamp.PAUSE
    assert stamp.current() == known
    assert store.asked == 2
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == len(caplog.records) == 2


def test_without_any_known_stamp_there_is_none(store, clock):
    store.is_down = True
    assert SharedStamp(store).current() is None


def test_a_move_that_could_not_be_told_counts_here_and_is_made_good(store, clock):
    stamp = SharedStamp(store)
    seen = [stamp.current()]
    store.is_down = True
    for _time in range(2):
        stamp.move()
        assert stamp.current() == stamp.current()
        seen.append(stamp.current())
    store.is_down = False
    assert store.token == seen[0]
    clock[0] += SharedStamp.PAUSE
    seen.append(stamp.current())
    assert store.token == seen[-1]
    assert len(set(seen)) == 4
    assert stamp.current() == seen[-1]


def test_a_later_move_settles_what_is_owed(store, clock):
    stamp = SharedStamp(store)
    store.is_down = True
    stamp.move()
    store.is_down = False
    clock[0] += SharedStamp.PAUSE
    stamp.move()
    assert stamp.current() == store.token


def test_a_redis_that_is_not_there_slows_nobody_down(caplog):
    stamp = SharedStamp(RedisStore(f"redis://127.0.0.1:{free_port()}/0"))
    began = time.monotonic()
    for _time in range(100):
        assert stamp.current() is None
        stamp.move()
    assert time.monotonic() - began < 0.5
    assert len(caplog.records) == 1


def test_a_redis_that_does_not_answer_is_waited_for_once(caplog):
    with silent_server() as port:
        stamp = SharedStamp(RedisStore(f"redis://127.0.0.1:{port}/0"))
        began = time.monotonic()
        threads = [threading.Thread(target=stamp.current) for _number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - began < 2 * RedisStore.PATIENCE + 0.3
    assert len(caplog.records) == 1


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_notice_that_redis_is_down(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    shared_stamp.cache_clear()
    try:
        RegionFactory()
        assert Region.objects.exists()
    finally:
        shared_stamp.cache_clear()


@pytest.mark.db
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_database_connection_that_was_closed_is_made_anew(caplog):
    stamp = SharedStamp(DatabaseStore())
    known = stamp.current()
    connection.connection.close()
    assert stamp.current() == known
    assert caplog.records == []
