"""Made-up texts of the portal's own pages, an accessibility statement, what a search knows."""

from uuid import uuid4

import factory

from portal.enums import PageKey, SearchKind
from portal.models import AccessibilityStatement, Page, SearchDocument


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


class SearchDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SearchDocument

    kind = SearchKind.PAGE
    subject = factory.LazyFunction(uuid4)
    language = "nl"
    path = "/nl/over/"
    title = "Voorbeeld"
    title_language = "nl"
