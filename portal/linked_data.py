"""The portal itself and its pages as linked data."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import get_language

from core.bilingual import Text, text_for_reader
from core.linked_data import Absolute, website, words
from partners.linked_data import organisation, partnership
from partners.models import Organisation
from portal.enums import PageKey
from portal.models import Page

SITE_NAME = "Brainport · Limburg · Kempen"
KINDS = {PageKey.ABOUT: "AboutPage", PageKey.CONTACT: "ContactPage"}


def home_site(page: Page, signatories: Iterable[Organisation], absolute: Absolute) -> dict:
    """Return the portal, published by the partnership of those who signed."""
    members = [organisation(row, absolute) for row in signatories]
    return {
        **website(absolute),
        "name": SITE_NAME,
        "url": absolute(page.get_absolute_url()),
        "headline": words(text_for_reader(page, "title")),
        "inLanguage": get_language(),
        "publisher": {**partnership(absolute), "member": members},
    }


def text_page(page: Page, absolute: Absolute) -> dict:
    """Return one of the pages whose text the secretariat edits."""
    title = text_for_reader(page, "title")
    return {
        **web_page(title, page.get_absolute_url(), absolute),
        "@type": KINDS.get(page.key, "WebPage"),
        "inLanguage": text_for_reader(page, "body").language,
        "dateModified": timezone.localdate(page.changed_at).isoformat(),
    }


def web_page(title: Text | str, path: str, absolute: Absolute) -> dict:
    return {
        "@type": "WebPage",
        "@id": absolute(path),
        "url": absolute(path),
        "name": words(title),
        "inLanguage": get_language(),
        "isPartOf": website(absolute),
    }
