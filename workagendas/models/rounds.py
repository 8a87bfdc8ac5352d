"""A reporting round: when the leads say how their actions stand, and on which day."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import dutch_required, known_value
from core.models import MayBeExample
from core.permanent_link import PermanentlyLinked, PermanentQuerySet
from core.translation_state import Translated
from workagendas.enums import RoundState


class RoundQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<reference_date>[0-9]{4}-[0-9]{2}-[0-9]{2})"

    def with_identifier(self, identifier: str):
        try:
            date.fromisoformat(identifier)
        except ValueError:
            return self.none()
        return super().with_identifier(identifier)

    def visible_to(self, person):
        """Name, period, reference date and state of a round are public, of open ones too."""
        return self.all()

    def closed(self):
        return self.filter(state=RoundState.CLOSED)

    def latest_first(self):
        return self.order_by("-reference_date")


class ReportingRound(PermanentlyLinked, MayBeExample, Translated):
    """Reports about one period; they say how things stood on the reference date."""

    PLURAL = "reporting-rounds"
    broken_at = {
        "reporting_round_ends_after_it_starts": "ends_on",
        "reporting_round_is_due_after_its_reference_date": "due_on",
    }

    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    reference_date = models.DateField(_("reference date"), unique=True)
    due_on = models.DateField(_("last day to report"))
    state = models.CharField(
        _("state"), max_length=7, choices=RoundState, default=RoundState.PLANNED, editable=False
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["-reference_date"]
        constraints = [
            models.CheckConstraint(
                name="reporting_round_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="reporting_round_within_the_cooperation",
                condition=Q(
                    starts_on__gte=date(2026, 1, 1),
                    reference_date__gte=date(2026, 1, 1),
                    due_on__lt=date(2101, 1, 1),
                ),
                violation_error_message=_("A round is about 2026 or later, and before 2101."),
            ),
            models.CheckConstraint(
                name="reporting_round_is_due_after_its_reference_date",
                condition=Q(due_on__gte=F("reference_date")),
                violation_error_message=_("The last day to report lies before the reference date."),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=RoundState.OPEN),
                name="reporting_round_one_open",
                violation_error_message=_("Another round is open."),
            ),
            known_value("state", RoundState, model="reporting_round", label=_("state")),
            dutch_required("name", model="reporting_round", label=_("name")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('work_agendas')}#rounds"

    @property
    def identifier(self) -> str:
        return self.reference_date.isoformat()
