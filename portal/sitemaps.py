"""The sitemap: every public page in both languages. The tests walk what stands here."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from charter.models import Charter, Goal
from partners.models import Municipality


class BilingualSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True


class PageSitemap(BilingualSitemap):
    """The pages with an address of their own."""

    def items(self) -> list[str]:
        return [
            "home",
            "partners",
            "municipalities",
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


SITEMAPS = {
    "pages": PageSitemap,
    "charters": CharterSitemap,
    "goals": GoalSitemap,
    "municipalities": MunicipalitySitemap,
}
