"""What is measured: definitions, and values by region and day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charter.models import Goal
from core.constraints import dutch_required, known_value
from core.days import in_words
from core.models import DomainModel, MayBeExample
from core.numbers import as_it_is
from core.permanent_link import PermanentlyLinked, PermanentQuerySet
from core.translation_state import Translated
from partners.models import Region
from workagendas.enums import Direction, Frequency, ValueStatus


class IndicatorQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<slug>[-\w]+)"

    def visible_to(self, person):
        """Everything that is measured is public."""
        return self.all()

    def published(self):
        return self.all()

    def for_goal(self, goal: Goal):
        return self.filter(goal_links__goal=goal)

    def with_values(self):
        """Fetch values and regional definitions with their regions, in the charter's order."""
        values = IndicatorValue.objects.select_related("region")
        definitions = RegionalDefinition.objects.select_related("region")
        return self.prefetch_related(
            Prefetch("values", values.order_by("region__position", "measured_on")),
            Prefetch("regional_definitions", definitions.order_by("region__position")),
        )


class Indicator(PermanentlyLinked, MayBeExample, Translated):
    """What is measured for goals: one definition, unit and direction.

    Where a region measures by another definition (`RegionalDefinition`) the series are shown beside
    each other and never summed; nor where a sum would mean nothing (`adds_up` is false), such as
    for a share.
    """

    PLURAL = "indicators"
    fixed_fields = ("slug",)
    broken_at = {
        "indicator_baseline_has_its_day": "baseline_on",
        "indicator_target_has_its_day": "target_on",
    }

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"))
    unit = models.CharField(_("unit"), max_length=40)
    direction = models.CharField(_("wanted direction"), max_length=4, choices=Direction)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    frequency = models.CharField(_("how often it is measured"), max_length=11, choices=Frequency)
    source = models.CharField(_("source"), max_length=200)
    adds_up = models.BooleanField(
        _("the regions can be summed"),
        default=False,
        help_text=_("Only for numbers of things that are counted once, in one region."),
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    target_on = models.DateField(_("day of the target"), null=True, blank=True)
    goals = models.ManyToManyField(
        Goal,
        through="IndicatorGoal",
        related_name="indicators",
        blank=True,
        verbose_name=_("goals"),
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]
        constraints = [
            dutch_required("name", model="indicator", label=_("name")),
            dutch_required("definition", model="indicator", label=_("definition")),
            dutch_required("unit", model="indicator", label=_("unit")),
            dutch_required("source", model="indicator", label=_("source")),
            known_value("direction", Direction, model="indicator", label=_("wanted direction")),
            known_value(
                "frequency", Frequency, model="indicator", label=_("how often it is measured")
            ),
            models.CheckConstraint(
                name="indicator_decimals_are_at_most_four",
                condition=Q(decimals__lte=4),
                violation_error_message=_("At most four decimals."),
            ),
            models.CheckConstraint(
                name="indicator_baseline_has_its_day",
                condition=Q(baseline=None, baseline_on=None)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                violation_error_message=_("A baseline has a value and a day, or neither."),
            ),
            models.CheckConstraint(
                name="indicator_target_has_its_day",
                condition=Q(target=None, target_on=None)
                | Q(target__isnull=False, target_on__isnull=False),
                violation_error_message=_("A target has a value and a day, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    @property
    def identifier(self) -> str:
        return self.slug

    @property
    def can_be_summed(self) -> bool:
        """Say whether the regions' values add up to something (`with_values`)."""
        return self.adds_up and not self.regional_definitions.all()

    def get_absolute_url(self) -> str:
        return reverse("indicator", kwargs={"slug": self.slug})


class IndicatorGoal(DomainModel):
    """That an indicator says something about a goal."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="goal_links", verbose_name=_("indicator")
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, related_name="indicator_links", verbose_name=_("goal")
    )

    class Meta:
        verbose_name = _("goal of an indicator")
        verbose_name_plural = _("goals of an indicator")
        ordering = ["indicator", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "goal"],
                name="indicator_goal_once",
                violation_error_message=_("The indicator has this goal already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.goal_id}"


class RegionalDefinition(MayBeExample, Translated):
    """How a region measures, where that is not by the indicator's own definition."""

    broken_at = {"regional_definition_once_a_region": "region"}

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="regional_definitions", verbose_name=_("indicator")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="indicator_definitions", verbose_name=_("region")
    )
    definition = models.TextField(_("definition"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("regional definition")
        verbose_name_plural = _("regional definitions")
        ordering = ["indicator", "region__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region"],
                name="regional_definition_once_a_region",
                violation_error_message=_("This region has a definition of its own already."),
            ),
            dutch_required("definition", model="regional_definition", label=_("definition")),
            dutch_required("source", model="regional_definition", label=_("source")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.region}"


class ValueQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<uid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

    def visible_to(self, person):
        """Everything that was measured is public."""
        return self.all()


class IndicatorValue(PermanentlyLinked, MayBeExample, DomainModel):
    """A value of one region on one day, in the indicator's unit."""

    PLURAL = "indicator-values"
    broken_at = {"indicator_value_once_a_region_and_day": "measured_on"}

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="values", verbose_name=_("indicator")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="indicator_values", verbose_name=_("region")
    )
    measured_on = models.DateField(_("measured on"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    status = models.CharField(
        _("provisional or final"),
        max_length=11,
        choices=ValueStatus,
        default=ValueStatus.PROVISIONAL,
    )

    objects = ValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["indicator", "region__position", "measured_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "measured_on"],
                name="indicator_value_once_a_region_and_day",
                violation_error_message=_("There is a value of this region on this day already."),
            ),
            models.CheckConstraint(
                name="indicator_value_measured_in_our_time",
                condition=Q(measured_on__gte=date(1900, 1, 1)),
                violation_error_message=_("A day from 1900 on."),
            ),
            known_value(
                "status", ValueStatus, model="indicator_value", label=_("provisional or final")
            ),
        ]

    def __str__(self) -> str:
        return f"{in_words(self.measured_on)}: {as_it_is(self.value)}"

    def clean(self) -> None:
        super().clean()
        if self.measured_on and self.measured_on > timezone.localdate():
            raise ValidationError({"measured_on": _("This day is still to come.")})

    @property
    def identifier(self) -> str:
        return str(self.uid)

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()
