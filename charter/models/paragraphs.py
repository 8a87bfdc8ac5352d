"""The paragraphs of the signed text around the goals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charter.enums import Part
from charter.models.parts import PartOfCharter, PartOfCharterQuerySet
from charter.models.themes import Theme
from core.constraints import dutch_required, known_value
from core.translation_state import Translated


class ParagraphQuerySet(PartOfCharterQuerySet):
    IDENTIFIER = r"(?P<charter__year>[0-9]{4})-(?P<anchor>[-\w]+)"


class Paragraph(PartOfCharter, Translated):
    """A paragraph of the signed text, with an anchor that never changes."""

    PLURAL = "paragraphs"

    charter = models.ForeignKey(
        "charter.Charter", models.PROTECT, related_name="paragraphs", verbose_name=_("charter")
    )
    part = models.CharField(_("part"), max_length=8, choices=Part)
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paragraphs",
        verbose_name=_("theme"),
    )
    position = models.PositiveSmallIntegerField(_("place in the charter"))
    anchor = models.SlugField(_("anchor"), max_length=40)
    text = models.TextField(_("official text"))

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["charter", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "position"],
                name="paragraph_one_at_a_place",
                violation_error_message=_("Another paragraph stands at this place."),
            ),
            models.UniqueConstraint(
                fields=["charter", "anchor"],
                name="paragraph_anchor_once_in_a_charter",
                violation_error_message=_("Another paragraph of the charter has this anchor."),
            ),
            models.CheckConstraint(
                name="paragraph_theme_only_in_theme_part",
                condition=Q(part=Part.THEME, theme__isnull=False)
                | (~Q(part=Part.THEME) & Q(theme=None)),
                violation_error_message=_(
                    "A paragraph of a theme names the theme; another paragraph names none."
                ),
            ),
            known_value("part", Part, model="paragraph", label=_("part")),
            dutch_required("text", model="paragraph", label=_("official text")),
        ]

    def __str__(self) -> str:
        return self.anchor

    @property
    def identifier(self) -> str:
        return f"{self.charter.year}-{self.anchor}"
