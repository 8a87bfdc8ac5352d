"""The charter as signed: themes, goals, paragraphs and signatures, each with a lasting address."""

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charter.enums import CharterState, Part
from core.constraints import dutch_required, known_value
from core.models import DomainModel, DomainQuerySet
from core.translation_state import Translated
from partners.models import Organisation, Region


class CharterQuerySet(DomainQuerySet):
    def in_force(self):
        return self.filter(state=CharterState.IN_FORCE)

    def published(self):
        """The charters that everybody may read: the one in force and those before it."""
        return self.exclude(state=CharterState.DRAFT)

    def with_text(self):
        """Fetch the whole text with it, in a fixed number of queries."""
        return self.prefetch_related(
            Prefetch("themes", Theme.objects.with_goals().prefetch_related("paragraphs")),
            "paragraphs",
            Prefetch("signatures", Signature.objects.prefetch_related("organisations")),
        )


class Charter(Translated):
    """A charter that was signed. One is in force; earlier ones keep an address with their year."""

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

    def get_absolute_url(self) -> str:
        if self.state == CharterState.IN_FORCE:
            return reverse("charter")
        return self.get_permanent_url()

    def get_permanent_url(self) -> str:
        """Return the address that keeps meaning this charter when a later one is in force."""
        return reverse("charter_of_year", kwargs={"year": self.year})


class ThemeQuerySet(DomainQuerySet):
    def in_force(self):
        """The themes of the charter in force, in its order."""
        return self.filter(charter__state=CharterState.IN_FORCE)

    def with_goals(self):
        """Fetch the goals with it, each knowing its theme and charter."""
        return self.prefetch_related(Prefetch("goals", Goal.objects.with_charter()))


class Theme(Translated):
    """A numbered theme of a charter, with its title as signed."""

    charter = models.ForeignKey(
        Charter, models.PROTECT, related_name="themes", verbose_name=_("charter")
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
    def anchor(self) -> str:
        return f"theme-{self.number}"


class GoalQuerySet(DomainQuerySet):
    def in_force(self):
        """The goals of the charter in force, in its order."""
        return self.filter(theme__charter__state=CharterState.IN_FORCE)

    def published(self):
        return self.exclude(theme__charter__state=CharterState.DRAFT)

    def with_charter(self):
        return self.select_related("theme__charter")


class Goal(Translated):
    """A goal of a theme: the official words, and beside them the secretariat's plain ones.

    `code` is the theme's number and the goal's letter, like 1A. `text` was signed. `title`,
    `summary` (one sentence) and `explanation` are the secretariat's and were not.
    """

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
    def letter(self) -> str:
        return self.code[1]

    def get_absolute_url(self) -> str:
        """Return the page of this goal; the theme and its charter must be loaded with it."""
        if self.theme.charter.state == CharterState.IN_FORCE:
            return reverse("goal", kwargs={"code": self.code})
        return self.get_permanent_url()

    def get_permanent_url(self) -> str:
        """Return the address that keeps meaning this goal when a later charter is in force."""
        year = self.theme.charter.year
        return reverse("goal_of_year", kwargs={"year": year, "code": self.code})


class Paragraph(Translated):
    """A paragraph of the signed text, with an anchor that never changes."""

    charter = models.ForeignKey(
        Charter, models.PROTECT, related_name="paragraphs", verbose_name=_("charter")
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


class SignatureQuerySet(DomainQuerySet):
    def in_force(self):
        return self.filter(charter__state=CharterState.IN_FORCE)

    def for_region(self, region: Region):
        """The signatures that stand for at least one organisation of the region."""
        return self.filter(organisations__region=region).distinct()


class Signature(Translated):
    """A signature: who signed, and for which organisations. The charter gives no job titles."""

    charter = models.ForeignKey(
        Charter, models.PROTECT, related_name="signatures", verbose_name=_("charter")
    )
    position = models.PositiveSmallIntegerField(_("place in the charter"))
    signed_by = models.CharField(_("signed by"), max_length=120)
    on_behalf_of = models.CharField(_("line “on behalf of”"), max_length=300)
    organisations = models.ManyToManyField(
        Organisation,
        through="SignatureParty",
        related_name="signatures",
        verbose_name=_("organisations"),
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["charter", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "position"],
                name="signature_one_at_a_place",
                violation_error_message=_("Another signature stands at this place."),
            ),
            dutch_required("on_behalf_of", model="signature", label=_("line “on behalf of”")),
        ]

    def __str__(self) -> str:
        return self.signed_by


class SignatureParty(DomainModel):
    """An organisation that a signature stands for."""

    signature = models.ForeignKey(
        Signature, models.CASCADE, related_name="parties", verbose_name=_("signature")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("organisation that signed")
        verbose_name_plural = _("organisations that signed")
        ordering = ["signature", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "organisation"],
                name="signature_party_once",
                violation_error_message=_("The signature stands for this organisation already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.organisation_id}"
