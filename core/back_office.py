"""The back office (Django's admin) as a part of the portal: same login, same permissions.

Nobody sees a second login form. Whoever is not logged in is sent to the portal's login; whoever
is, without the right, sees that there is no such page.
"""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from core.admin import GuardedAdmin

# Passwords change in the portal; nothing here asks a list for completions.
NOT_OURS = {"password_change", "password_change_done", "autocomplete", "view_on_site"}


class BackOffice(AdminSite):
    site_header = site_title = _("Back office")
    index_title = _("What you can see and edit")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.open_back_office")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Our screens are registered; those that packages bring along do not ask `rules`."""
        if admin_class is not None and issubclass(admin_class, GuardedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in NOT_OURS]

    def admin_view(self, view, cacheable=False):
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.admin_site = self
        if not getattr(view, "csrf_exempt", False):
            guarded = csrf_protect(guarded)
        return update_wrapper(guarded if cacheable else never_cache(guarded), view)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        wanted = request.GET.get("next", request.path.removesuffix("login/"))
        return redirect_to_login(wanted)

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_logout")
