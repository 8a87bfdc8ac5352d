"""What a charter and its parts have in common: who may read them, and where they stand."""

from charter.enums import CharterState
from core.permanent_link import PermanentlyLinked, PermanentQuerySet


class ReadableQuerySet(PermanentQuerySet):
    """Rows that are drafts until they are `published()`, which each kind says in its own way."""

    def visible_to(self, person):
        """What is published; drafts too for who reads them in the back office."""
        return self.all() if person.has_perm("charter.view_charter") else self.published()


class PartOfCharterQuerySet(ReadableQuerySet):
    def in_force(self):
        """The parts of the charter in force, in its order."""
        return self.filter(charter__state=CharterState.IN_FORCE)

    def published(self):
        """The parts of the charters that everybody may read."""
        return self.exclude(charter__state=CharterState.DRAFT)

    def with_charter(self):
        return self.select_related("charter")


class PartOfCharter(PermanentlyLinked):
    """A row that stands on the page of its charter, at its `anchor`.

    The charter must be loaded with it for its identifier and its address.
    """

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return f"{self.charter.get_absolute_url()}#{self.anchor}"
