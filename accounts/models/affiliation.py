"""Where a person belongs over time, and who stands in during leave."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import DomainModel, DomainQuerySet
from partners.models import Organisation


class Affiliation(DomainModel):
    """A person's time at one organisation. What the person did then stays with that organisation.

    `User.organisation` is the one that has not ended.
    """

    is_content = False

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="affiliations",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["person", "-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until=None),
                name="affiliation_one_at_a_time",
                violation_error_message=_("A person belongs to one organisation at a time."),
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_it_starts",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.organisation_id}"


class DeputyQuerySet(DomainQuerySet):
    def on(self, day: date):
        """The terms that run on that day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def overlapping(self, starts_on: date, ends_on: date):
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)


class Deputy(DomainModel):
    """Somebody who stands in for a colleague, from one day through another."""

    is_content = False

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="deputies",
        verbose_name=_("person"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="stands_in_for",
        verbose_name=_("deputy"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("through"))

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="deputy_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="deputy_is_somebody_else",
                condition=~Q(person=F("deputy")),
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}"
