"""Reading the public pages of agendas in tests: an agenda with everything, and its pages."""

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from partners.models import Region
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import ActionFactory, ParticipationFactory
from workagendas.models import Action, WorkAgenda

SLUGS = ("brainport", "limburg", "kempen")
NAMES = ("Brainport", "Limburg", "Kempen")


def three_regions() -> list[Region]:
    return [
        RegionFactory(
            slug=slug, letter=name[0], position=place, name_nl=name, name_en=f"{name} (en)"
        )
        for place, (slug, name) in enumerate(zip(SLUGS, NAMES, strict=True), start=1)
    ]


def action_between(agenda: WorkAgenda, regions: list[Region], **fields) -> Action:
    """Return an action that the first region leads and in which the others take part."""
    lead, *others = [OrganisationFactory(region=region) for region in regions]
    action = ActionFactory(agenda=agenda, **{"lead": lead, **fields})
    for organisation in others:
        ParticipationFactory(action=action, organisation=organisation)
    return action


def path_of(row, language: str = "nl") -> str:
    with translation.override(language):
        return row.get_absolute_url()


def path_to(name: str, language: str = "nl") -> str:
    with translation.override(language):
        return reverse(name)


def page_at(path: str, query: dict | None = None) -> BeautifulSoup:
    response = Client().get(path, query)
    assert response.status_code == 200, (path, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def words_of(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())
