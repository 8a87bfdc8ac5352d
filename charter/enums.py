"""States of a charter and the parts of its text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.enums import Act
from core.transitions import Transitions


class CharterState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("superseded")


CHARTER_TRANSITIONS = Transitions(
    {
        CharterState.DRAFT: {CharterState.IN_FORCE},
        CharterState.IN_FORCE: {CharterState.SUPERSEDED},
    }
)


class CharterAct(Act):
    TEXT_RECORDED = "charter.text_recorded", _("recorded the signed text")
    TRANSLATION_ATTACHED = "charter.translation_attached", _("attached a translation")
    BROUGHT_INTO_FORCE = "charter.brought_into_force", _("brought a charter into force")
    SUPERSEDED = "charter.superseded", _("superseded a charter")


class Part(TextChoices):
    """Where a paragraph stands: before the themes, below a theme's goals, or after them all."""

    OPENING = "opening", _("opening")
    THEME = "theme", _("theme")
    CLOSING = "closing", _("closing")
