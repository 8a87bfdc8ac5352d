"""How each region sees its own effort, benefit and burden in an action."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.roles import Role, has_role
from core.constraints import known_value
from core.models import DomainModel, MayBeExample
from core.permanent_link import PermanentQuerySet
from partners.models import Organisation, Region
from workagendas.enums import ALL_REGIONS, PUBLISHED_AGENDAS
from workagendas.models.actions import Action
from workagendas.models.agendas import WorkAgenda

WORDS = ("effort", "benefit", "burden")
LEVELS = (0, 3)  # from none to much, beside each of the words


class StakeQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<uid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

    def published(self):
        """Those of public actions, in agendas for which every region agreed."""
        agreed = (
            StakeConsent.objects.values("agenda")
            .annotate(regions=models.Count("region"))
            .filter(regions=ALL_REGIONS)
        )
        return self.filter(
            action__is_public=True,
            action__agenda__state__in=PUBLISHED_AGENDAS,
            action__agenda__in=agreed.values("agenda"),
        )

    def visible_to(self, person):
        """What is published; all for secretariat and task force; one's own region's for others."""
        if has_role(person, Role.SECRETARIAT, Role.TASK_FORCE):
            return self.all()
        seen = Q(pk__in=self.published().values("pk"))
        inside = (Role.PARTNER, Role.COORDINATOR, Role.LIAISON)
        if has_role(person, *inside) and person.organisation_id is not None:
            region = Organisation.objects.filter(pk=person.organisation_id).values("region")
            seen |= Q(region__in=region, action__in=Action.objects.visible_to(person))
        return self.filter(seen)

    def in_order(self):
        """In the charter's order of regions."""
        return self.select_related("region").order_by("region__position", "id")


def _level(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, help_text=_("0 is none, 3 is much. Words come first.")
    )


def _has_words(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"region_stake_{name}_level_has_words",
        condition=Q(**{f"{name}_level": None})
        | (Q(**{f"{name}_level__range": LEVELS}) & ~Q(**{name: ""})),
        violation_error_message=_("A number is 0 to 3 and stands beside words, never alone."),
    )


class RegionStake(MayBeExample, DomainModel):
    """How one region sees its part in an action: in its own words, and a number from 0 to 3.

    Each region writes for itself alone. It is internal until all three regions agree to publish
    what they wrote about an agenda's actions (`StakeConsent`).
    """

    PLURAL = "region-stakes"

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="stakes", verbose_name=_("action")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="stakes", verbose_name=_("region")
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.DUTCH
    )
    effort = models.TextField(_("effort"), max_length=1000, blank=True)
    effort_level = _level(_("effort, 0 to 3"))
    benefit = models.TextField(_("benefit"), max_length=1000, blank=True)
    benefit_level = _level(_("benefit, 0 to 3"))
    burden = models.TextField(_("burden"), max_length=1000, blank=True)
    burden_level = _level(_("burden, 0 to 3"))

    objects = StakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of a region")
        verbose_name_plural = _("views of regions")
        ordering = ["action", "region__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "region"],
                name="region_stake_once_an_action",
                violation_error_message=_("This region said how it sees the action already."),
            ),
            models.CheckConstraint(
                name="region_stake_says_something",
                condition=~Q(effort="", benefit="", burden=""),
                violation_error_message=_("Say at least one thing: effort, benefit or burden."),
            ),
            _has_words("effort"),
            _has_words("benefit"),
            _has_words("burden"),
            known_value("language", Language, model="region_stake", label=_("language")),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.region_id}"

    @property
    def identifier(self) -> str:
        return str(self.uid)


class StakeConsent(MayBeExample, DomainModel):
    """That a region agrees to publish how the regions see the actions of an agenda."""

    agenda = models.ForeignKey(
        WorkAgenda, models.CASCADE, related_name="stake_consents", verbose_name=_("work agenda")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="stake_consents", verbose_name=_("region")
    )
    agreed_at = models.DateTimeField(_("agreed at"))

    class Meta:
        verbose_name = _("agreement to publish")
        verbose_name_plural = _("agreements to publish")
        ordering = ["agenda", "region__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "region"],
                name="stake_consent_once_a_region",
                violation_error_message=_("This region has agreed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agenda_id}: {self.region_id}"
