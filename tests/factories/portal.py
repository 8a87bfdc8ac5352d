"""Made-up texts of the portal's own pages."""

import factory

from portal.enums import PageKey
from portal.models import Page


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    key = PageKey.ABOUT
    title_nl = "Voorbeeldpagina"
    body_nl = "Een voorbeeld."
