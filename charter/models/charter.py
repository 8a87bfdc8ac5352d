"""A charter that was signed."""

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charter.enums import CharterState
from charter.models.paragraphs import Paragraph
from charter.models.parts import ReadableQuerySet
from charter.models.signatures import Signature
from charter.models.themes import Goal, Theme
from core.constraints import dutch_required, known_value
from core.permanent_link import PermanentlyLinked
from core.translation_state import Translated


class CharterQuerySet(ReadableQuerySet):
    IDENTIFIER = r"(?P<year>[0-9]{4})"

    def in_force(self):
        return self.filter(state=CharterState.IN_FORCE)

    def published(self):
        """The charters that everybody may read: the one in force and those before it."""
        return self.exclude(state=CharterState.DRAFT)

    def with_text(self):
        """Fetch the whole text with it, in a fixed number of queries.

        Each part is in the order within its charter, which spares the joins of the order of all.
        """
        return self.prefetch_related(
            Prefetch("themes", Theme.objects.order_by("number")),
            Prefetch("themes__goals", Goal.objects.order_by("code")),
            Prefetch("paragraphs", Paragraph.objects.order_by("position")),
            Prefetch("signatures", Signature.objects.order_by("position")),
            "signatures__organisations",
        )


class Charter(PermanentlyLinked, Translated):
    """A charter that was signed. One is in force; earlier ones keep an address with their year."""

    PLURAL = "charters"

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CharterState, default=CharterState.DRAFT, editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=300)
    signed_on = models.DateField(_("signed on"))
    signed_in = models.CharField(_("signed in"), max_length=80)
    signing_line = models.CharField(_("line of place and date"), max_length=120)

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=CharterState.IN_FORCE),
                name="charter_one_in_force",
                violation_error_message=_("Another charter is in force."),
            ),
            models.CheckConstraint(
                name="charter_year_is_that_of_signing",
                condition=Q(signed_on__year=models.F("year")),
                violation_error_message=_("The year is not that of the date of signing."),
            ),
            known_value("state", CharterState, model="charter", label=_("state")),
            dutch_required("title", model="charter", label=_("title")),
            dutch_required("subtitle", model="charter", label=_("subtitle")),
            dutch_required("signing_line", model="charter", label=_("line of place and date")),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"

    @property
    def identifier(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        if self.state == CharterState.IN_FORCE:
            return reverse("charter")
        return reverse("charter_of_year", kwargs={"year": self.year})
