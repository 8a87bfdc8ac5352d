"""Made-up charters and their parts."""

from datetime import date

import factory

from charter.enums import CharterState, Part
from charter.models import Charter, Goal, Paragraph, Signature, SignatureParty, Theme
from tests.factories.partners import OrganisationFactory


class CharterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Charter

    year = factory.Sequence(lambda n: 2030 + n)
    state = CharterState.DRAFT
    title_nl = "Voorbeeldcharter"
    subtitle_nl = "Een voorbeeld"
    signed_on = factory.LazyAttribute(lambda charter: date(charter.year, 3, 18))
    signed_in = "Eindhoven"
    signing_line_nl = "18 maart te Eindhoven;"


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    charter = factory.SubFactory(CharterFactory)
    number = 1
    title_nl = "Voorbeeldthema"


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    theme = factory.SubFactory(ThemeFactory)
    code = "1A"
    text_nl = "Officiële woorden."
    title_nl = "Voorbeelddoelstelling"


class ParagraphFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Paragraph

    charter = factory.SubFactory(CharterFactory)
    part = Part.OPENING
    position = factory.Sequence(lambda n: n + 1)
    anchor = factory.Sequence(lambda n: f"opening-{n}")
    text_nl = "Een alinea."


class SignatureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signature

    charter = factory.SubFactory(CharterFactory)
    position = factory.Sequence(lambda n: n + 1)
    signed_by = "Voorbeeld Persoon"
    on_behalf_of_nl = "Namens Voorbeeld"


class SignaturePartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignatureParty

    signature = factory.SubFactory(SignatureFactory)
    organisation = factory.SubFactory(OrganisationFactory)
