"""What acts have in common, whichever app they belong to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Act(TextChoices):
    """The base of each app's acts: `app.what_was_done`, with words for the audit page."""


class ContentAct(Act):
    """Plain edits of content in the back office and on the translation desk."""

    ADDED = "core.added", _("added something")
    CHANGED = "core.changed", _("changed something")
    DELETED = "core.deleted", _("deleted something")
    CONFIRMED = "core.confirmed", _("said that a translation is still right")
    EXPORTED = "core.exported", _("downloaded texts to translate")


def every_act() -> dict[str, str]:
    """Return `{value: words}` of the acts of all apps, in the order in which apps declare them."""
    return {act.value: act.label for kind in Act.__subclasses__() for act in kind}
