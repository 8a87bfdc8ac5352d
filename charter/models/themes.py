"""The themes of a charter, and their goals."""

import re

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charter.enums import CharterState
from charter.models.parts import PartOfCharter, PartOfCharterQuerySet, ReadableQuerySet
from core.constraints import dutch_required
from core.permanent_link import PermanentlyLinked
from core.translation_state import Translated


class ThemeQuerySet(PartOfCharterQuerySet):
    IDENTIFIER = r"(?P<charter__year>[0-9]{4})-(?P<number>[1-9])"

    def called(self, name: str):
        """The theme that is called so; a number alone means the charter in force."""
        if re.fullmatch(r"[1-9]", name, re.ASCII):
            return self.in_force().filter(number=name)
        return super().called(name)

    def with_goals(self):
        """Fetch the goals with it, each knowing its theme and charter."""
        return self.with_charter().prefetch_related("goals")


class Theme(PartOfCharter, Translated):
    """A numbered theme of a charter, with its title as signed."""

    PLURAL = "themes"

    charter = models.ForeignKey(
        "charter.Charter", models.PROTECT, related_name="themes", verbose_name=_("charter")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["charter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "number"],
                name="theme_number_once_in_a_charter",
                violation_error_message=_("The charter has a theme with this number."),
            ),
            models.CheckConstraint(
                name="theme_number_is_one_digit",
                condition=Q(number__range=(1, 9)),
                violation_error_message=_("A theme's number is 1 to 9."),
            ),
            dutch_required("title", model="theme", label=_("title")),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def identifier(self) -> str:
        return f"{self.charter.year}-{self.number}"

    @property
    def anchor(self) -> str:
        return f"theme-{self.number}"


class GoalQuerySet(ReadableQuerySet):
    CODE = r"[1-9][A-Z]"
    IDENTIFIER = rf"(?P<theme__charter__year>[0-9]{{4}})-(?P<code>{CODE})"

    def called(self, name: str):
        """The goal that is called so; a code alone, like 1A, means the charter in force."""
        if re.fullmatch(self.CODE, name):
            return self.in_force().filter(code=name)
        return super().called(name)

    def in_force(self):
        """The goals of the charter in force, in its order."""
        return self.filter(theme__charter__state=CharterState.IN_FORCE)

    def published(self):
        return self.exclude(theme__charter__state=CharterState.DRAFT)

    def with_charter(self):
        return self.select_related("theme__charter")


class Goal(PermanentlyLinked, Translated):
    """A goal of a theme: the official words, and beside them the secretariat's plain ones.

    `code` is the theme's number and the goal's letter, like 1A. `text` was signed. `title`,
    `summary` (one sentence) and `explanation` are the secretariat's and were not. The theme and its
    charter must be loaded with it for its identifier and its address.
    """

    PLURAL = "goals"

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="goals", verbose_name=_("theme"))
    code = models.CharField(_("code"), max_length=2)
    text = models.TextField(_("official text"))
    title = models.CharField(_("short title"), max_length=80, blank=True)
    summary = models.CharField(_("one sentence in plain language"), max_length=160, blank=True)
    explanation = models.TextField(_("explanation in plain language"), blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["theme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "code"],
                name="goal_code_once_in_a_theme",
                violation_error_message=_("The theme has a goal with this code."),
            ),
            models.CheckConstraint(
                name="goal_code_is_number_and_letter",
                condition=Q(code__regex=r"^[1-9][A-Z]\Z"),
                violation_error_message=_("A goal's code is a number and a letter, like 1A."),
            ),
            dutch_required("text", model="goal", label=_("official text")),
            dutch_required("title", model="goal", label=_("short title")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def identifier(self) -> str:
        return f"{self.theme.charter.year}-{self.code}"

    @property
    def letter(self) -> str:
        return self.code[1]

    def get_absolute_url(self) -> str:
        charter = self.theme.charter
        if charter.state == CharterState.IN_FORCE:
            return reverse("goal", kwargs={"code": self.code})
        return reverse("goal_of_year", kwargs={"year": charter.year, "code": self.code})
