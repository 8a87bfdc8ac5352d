"""When content changes: once for each transaction that is committed, the stamp moves and listeners
hear which models changed.

Listeners are what is made from content and kept somewhere, like the index of the search. They are
told afterwards: what one of them raises is logged, and the commit stands.
"""

from collections.abc import Callable
from functools import cache

from django.db import connections, models, transaction

from core.commit import once_after_commit
from core.freshness.stamp import shared_stamp

Models = frozenset[type[models.Model]]

_listeners: list[Callable[[Models], None]] = []


def listen(listener: Callable[[Models], None]) -> None:
    """The listener hears of every committed change of content from now on."""
    if listener not in _listeners:
        _listeners.append(listener)


def content_changed(using: str, *changed: type[models.Model]) -> None:
    """The stamp moves and listeners hear it when the transaction on that database is committed.

    Outside a transaction that is now.
    """
    once_after_commit(move_the_stamp, using=using)
    _tell_after_commit(using or "default", changed)


def move_the_stamp() -> None:
    shared_stamp().move()


@cache
def content_taken_along(model: type[models.Model]) -> Models:
    """Return the content that goes or changes when a row of the model is deleted.

    That is content itself, and what content points at, however far away.
    """
    seen, waiting = set(), [model]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += [relation.related_model for relation in here._meta.related_objects]
    return frozenset(each for each in seen if getattr(each, "is_content", False))


class _News:
    """Which models a transaction changes, to `tell` the listeners when it is committed."""

    def __init__(self):
        self.changed: set[type[models.Model]] = set()

    def tell(self) -> None:
        for listener in _listeners:
            listener(frozenset(self.changed))


def _tell_after_commit(using: str, changed: tuple[type[models.Model], ...]) -> None:
    # As in `once_after_commit`, Django's own list says what is still registered: it forgets what
    # belongs to a savepoint that is rolled back. What such a savepoint added to news from before
    # it stays, and is told too much; whoever listens looks for differences anyway.
    registered = connections[using].run_on_commit
    owners = (getattr(each, "__self__", None) for _savepoints, each, _robust in registered)
    waiting = next((owner for owner in owners if isinstance(owner, _News)), None)
    news = waiting or _News()
    news.changed |= {each._meta.concrete_model for each in changed}
    if not waiting:
        transaction.on_commit(news.tell, using=using, robust=True)
