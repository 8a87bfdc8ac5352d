"""Domain errors: failures that a person can understand and that change nothing."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An expected failure. `str()` is a sentence for the reader, in the active language."""


class EditedMeanwhile(DomainError):
    """The row was changed or deleted by somebody else since it was read."""

    def __init__(self, row):
        self.row = row
        super().__init__(
            _(
                "This was changed while you were editing, by somebody else or by you in another "
                "window. Nothing was overwritten."
            )
        )


class ForbiddenTransition(DomainError):
    """The state does not allow this act. Shown as a message in pages, as 409 in the API."""

    def __init__(self, current, wanted):
        self.current, self.wanted = current, wanted
        super().__init__(
            _("This cannot go from “{current}” to “{wanted}”.").format(
                current=current.label, wanted=wanted.label
            )
        )


class NotAllowed(DomainError, PermissionDenied):
    """The person may see this but not do it: 403 in pages and API."""

    def __init__(self):
        super().__init__(_("Your role does not allow this."))
