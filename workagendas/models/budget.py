"""What an action costs and who pays: internal, unless a line is made public."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import dutch_required
from core.models import MayBeExample
from core.permanent_link import PermanentlyLinked, PermanentQuerySet
from core.translation_state import Translated
from partners.models import Organisation
from workagendas.models.actions import Action


class FundingSourceQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<code>[-\w]{1,30})"

    def visible_to(self, person):
        """All of them, for everybody."""
        return self.all()


class FundingSource(PermanentlyLinked, MayBeExample, Translated):
    """Where money comes from: a programme, or the partners' own means."""

    PLURAL = "funding-sources"

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    period = models.CharField(
        _("period"), max_length=20, blank=True, help_text=_("Empty means unknown, or always.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = FundingSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        ordering = ["code"]
        constraints = [dutch_required("name", model="funding_source", label=_("name"))]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def identifier(self) -> str:
        return self.code


class BudgetLine(MayBeExample, Translated):
    """An amount in euro for an action."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="budget_lines", verbose_name=_("action")
    )
    funding = models.ForeignKey(
        FundingSource,
        models.PROTECT,
        related_name="budget_lines",
        verbose_name=_("funding source"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("organisation"),
    )
    amount = models.DecimalField(_("amount in euro"), max_digits=12, decimal_places=2)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["action", "id"]
        constraints = [
            models.CheckConstraint(
                name="budget_line_amount_is_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("An amount is zero or more."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.funding} {self.amount}"

    def save(self, **options):
        """Write the row; what belongs to an example is one."""
        self.is_example = self.is_example or self.action.is_example
        super().save(**options)

    save.alters_data = True
