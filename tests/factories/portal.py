"""Made-up texts of the portal's own pages, and an accessibility statement."""

import factory

from portal.enums import PageKey
from portal.models import AccessibilityStatement, Page


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    key = PageKey.ABOUT
    title_nl = "Voorbeeldpagina"
    body_nl = "Een voorbeeld."


class AccessibilityStatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessibilityStatement

    method_nl = "Wij kijken zelf."
    limitations_nl = "- De kaart is een tekening."
