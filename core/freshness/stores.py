"""Where the stamp is: in Redis, or in the database where there is no Redis.

A store has `read()` and `write(token)`, and raises one of `STORE_ERRORS` when it cannot be reached.
"""

import os
import secrets
import time
import uuid
from contextlib import contextmanager
from threading import Lock

import redis
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection
from redis.backoff import NoBackoff
from redis.maint_notifications import MaintNotificationsConfig
from redis.retry import Retry

STORE_ERRORS = (redis.RedisError, DatabaseError, OSError)


def new_token() -> str:
    """Return a token that never was: an emptied store must not bring an old one back."""
    return secrets.token_urlsafe(16)


class RedisStore:
    """The stamp in Redis 6 or newer, which tells each process when it moves.

    Redis sends a message to whoever read the key when it changes, is removed or expires (`CLIENT
    TRACKING`). While the connection is silent the token that was read is the one that stands, so
    that reading it mostly costs a look at the connection instead of a round trip. A connection that
    was silent for `SURE_FOR` seconds is asked again, in case it broke without a sign.
    """

    KEY = "portal:stamp"
    PATIENCE = 0.2  # seconds, for connecting and for each answer
    SURE_FOR = 1.0  # seconds

    def __init__(self, url: str):
        self._connections = redis.ConnectionPool.from_url(
            url,
            protocol=3,
            socket_timeout=self.PATIENCE,
            socket_connect_timeout=self.PATIENCE,
            retry=Retry(NoBackoff(), 0),
            driver_info=None,
            maint_notifications_config=MaintNotificationsConfig(enabled=False),
        )
        self._start_afresh()
        # A child must not read from the connection of its parent.
        os.register_at_fork(after_in_child=self._start_afresh)

    def _start_afresh(self) -> None:
        self._lock = Lock()
        self._connection: redis.Connection | None = None
        self._token = ""
        self._sure_until = self._failed_at = 0.0  # on the monotonic clock

    def read(self) -> str:
        """Return the stamp; make one where there is none."""
        began = time.monotonic()
        with self._lock:
            if began <= self._failed_at:
                # Somebody else found out while this thread waited for its turn.
                raise redis.ConnectionError("Redis did not answer.")
            if began < self._sure_until and not self._has_news():
                return self._token
            with self._giving_up_on_failure():
                return self._learn() or self._make()

    def write(self, token: str) -> None:
        """The stamp is this token, and every process has been told."""
        with self._lock, self._giving_up_on_failure():
            self._ask("SET", self.KEY, token)
            # The answer to a second question comes after Redis told the others about the first.
            self._learn()

    def _learn(self) -> str | None:
        found = self._ask("GET", self.KEY)
        if found is None:
            return None
        self._token = found.decode()
        self._sure_until = time.monotonic() + self.SURE_FOR
        return self._token

    def _make(self) -> str:
        self._ask("SET", self.KEY, new_token(), "NX")
        return self._learn() or self._make()

    def _has_news(self) -> bool:
        try:
            return self._connection.can_read(0)
        except redis.RedisError:
            self._drop_connection()
            return True

    def _ask(self, *command: str):
        """Return the answer; once more over a new connection if the kept one was closed."""
        if self._connection is not None:
            try:
                return self._say(*command)
            except redis.ConnectionError:
                self._drop_connection()
        self._connection = self._connections.make_connection()
        self._connection.connect()
        self._say("CLIENT", "TRACKING", "ON")
        return self._say(*command)

    def _say(self, *command: str):
        self._connection.send_command(*command)
        return self._connection.read_response()  # passes over the messages about changes

    @contextmanager
    def _giving_up_on_failure(self):
        try:
            yield
        except (redis.RedisError, OSError):
            self._failed_at, self._sure_until = time.monotonic(), 0.0
            self._drop_connection()
            raise

    def _drop_connection(self) -> None:
        """Never use it again: it would connect anew by itself, and be told nothing."""
        if self._connection is not None:
            self._connection.disconnect()
        self._connection = None


class DatabaseStore:
    """The stamp in the one row of `core.Stamp`, read in plain SQL: one short query a request.

    It is read outside Django's cycle of a request, over the connection of the thread, which stays
    open: the next request that Django itself answers closes it when it is too old.
    """

    READ = "SELECT token FROM core_stamp WHERE id = 1"
    INSERT = "INSERT INTO core_stamp (id, uid, version, token) VALUES (1, %s, 1, %s) "
    MAKE = INSERT + "ON CONFLICT (id) DO NOTHING"
    WRITE = INSERT + "ON CONFLICT (id) DO UPDATE SET token = excluded.token"

    def read(self) -> str:
        """Return the stamp; make one where there is none."""
        found = self._fetch()
        if found is None:
            self._insert(self.MAKE, new_token())
            found = self._fetch()
        return found[0]

    def write(self, token: str) -> None:
        """The stamp is this token."""
        self._insert(self.WRITE, token)

    def _insert(self, statement: str, token: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [uuid.uuid4().hex, token])

    def _fetch(self) -> tuple[str] | None:
        try:
            return self._fetch_once()
        except (OperationalError, InterfaceError):
            # A connection that was kept may have been closed by the server meanwhile.
            if connection.in_atomic_block:
                raise
            connection.close()
            return self._fetch_once()

    def _fetch_once(self) -> tuple[str] | None:
        with connection.cursor() as cursor:
            cursor.execute(self.READ)
            return cursor.fetchone()
