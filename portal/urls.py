"""Every address of the portal. Pages stand below /nl/ and /en/, in the words of that language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

from core.public_page import public_page
from portal import api
from portal.enums import PageKey
from portal.sitemaps import SITEMAPS
from portal.views import (
    api_docs,
    desk,
    errors,
    goal,
    health,
    home,
    machine_files,
    municipality,
    organisation,
    page,
    permanent,
    search,
    translation_sheets,
    translations,
)


class GoalCode:
    """A goal's code in an address: a number and a letter, in capitals or not."""

    regex = "[1-9][A-Za-z]"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(GoalCode, "goal_code")

urlpatterns = [
    path("robots.txt", machine_files.robots_txt, name="robots"),
    path(".well-known/security.txt", machine_files.security_txt, name="security_txt"),
    path("sitemap.xml", public_page()(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("favicon.ico", machine_files.favicon, name="favicon"),
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("id/<str:plural>/<str:identifier>", permanent.permanent_link, name="permanent_link"),
    path("admin/", admin.site.urls),
    path("api/v1", api.Root.as_view(), name="api"),
    path("api/v1/openapi.json", api_docs.Document.as_view(), name="openapi"),
    path("api/v1/docs", api_docs.Docs.as_view(), name="api_docs"),
    path("api/v1/", include("portal.api")),
    # Sign-up is closed; people come in by an invitation.
    path("accounts/signup/", errors.no_such_page, name="account_signup"),
    path("accounts/", include("accounts.login_urls")),  # before allauth's own
    path("accounts/", include("allauth.urls")),
]

urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("", include("charter.urls")),
    path("charter/<goal_code:code>/", goal.goal, name="goal"),
    path("charter/<int:year>/<goal_code:code>/", goal.goal_of_year, name="goal_of_year"),
    path("", include("partners.urls")),
    path("partners/<slug:code>/", organisation.organisation, name="organisation"),
    path("", include("workagendas.urls")),
    path(_("municipalities/"), municipality.municipalities, name="municipalities"),
    path(_("municipalities/<slug:slug>/"), municipality.municipality, name="municipality"),
    path(_("search/"), search.search, name="search"),
    path(_("about/"), page.page, {"key": PageKey.ABOUT}, name="about"),
    path(_("accessibility/"), page.accessibility, name="accessibility"),
    path("privacy/", page.page, {"key": PageKey.PRIVACY}, name="privacy"),
    path("contact/", page.contact, name="contact"),
    path(_("my/"), desk.desk, name="desk"),
    path(_("my/translations/"), translations.translations, name="translations"),
    path(_("my/translations/export/"), translation_sheets.export_sheet, name="translation_export"),
    path(_("my/translations/import/"), translation_sheets.import_sheet, name="translation_import"),
    path(
        _("my/translations/<str:model>/<uuid:uid>/<str:field>/"),
        translations.translation,
        name="translation",
    ),
    path("", include("accounts.urls")),
    path("", include("notifications.urls")),
)

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.server_error
