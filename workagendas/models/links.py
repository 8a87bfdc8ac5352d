"""How an action hangs together with goals, organisations and other actions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charter.models import Goal
from core.models import DomainModel
from core.translation_state import Translated
from partners.models import Organisation


def has_left(organisation: Organisation) -> ValidationError | None:
    """Return what to say of an organisation that left and is given a new part."""
    if not organisation.has_left(timezone.localdate()):
        return None
    return ValidationError(
        _("%(name)s left the cooperation on %(day)s."),
        code="left",
        params={"name": organisation, "day": f"{organisation.left_on:%d-%m-%Y}"},
    )


def keeps(row: DomainModel, name: str) -> bool:
    """Say whether the row is stored with this related row: who left keeps the part that it had."""
    kept = {"pk": row.pk, name: getattr(row, f"{name}_id")}
    return row.pk is not None and type(row)._base_manager.filter(**kept).exists()


class ActionGoal(DomainModel):
    """A further goal that an action serves."""

    action = models.ForeignKey(
        "workagendas.Action", models.CASCADE, related_name="goal_links", verbose_name=_("action")
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, related_name="action_links", verbose_name=_("goal")
    )

    class Meta:
        verbose_name = _("further goal")
        verbose_name_plural = _("further goals")
        ordering = ["action", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "goal"],
                name="action_goal_once",
                violation_error_message=_("The action has this goal already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.goal_id}"

    def clean(self) -> None:
        super().clean()
        if self.action_id and self.goal_id and self.action.main_goal_id == self.goal_id:
            raise ValidationError({"goal": _("This is the main goal already.")})


class Participation(Translated):
    """An organisation that takes part in an action, with its part in words."""

    broken_at = {"participation_once_an_organisation": "organisation"}

    action = models.ForeignKey(
        "workagendas.Action",
        models.CASCADE,
        related_name="participations",
        verbose_name=_("action"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    part = models.CharField(
        _("what it does"), max_length=300, blank=True, help_text=_("In one sentence.")
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name = _("partner in an action")
        verbose_name_plural = _("partners in an action")
        ordering = ["action", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "organisation"],
                name="participation_once_an_organisation",
                violation_error_message=_("This organisation takes part already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def clean(self) -> None:
        super().clean()
        if self.organisation_id is None:
            return
        if self.action_id and self.organisation_id == self.action.lead_id:
            raise ValidationError({"organisation": _("This organisation leads the action.")})
        is_new = not keeps(self, "organisation")
        if refused := has_left(self.organisation) if is_new else None:
            raise ValidationError({"organisation": refused})


class ActionRelation(DomainModel):
    """Two actions that have to do with each other. Kept once, the older row first."""

    first = models.ForeignKey(
        "workagendas.Action",
        models.CASCADE,
        related_name="later_relations",
        verbose_name=_("action"),
    )
    second = models.ForeignKey(
        "workagendas.Action",
        models.CASCADE,
        related_name="earlier_relations",
        verbose_name=_("related action"),
    )

    class Meta:
        verbose_name = _("related action")
        verbose_name_plural = _("related actions")
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="action_relation_once",
                violation_error_message=_("These actions are related already."),
            ),
            models.CheckConstraint(
                name="action_relation_older_first",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("An action is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"


class ActionDependency(DomainModel):
    """That an action needs another one first. There are no cycles (`workflow.dependencies`)."""

    action = models.ForeignKey(
        "workagendas.Action", models.CASCADE, related_name="needs_links", verbose_name=_("action")
    )
    needs = models.ForeignKey(
        "workagendas.Action",
        models.PROTECT,
        related_name="needed_links",
        verbose_name=_("depends on"),
    )

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ["action", "needs"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "needs"],
                name="action_dependency_once",
                violation_error_message=_("The action depends on this one already."),
            ),
            models.CheckConstraint(
                name="action_dependency_on_another",
                condition=~Q(action=F("needs")),
                violation_error_message=_("An action cannot depend on itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} needs {self.needs_id}"
