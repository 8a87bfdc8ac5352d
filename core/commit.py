"""What is done once a transaction is committed, and once only."""

from collections.abc import Callable

from django.db import connections, transaction


def once_after_commit(function: Callable[[], None], *, using: str | None = None) -> None:
    """The function runs once when the transaction is committed; outside one, now.

    Django forgets what was registered in a savepoint that is rolled back, so its own list is asked
    whether the function is registered already. Whatever it raises is logged; the commit stands.
    """
    registered = connections[using or "default"].run_on_commit
    if not any(each is function for _savepoints, each, _robust in registered):
        transaction.on_commit(function, using=using, robust=True)
