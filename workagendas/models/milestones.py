"""The moments by which something must have been reached, and how they were moved."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from core.constraints import dutch_required, known_value
from core.days import in_words
from core.models import DomainModel, MayBeExample
from core.permanent_link import PermanentQuerySet
from core.translation_state import Translated
from workagendas.enums import ENDED
from workagendas.models.actions import Action, outside_period


class MilestoneQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<uid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

    def visible_to(self, person):
        """Those of the actions that the person sees."""
        return self.filter(action__in=Action.objects.visible_to(person))

    def published(self):
        return self.filter(action__in=Action.objects.published())

    def with_moves(self):
        """Fetch how each was moved, the oldest move first."""
        moves = MilestoneMove.objects.order_by("moved_at", "id")
        return self.prefetch_related(Prefetch("moves", moves))

    def of_running_actions(self):
        """Leave out those of actions that were completed or stopped."""
        return self.exclude(action__state__in=ENDED)

    def achieved(self):
        return self.filter(achieved_on__isnull=False)

    def late_on(self, day: date):
        """Those that should have been reached by that day and were not."""
        return self.filter(achieved_on=None, due_on__lt=day)

    def due_between(self, first: date, last: date):
        return self.filter(achieved_on=None, due_on__range=(first, last))


class Milestone(MayBeExample, Translated):
    """A moment in an action. Its day is moved by an act alone, which keeps the old one."""

    PLURAL = "milestones"

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="milestones", verbose_name=_("action")
    )
    title = models.CharField(_("title"), max_length=160)
    due_on = models.DateField(_("due on"))
    achieved_on = models.DateField(_("achieved on"), null=True, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(achieved_on=None), name="milestone_open_by_due_day"
            )
        ]
        constraints = [dutch_required("title", model="milestone", label=_("title"))]

    def __str__(self) -> str:
        return self.title

    def save(self, **options):
        """Write the row; what belongs to an example is one."""
        self.is_example = self.is_example or self.action.is_example
        super().save(**options)

    save.alters_data = True

    def clean(self) -> None:
        super().clean()
        if self.action_id is None:
            return
        errors, agenda = {}, self.action.agenda
        if self.due_on and not agenda.first_day <= self.due_on <= agenda.last_day:
            errors["due_on"] = outside_period(agenda)
        if refused := self.why_not_achieved_on(self.achieved_on) if self.achieved_on else None:
            errors["achieved_on"] = refused
        if errors:
            raise ValidationError(errors)

    @property
    def identifier(self) -> str:
        return str(self.uid)

    @property
    def anchor(self) -> str:
        return f"milestone-{self.uid}"

    def why_not_achieved_on(self, day: date) -> str | None:
        """Return what is wrong with a day on which it was reached; its agenda must be loaded."""
        if day > timezone.localdate():
            return _("This day is still to come.")
        if day < self.action.agenda.first_day:
            return _("This day lies before the period of the agenda.")
        return None

    def is_late_on(self, day: date) -> bool:
        return self.achieved_on is None and self.due_on < day

    def get_absolute_url(self) -> str:
        return f"{self.action.get_absolute_url()}#{self.anchor}"


class MilestoneMove(MayBeExample, DomainModel):
    """That a milestone was moved: from which day to which, and why, in the words of who moved it.

    Rows are only ever added.
    """

    milestone = models.ForeignKey(
        Milestone, models.CASCADE, related_name="moves", verbose_name=_("milestone")
    )
    was_due_on = models.DateField(_("was due on"))
    due_on = models.DateField(_("due on"))
    reason = models.CharField(_("reason"), max_length=300)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    moved_at = models.DateTimeField(_("moved at"))

    class Meta:
        verbose_name = _("moved milestone")
        verbose_name_plural = _("moved milestones")
        ordering = ["milestone", "moved_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="milestone_move_to_another_day",
                condition=~Q(was_due_on=F("due_on")),
                violation_error_message=_("The milestone has this day already."),
            ),
            models.CheckConstraint(
                name="milestone_move_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the milestone is moved."),
            ),
            known_value("language", Language, model="milestone_move", label=_("language")),
        ]

    def __str__(self) -> str:
        return f"{in_words(self.was_due_on)} → {in_words(self.due_on)}"
