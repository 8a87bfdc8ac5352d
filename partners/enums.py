"""Kinds of partners and how they relate to the charter."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Country(TextChoices):
    NETHERLANDS = "NL", _("Netherlands")
    BELGIUM = "BE", _("Belgium")
    GERMANY = "DE", _("Germany")


class MunicipalityKind(TextChoices):
    PARTNER = "partner", _("municipality in one of the three regions")
    NEIGHBOUR = "neighbour", _("neighbouring municipality")


class OrganisationKind(TextChoices):
    INTERMUNICIPAL_BODY = "intermunicipal_body", _("inter-municipal body")
    FOUNDATION = "foundation", _("foundation")
    PROVINCE = "province", _("province")
    DEVELOPMENT_AGENCY = "development_agency", _("provincial development agency")
    ASSOCIATION = "association", _("non-profit association")
    UNIVERSITY = "university", _("university")
    OTHER = "other", _("other organisation")


class Relation(TextChoices):
    """How an organisation relates to the charter."""

    SIGNATORY = "signatory", _("signed the charter")
    NETWORK = "network", _("works with one of the regions")
    EXPLORING = "exploring", _("named as a possible partner")
