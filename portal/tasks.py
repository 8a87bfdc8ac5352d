"""What Celery does for the portal as a whole. Each task can run twice and beside itself."""

import logging
import time

from celery import shared_task
from django.db.models import Model
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from portal.search.index import refresh
from portal.search.sources import every_source, sources_of

logger = logging.getLogger(__name__)


@shared_task
def refresh_search(kinds: list[str] | None = None) -> None:
    """The search finds these kinds of rows (None: all kinds) as they are now."""
    for source in every_source():
        if kinds is None or source.kind in kinds:
            refresh(source)


def follow_changes(changed: frozenset[type[Model]]) -> None:
    """Celery was asked to bring up to date what the search knows of these models.

    When the broker cannot be reached the act stands, and the next night heals the search.
    """
    kinds = [str(source.kind) for source in sources_of(changed)]
    if not kinds or time.monotonic() < _Broker.asked_again_at:
        return
    try:
        refresh_search.delay(kinds)
    except (KombuError, RedisError, OSError) as error:
        _Broker.asked_again_at = time.monotonic() + _Broker.PAUSE
        logger.warning("Celery’s broker cannot be reached: %s.", type(error).__name__)


class _Broker:
    """After a failure the broker is left alone for a while, so that no act waits for it."""

    PAUSE = 5  # seconds
    asked_again_at = 0.0  # of all threads of the process
