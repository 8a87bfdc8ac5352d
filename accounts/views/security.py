"""How safe my account is: each way to log in with its state, and where to change it."""

from typing import NamedTuple
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.second_factor import is_required_of, second_factors_of
from core.addresses import addresses_of


class Item(NamedTuple):
    """One row of the overview: what, how it stands, and the page that changes it."""

    title: str
    state: str
    link: str
    url: str


@login_required
def security(request: HttpRequest) -> HttpResponse:
    person, kinds = request.user, Authenticator.Type
    factors = second_factors_of(person).order_by("created_at", "pk")
    apps = [factor for factor in factors if factor.type == kinds.TOTP]
    passkeys = [factor for factor in factors if factor.type == kinds.WEBAUTHN]
    codes = Authenticator.objects.filter(user=person, type=kinds.RECOVERY_CODES).first()
    items = [_password(person), _email(person), _app(apps), _passkeys(passkeys)]
    if codes:
        items.append(_recovery_codes(codes))
    items += [_sessions(person), _tokens(person)]
    context = {
        "items": items,
        "needs_second_factor": is_required_of(person),
        "addresses": addresses_of("security"),
    }
    return render(request, "accounts/security.html", context)


def _to(name: str) -> str:
    """Return the address of a page of the login, which leads back here afterwards."""
    return f"{reverse(name)}?{urlencode({'next': reverse('security')})}"


def _password(person: User) -> Item:
    if person.has_usable_password():
        return Item(_("Password"), _("Set"), _("Change password"), _to("account_change_password"))
    state = _("None: you log in with a code by mail")
    return Item(_("Password"), state, _("Set a password"), _to("account_set_password"))


def _email(person: User) -> Item:
    return Item(_("E-mail address"), person.email, _("Change address"), _to("account_email"))


def _app(apps: list[Authenticator]) -> Item:
    state = _since(apps[0]) if apps else _("Off")
    return Item(_("Second factor (app)"), state, _("Manage second factor"), _to("mfa_index"))


def _passkeys(passkeys: list[Authenticator]) -> Item:
    state = _("None")
    if passkeys:
        state = ngettext("{n} passkey", "{n} passkeys", len(passkeys)).format(n=len(passkeys))
    return Item(_("Passkeys"), state, _("Manage passkeys"), _to("mfa_list_webauthn"))


def _recovery_codes(codes: Authenticator) -> Item:
    left = len(codes.wrap().get_unused_codes())
    state = ngettext("{n} code left", "{n} codes left", left).format(n=left)
    link = _("Manage recovery codes")
    return Item(_("Recovery codes"), state, link, _to("mfa_view_recovery_codes"))


def _sessions(person: User) -> Item:
    """Count the sessions that still work; rows of sessions that ended may stay behind."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    number = UserSession.objects.filter(user=person, session_key__in=alive).count()
    state = ngettext("Logged in at {n} place", "Logged in at {n} places", number).format(n=number)
    return Item(_("Sessions"), state, _("See and end sessions"), _to("usersessions_list"))


def _tokens(person: User) -> Item:
    number = person.tokens.usable().count()
    state = _("None")
    if number:
        state = ngettext("{n} token works", "{n} tokens work", number).format(n=number)
    return Item(_("API tokens"), state, _("See and make tokens"), reverse("tokens"))


def _since(factor: Authenticator) -> str:
    day = date_format(timezone.localtime(factor.created_at), "j F Y")
    return _("On since {day}").format(day=day)
