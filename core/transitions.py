"""Which state may follow which: one table for each kind of object that has states."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from django.db.models import TextChoices

from core.errors import ForbiddenTransition


@dataclass(frozen=True)
class Transitions:
    """A table `{state: states that may follow}`; a state that is not a key is an end state."""

    table: Mapping[TextChoices, Set[TextChoices]]

    def allow(self, current: TextChoices, wanted: TextChoices) -> bool:
        return wanted in self.table.get(current, frozenset())

    def check(self, current: TextChoices, wanted: TextChoices) -> None:
        """Raise `ForbiddenTransition` unless `wanted` may follow `current`."""
        if not self.allow(current, wanted):
            raise ForbiddenTransition(current, wanted)
