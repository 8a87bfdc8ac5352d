"""A reader of English is told when the Dutch was changed after the translation."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.models import Charter, Goal, Paragraph, Signature, Theme
from partners.models import Organisation, Region
from portal.enums import PageKey
from portal.models import AccessibilityStatement, Page

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("content")]

LINE = "The Dutch text was changed after this translation."


def page(key):
    return Page.objects.get(key=key)


SHOWN = {
    "about": ("/en/about/", lambda: page(PageKey.ABOUT), "body", "/nl/over/"),
    "contact": ("/en/contact/", lambda: page(PageKey.CONTACT), "body", "/nl/contact/"),
    "home": ("/en/", lambda: page(PageKey.HOME), "body", "/nl/"),
    "accessibility": (
        "/en/accessibility/",
        lambda: AccessibilityStatement.objects.get(),
        "limitations",
        "/nl/toegankelijkheid/",
    ),
    "goal on the home page": ("/en/", lambda: Goal.objects.get(code="2C"), "summary", "/nl/"),
    "theme on the home page": ("/en/", lambda: Theme.objects.get(number=2), "title", "/nl/"),
    "goal of a municipality": (
        "/en/municipalities/turnhout/",
        lambda: Goal.objects.get(code="1B"),
        "title",
        "/nl/gemeenten/turnhout/",
    ),
    "region of a municipality": (
        "/en/municipalities/turnhout/",
        lambda: Region.objects.get(slug="kempen"),
        "name_in_sentence",
        "/nl/gemeenten/turnhout/",
    ),
    "signature for a municipality": (
        "/en/municipalities/turnhout/",
        lambda: Signature.objects.for_region(Region.objects.get(slug="kempen")).first(),
        "on_behalf_of",
        "/nl/gemeenten/turnhout/",
    ),
    "region": ("/en/partners/", lambda: Region.objects.first(), "name", "/nl/partners/"),
    "organisation": (
        "/en/partners/",
        lambda: Organisation.objects.signatories().last(),
        "name",
        "/nl/partners/",
    ),
    "network": (
        "/en/partners/",
        lambda: Organisation.objects.wider_network().first(),
        "source",
        "/nl/partners/",
    ),
    "goal": ("/en/charter/1A/", lambda: Goal.objects.get(code="1A"), "text", "/nl/charter/1A/"),
    "explanation": (
        "/en/charter/1A/",
        lambda: Goal.objects.get(code="1A"),
        "explanation",
        "/nl/charter/1A/",
    ),
    "theme of a goal": (
        "/en/charter/1A/",
        lambda: Theme.objects.get(number=1),
        "title",
        "/nl/charter/1A/",
    ),
    "charter": ("/en/charter/", lambda: Charter.objects.get(), "subtitle", "/nl/charter/"),
    "goal in the charter": (
        "/en/charter/",
        lambda: Goal.objects.get(code="2D"),
        "text",
        "/nl/charter/",
    ),
    "paragraph": ("/en/charter/", lambda: Paragraph.objects.last(), "text", "/nl/charter/"),
    "signature": (
        "/en/charter/",
        lambda: Signature.objects.last(),
        "on_behalf_of",
        "/nl/charter/",
    ),
}


def lines(client, path: str) -> list:
    html = BeautifulSoup(client.get(path).content, "html.parser")
    return [line for line in html.select("p.notice") if LINE in line.text]


@pytest.mark.parametrize(("path", "row", "field", "dutch"), SHOWN.values(), ids=SHOWN)
def test_the_line_stands_above_an_outdated_text_and_leads_to_the_dutch(
    client, path, row, field, dutch
):
    assert lines(client, path) == []
    changed = row()
    setattr(changed, f"{field}_nl", getattr(changed, f"{field}_nl") + " Nog iets.")
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    changed.save()
    with CaptureQueriesContext(connection) as after:
        (line,) = lines(client, path)
    assert line.a["href"] == dutch
    assert len(before) == len(after)
    html = BeautifulSoup(client.get(dutch).content, "html.parser")
    assert not [line for line in html.select("p.notice") if "Dutch text was" in line.text]
    changed.confirm(field)
    changed.save()
    assert lines(client, path) == []


def test_a_text_that_the_page_does_not_show_brings_no_line(client):
    region = Region.objects.first()
    region.name_nl = "Andere naam"
    region.save()
    assert lines(client, "/en/about/") == []
    assert lines(client, "/en/charter/") == []


def test_a_text_without_english_brings_the_other_line(client):
    about = page(PageKey.ABOUT)
    about.body_en = ""
    about.body_nl += " Nog iets."
    about.save()
    assert lines(client, "/en/about/") == []
    assert "only available in Dutch" in client.get("/en/about/").content.decode()
