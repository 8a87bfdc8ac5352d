"""Middleware about the person who asks: language, session, second factor.

Public pages pass untouched: they are the same for everybody and never read the session. So do pages
that a secret in their address opens, to whoever has it, and the API, which knows no login page: its
own authentication asks the same and answers in its own way.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import devices, second_factor, sessions
from accounts.language import remember_language, wished_language
from core.api import is_api

# What stays open to somebody who has yet to set up the second factor, beside all of `mfa_…`.
WITHOUT_SECOND_FACTOR = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_confirm_email",
    "set_language_of_person",
}

# Pages that change how one, or a machine in one's name, gets in.
WAYS_IN = {
    "account_email",
    "account_set_password",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "make_token",
}


def remember_device(get_response):
    """Let a browser in which somebody has just logged in keep its mark."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if mark := getattr(request, "device_mark", None):
            devices.remember_mark(response, mark)
        return response

    return middleware


class _BeforeThePersonsPages:
    """Calls `before(request)` for every view of a person's pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        marks = ("is_public", "is_opened_by_address")
        passes = any(getattr(view, mark, False) for mark in marks) or is_api(request)
        return None if passes else self.before(request)


class LanguageWithoutPrefix(_BeforeThePersonsPages):
    """A page without a language in its address speaks the reader's.

    That is the language of where the request leads (`next`), else the person's own, else the
    browser's: its cookie, then what it accepts, then Dutch.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if wished := getattr(request, "wished_language", None):
            remember_language(response, wished)
        return response

    def before(self, request: HttpRequest) -> None:
        if translation.get_language_from_path(request.path_info):
            return
        wished = wished_language(request)
        if language := wished or getattr(request.user, "language", None):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        # The next steps of a login often have no `next`: the cookie tells them.
        request.wished_language = wished


class SessionLimits(_BeforeThePersonsPages):
    """A session ends after a time without requests, and some hours after login in any case."""

    def before(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated or sessions.goes_on(request):
            return None
        sessions.end(request)
        messages.info(request, _("Your session has ended. Log in again to go on."))
        gives_back = getattr(request.resolver_match.func, "gives_back_words", False)
        if gives_back and request.method == "POST":
            return None  # the view leads to login, and gives back what was typed
        return _to_login(request)


class FreshLoginRequired(_BeforeThePersonsPages):
    """Who has only mailed codes changes a way to log in shortly after login, or logs in again.

    Everybody else confirms with a password or a second factor, which allauth asks for; where there
    is neither, it asks for nothing.
    """

    def before(self, request: HttpRequest) -> HttpResponse | None:
        person = request.user
        if not person.is_authenticated or request.resolver_match.view_name not in WAYS_IN:
            return None
        # SessionLimits has seen to it that the session knows when it began.
        if sessions.age(request) <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return None
        if get_adapter().get_reauthentication_methods(person):
            return None
        sessions.end(request)
        messages.info(request, _("Log in again to change this. Then we know that it is you."))
        return redirect_to_login(request.get_full_path())


class SecondFactorRequired(_BeforeThePersonsPages):
    """Whose role asks for a second factor sets one up before anything else."""

    def before(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated or _is_open(request.resolver_match.view_name):
            return None
        if not second_factor.is_missing(request.user):
            return None
        messages.warning(request, _("Your role requires a second factor. Set one up first."))
        return redirect(f"{reverse('mfa_index')}?lang={translation.get_language()}")


def _is_open(page: str | None) -> bool:
    return page is not None and (page.startswith("mfa_") or page in WITHOUT_SECOND_FACTOR)


def _to_login(request: HttpRequest) -> HttpResponse:
    comes_back = request.method == "GET" and request.resolver_match.view_name != "account_login"
    if comes_back:
        return redirect_to_login(request.get_full_path())
    return redirect(f"{reverse('account_login')}?lang={translation.get_language()}")
