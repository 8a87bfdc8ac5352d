"""When content changes: the stamp moves once for each transaction that is committed."""

from functools import cache

from django.db import models

from core.commit import once_after_commit
from core.freshness.stamp import shared_stamp


def content_changed(using: str) -> None:
    """The stamp moves when the transaction on that database is committed; outside one, now."""
    once_after_commit(move_the_stamp, using=using)


def move_the_stamp() -> None:
    shared_stamp().move()


@cache
def takes_content_along(model: type[models.Model]) -> bool:
    """Say whether content goes or changes when a row of the model is deleted.

    That is so for content itself, and for what content points at, however far away.
    """
    seen, waiting = set(), [model]
    while waiting:
        here = waiting.pop()
        if getattr(here, "is_content", False):
            return True
        if here not in seen:
            seen.add(here)
            waiting += [relation.related_model for relation in here._meta.related_objects]
    return False
