"""The stamp: one token that every process reads, and that moves when something public changes."""

import logging
import time
from functools import cache

from django.conf import settings

from core.freshness.stores import STORE_ERRORS, DatabaseStore, RedisStore, new_token

logger = logging.getLogger(__name__)


class SharedStamp:
    """The stamp in a store that may fail, which neither a reader nor a writer ever notices.

    After a failure the store is left alone for `PAUSE` seconds. Meanwhile the last known stamp
    serves; a move that could not be told is owed, and made good at the first reading after that.
    """

    PAUSE = 5.0  # seconds

    def __init__(self, store):
        self._store = store
        self._known: str | None = None
        self._owed: str | None = None  # what stands for the stamp here until the store knows
        self._asks_again_at = 0.0  # on the monotonic clock; 0 is now

    def current(self) -> str | None:
        """Return the stamp as it is now, or as it was last known; None when it never was."""
        if not self._is_pausing():
            try:
                if self._owed:
                    self._make_good()
                self._known = self._store.read()
            except STORE_ERRORS as error:
                self._pause(error)
        return self._known and (self._owed or self._known)

    def move(self) -> None:
        """From now on nothing that was made before is current."""
        token = new_token()
        if self._is_pausing():
            self._owed = token
            return
        try:
            self._store.write(token)
        except STORE_ERRORS as error:
            self._owed = token
            self._pause(error)
        else:
            self._known, self._owed = token, None

    def _make_good(self) -> None:
        owed = self._owed
        # Not the owed token itself: two threads may be here, and no stamp comes back.
        self._store.write(new_token())
        if self._owed is owed:
            self._owed = None

    def _is_pausing(self) -> bool:
        return bool(self._asks_again_at) and time.monotonic() < self._asks_again_at

    def _pause(self, error: Exception) -> None:
        if self._is_pausing():
            return  # another thread has just said so
        self._asks_again_at = time.monotonic() + self.PAUSE
        logger.warning(
            "The store of the freshness stamp does not answer; the last known stamp serves, "
            "and it is asked again in %d seconds. %s",
            self.PAUSE,
            error,
        )


@cache
def shared_stamp() -> SharedStamp:
    """Return the stamp of this portal, where the settings keep it."""
    return SharedStamp(RedisStore(settings.REDIS_URL) if settings.REDIS_URL else DatabaseStore())
