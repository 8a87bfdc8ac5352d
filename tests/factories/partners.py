"""Made-up regions, municipalities and organisations."""

import factory

from partners.enums import Country, MunicipalityKind, OrganisationKind, Relation
from partners.models import Municipality, Organisation, Region, StatisticalArea

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    slug = factory.Sequence(lambda n: f"region-{n}")
    letter = factory.Sequence(lambda n: LETTERS[n % len(LETTERS)])
    position = factory.Sequence(lambda n: n + 1)
    name_nl = factory.Sequence(lambda n: f"Regio {n}")
    name_en = factory.Sequence(lambda n: f"Region {n}")
    name_in_sentence_nl = factory.SelfAttribute("name_nl")
    country = Country.BELGIUM


class StatisticalAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatisticalArea

    code = factory.Sequence(lambda n: f"BE{n:03}")
    name = factory.Sequence(lambda n: f"Gebied {n}")
    region = factory.SubFactory(RegionFactory)
    is_whole = True


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"{n:05}")
    slug = factory.Sequence(lambda n: f"gemeente-{n}")
    name = factory.Sequence(lambda n: f"Gemeente {n}")
    country = Country.BELGIUM
    kind = MunicipalityKind.PARTNER
    region = factory.SubFactory(RegionFactory)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"org-{n}")
    name_nl = factory.Sequence(lambda n: f"Organisatie {n}")
    name_in_charter = factory.Sequence(lambda n: f"Organisatie {n}")
    kind = OrganisationKind.PROVINCE
    relation = Relation.SIGNATORY
    country = Country.BELGIUM
    region = factory.SubFactory(RegionFactory)
    position = factory.Sequence(lambda n: n + 1)
    source_nl = "Voorbeeld"
