"""Regions, municipalities and organisations: the who and the where of the partnership."""

import re
from datetime import date

from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.constraints import dutch_required, known_value
from core.models import DomainModel
from core.permanent_link import PermanentlyLinked, PermanentQuerySet
from core.translation_state import Translated
from partners.enums import Country, MunicipalityKind, OrganisationKind, Relation

REGISTERS_AS_OF = date(2025, 1, 1)  # the national registers that the municipalities come from


class PublicQuerySet(PermanentQuerySet):
    def visible_to(self, person):
        """Everything here is public."""
        return self.all()


class RegionQuerySet(PublicQuerySet):
    IDENTIFIER = r"(?P<slug>[-\w]+)"

    def with_signatories(self):
        """Fetch the organisations that signed for each region, as `signatories`."""
        signatories = Organisation.objects.signatories()
        return self.prefetch_related(Prefetch("organisations", signatories, to_attr="signatories"))


class Region(PermanentlyLinked, Translated):
    """One of the three regions, in the order in which the charter names them.

    Its colour is the design token `--blk-color-<slug>` in static/css/tokens.css; it never appears
    without its letter.
    """

    PLURAL = "regions"

    slug = models.SlugField(_("address"), unique=True)
    letter = models.CharField(_("letter"), max_length=1, unique=True)
    position = models.PositiveSmallIntegerField(_("place in the charter's order"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_in_sentence = models.CharField(
        _("name within a sentence"), max_length=60, help_text=_("With its article, if it has one.")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["position"]
        constraints = [
            dutch_required("name", model="region", label=_("name")),
            dutch_required("name_in_sentence", model="region", label=_("name within a sentence")),
            known_value("country", Country, model="region", label=_("country")),
            models.CheckConstraint(
                name="region_letter_is_a_capital",
                condition=Q(letter__regex=r"^[A-Z]\Z"),
                violation_error_message=_("A region's letter is one capital."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    @property
    def identifier(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"{reverse('partners')}#{self.slug}"


class StatisticalArea(DomainModel):
    """A NUTS 3 area (as of 2021) of a region, of which it may be a part only.

    Figures of an area that is not whole are not figures of the region.
    """

    code = models.CharField(_("NUTS 3 code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="statistical_areas", verbose_name=_("region")
    )
    is_whole = models.BooleanField(_("lies in the region as a whole"))

    class Meta:
        verbose_name = _("statistical area")
        verbose_name_plural = _("statistical areas")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="statistical_area_code_is_nuts3",
                condition=Q(code__regex=r"^[A-Z]{2}[0-9A-Z]{3}\Z"),
                violation_error_message=_(
                    "A NUTS 3 code is two letters of the country and three signs, like BE213."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class MunicipalityQuerySet(PublicQuerySet):
    IDENTIFIER = r"(?P<slug>[-\w]+)"

    def with_identifier(self, identifier: str):
        """The municipality with this slug; for one that merged, the one that it merged into."""
        named = PermanentQuerySet.with_identifier(Municipality.objects.all(), identifier)
        first = named.order_by(F("successor").asc(nulls_first=True), "code")[:1]
        return self.filter(pk=first.values(here=Coalesce("successor", "pk")))

    def current(self):
        """Leave out the municipalities that merged into another one."""
        return self.filter(successor=None)

    def with_place(self):
        """Fetch where it lies: `region_slug`, and the NUTS 3 code as `statistical_area_code`."""
        return self.annotate(
            region_slug=F("region__slug"), statistical_area_code=F("statistical_area__code")
        )

    def partners(self):
        return self.current().filter(kind=MunicipalityKind.PARTNER)

    def neighbours(self):
        return self.current().filter(kind=MunicipalityKind.NEIGHBOUR)

    def by_region(self):
        """By region in the charter's order, neighbours last."""
        return self.order_by(F("region__position").asc(nulls_last=True), "name", "code")

    def named_like(self, text: str):
        """Match part of a name, whatever its capitals, accents, spaces or hyphens."""
        part = re.sub(r"^st-", "sint-", slugify(text))
        return self.filter(slug__contains=part) if part else self.none()


class Municipality(PermanentlyLinked, DomainModel):
    """A municipality of one of the regions, or a neighbour that did not sign.

    `code` is that of the national register: GM and four digits (CBS) or five digits (NIS). The
    point is the main settlement (WGS 84 degrees, good to about 2 km), not a centroid. A merged
    municipality stays as a row that names its successor, since older figures use its code; that
    one has not merged itself.
    """

    PLURAL = "municipalities"
    fixed_fields = ("code", "slug")  # chosen once, when the row is added
    broken_at = {
        "municipality_code_of_its_country": "code",
        "municipality_partner_has_region": "region",
        "municipality_succeeded_by_another": "successor",
    }

    code = models.CharField(_("code"), max_length=6, unique=True)
    slug = models.SlugField(_("address"))
    name = models.CharField(_("name"), max_length=80)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    kind = models.CharField(_("kind"), max_length=10, choices=MunicipalityKind)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="municipalities",
        verbose_name=_("region"),
    )
    statistical_area = models.ForeignKey(
        StatisticalArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="municipalities",
        verbose_name=_("statistical area"),
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    at_border = models.BooleanField(
        _("touches the Dutch–Belgian border"),
        null=True,
        blank=True,
        help_text=_("Empty means unknown. No page shows it; the API calls it not yet checked."),
    )
    valid_from = models.DateField(
        _("exists since"), null=True, blank=True, help_text=_("Empty means unknown.")
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("merged into"),
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(successor=None),
                name="municipality_one_at_an_address",
                violation_error_message=_("There is a municipality at this address already."),
            ),
            models.CheckConstraint(
                name="municipality_code_of_its_country",
                condition=Q(country=Country.NETHERLANDS, code__regex=r"^GM[0-9]{4}\Z")
                | Q(country=Country.BELGIUM, code__regex=r"^[0-9]{5}\Z"),
                violation_error_message=_(
                    "A Dutch code is GM and four digits, a Belgian code is five digits."
                ),
            ),
            models.CheckConstraint(
                name="municipality_partner_has_region",
                condition=Q(kind=MunicipalityKind.PARTNER, region__isnull=False)
                | Q(kind=MunicipalityKind.NEIGHBOUR, region=None),
                violation_error_message=_(
                    "A municipality of the partnership has a region, a neighbour has none."
                ),
            ),
            models.CheckConstraint(
                name="municipality_point_is_whole_and_in_range",
                condition=Q(longitude=None, latitude=None)
                | Q(
                    longitude__isnull=False,
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                violation_error_message=_(
                    "A point has a longitude (−180 to 180) and a latitude (−90 to 90), or neither."
                ),
            ),
            models.CheckConstraint(
                name="municipality_succeeded_by_another",
                condition=Q(successor=None) | ~Q(successor=F("id")),
                violation_error_message=_("A municipality cannot merge into itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, **options):
        """Write the row; what merged into it before goes along when it merges itself."""
        if self.successor_id and self.successor.successor_id:
            self.successor = self.successor.successor
        super().save(**options)
        if self.successor_id:
            self.predecessors.update(successor=self.successor_id)

    save.alters_data = True

    @property
    def identifier(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("municipality", kwargs={"slug": self.slug})

    @property
    def is_neighbour(self) -> bool:
        return self.kind == MunicipalityKind.NEIGHBOUR


class OrganisationQuerySet(PublicQuerySet):
    IDENTIFIER = r"(?P<code>[-\w]+)"

    def signatories(self):
        """The organisations that signed, by region in the charter's order."""
        return self.filter(relation=Relation.SIGNATORY).order_by("region__position", "position")

    def present(self, day: date):
        """Leave out the organisations that have left by that day."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day))

    def wider_network(self):
        return self.exclude(relation=Relation.SIGNATORY)


class Organisation(PermanentlyLinked, Translated):
    """An organisation that signed the charter, or one of the wider network.

    `name_in_charter` is the name exactly as it stands in the signed text; `source` says where the
    relation is written down.
    """

    PLURAL = "organisations"

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_in_charter = models.CharField(_("name in the charter"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganisationKind)
    relation = models.CharField(_("relation to the charter"), max_length=10, choices=Relation)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("region"),
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), unique=True)
    source = models.CharField(_("source"), max_length=200)
    left_on = models.DateField(
        _("left the cooperation on"),
        null=True,
        blank=True,
        help_text=_("From this day on it can be given no new part. What it did stays."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["position"]
        constraints = [
            dutch_required("name", model="organisation", label=_("name")),
            dutch_required("source", model="organisation", label=_("source")),
            known_value("kind", OrganisationKind, model="organisation", label=_("kind")),
            known_value(
                "relation", Relation, model="organisation", label=_("relation to the charter")
            ),
            known_value("country", Country, model="organisation", label=_("country")),
            models.UniqueConstraint(
                fields=["name_in_charter"],
                condition=~Q(name_in_charter=""),
                name="organisation_one_name_in_charter",
                violation_error_message=_("Another organisation has this name in the charter."),
            ),
            models.CheckConstraint(
                name="organisation_signatory_has_name_and_region",
                condition=~Q(relation=Relation.SIGNATORY)
                | (~Q(name_in_charter="") & Q(region__isnull=False)),
                violation_error_message=_(
                    "An organisation that signed has a region and its name in the charter."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def fixed_fields(self) -> tuple[str, ...]:
        """Return the fields that stay: the code, and of who signed what the signed text says."""
        is_signatory = self.relation == Relation.SIGNATORY
        return ("code", "relation", "name_in_charter") if is_signatory else ("code",)

    @property
    def identifier(self) -> str:
        return self.code

    @property
    def anchor(self) -> str:
        return f"organisation-{self.code}"

    def has_left(self, day: date) -> bool:
        return self.left_on is not None and self.left_on <= day

    def is_charter_partner(self, day: date) -> bool:
        """Say whether it signed the charter and takes part in the cooperation on that day."""
        return self.relation == Relation.SIGNATORY and not self.has_left(day)

    def get_absolute_url(self) -> str:
        return reverse("organisation", kwargs={"code": self.code})
