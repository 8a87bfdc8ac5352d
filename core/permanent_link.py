"""Permanent links: `/id/<plural>/<identifier>` always means one thing, wherever that stands."""

import re

from django.db import models
from django.urls import reverse

from core.models import DomainQuerySet


class PermanentQuerySet(DomainQuerySet):
    """Rows that are found by their identifier.

    `IDENTIFIER` is the pattern of one; its named groups are the lookups that find the row.
    """

    IDENTIFIER: str

    def with_identifier(self, identifier: str):
        """The row with this identifier; no row for what cannot be one."""
        parts = re.fullmatch(self.IDENTIFIER, identifier, re.ASCII)
        return self.filter(**parts.groupdict()) if parts else self.none()

    def called(self, name: str):
        """The row that a program means: by its identifier, or by a shorter name of its kind.

        A shorter name may mean another row later, so no permanent link is made of one.
        """
        return self.with_identifier(name)


class PermanentlyLinked(models.Model):
    """A row with an identifier that people read and that never changes, and a link made of it.

    `PLURAL` is the noun of its kind in permanent links and in the API, like `goals`; `identifier`
    is a property of each kind.
    """

    PLURAL: str
    identifier: str

    class Meta:
        abstract = True

    def get_permanent_url(self) -> str:
        kwargs = {"plural": self.PLURAL, "identifier": self.identifier}
        return reverse("permanent_link", kwargs=kwargs)
