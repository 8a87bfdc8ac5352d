"""The sitemap: every public page in both languages. The tests walk what stands here."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from charter.models import Charter, Goal
from partners.models import Municipality, Organisation
from workagendas.models import Action, Indicator, WorkAgenda


class BilingualSitemap(Sitemap):
    """Each item in both languages; whoever asks for another language gets the Dutch page."""

    i18n = True
    alternates = True

    def get_urls(self, **options) -> list[dict]:
        urls = super().get_urls(**options)
        for url in urls:
            (dutch,) = [row for row in url["alternates"] if row["lang_code"] == "nl"]
            url["alternates"].append({**dutch, "lang_code": "x-default"})
        return urls


class PageSitemap(BilingualSitemap):
    """The pages with an address of their own."""

    def items(self) -> list[str]:
        return [
            "home",
            "partners",
            "municipalities",
            "work_agendas",
            "indicators",
            "search",
            "about",
            "accessibility",
            "privacy",
            "contact",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class CharterSitemap(BilingualSitemap):
    def items(self):
        return Charter.objects.published()


class GoalSitemap(BilingualSitemap):
    def items(self):
        return Goal.objects.published().with_charter()


class MunicipalitySitemap(BilingualSitemap):
    def items(self):
        return Municipality.objects.current()


class OrganisationSitemap(BilingualSitemap):
    def items(self):
        return Organisation.objects.all()


class AgendaSitemap(BilingualSitemap):
    def items(self):
        return WorkAgenda.objects.published()


class ActionSitemap(BilingualSitemap):
    def items(self):
        return Action.objects.published().select_related("agenda")


class IndicatorSitemap(BilingualSitemap):
    def items(self):
        return Indicator.objects.published()


SITEMAPS = {
    "pages": PageSitemap,
    "charters": CharterSitemap,
    "goals": GoalSitemap,
    "municipalities": MunicipalitySitemap,
    "organisations": OrganisationSitemap,
    "agendas": AgendaSitemap,
    "actions": ActionSitemap,
    "indicators": IndicatorSitemap,
}
