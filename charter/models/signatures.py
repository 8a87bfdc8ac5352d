"""Who signed, and for which organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from charter.models.parts import PartOfCharter, PartOfCharterQuerySet
from core.constraints import dutch_required
from core.models import DomainModel
from core.translation_state import Translated
from partners.models import Organisation, Region


class SignatureQuerySet(PartOfCharterQuerySet):
    IDENTIFIER = r"(?P<charter__year>[0-9]{4})-(?P<position>[1-9][0-9]{0,2})"

    def for_region(self, region: Region):
        """The signatures that stand for at least one organisation of the region."""
        return self.filter(organisations__region=region).distinct()


class Signature(PartOfCharter, Translated):
    """A signature: who signed, and for which organisations. The charter gives no job titles."""

    PLURAL = "signatures"

    charter = models.ForeignKey(
        "charter.Charter", models.PROTECT, related_name="signatures", verbose_name=_("charter")
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

    @property
    def identifier(self) -> str:
        return f"{self.charter.year}-{self.position}"

    @property
    def anchor(self) -> str:
        return f"signature-{self.position}"


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
