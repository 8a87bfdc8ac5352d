"""Recognising who asks the API. The rules are those of the pages; only the answers differ."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from rest_framework import authentication, exceptions

from accounts import second_factor, sessions
from accounts.enums import TokenState
from accounts.models import ApiToken, User

SCHEME = "Bearer"


class BearerAuthentication(authentication.BaseAuthentication):
    """A token in the header: `Authorization: Bearer blk_…`. `request.auth` is that token.

    What is not a token that works is 401, also where nobody needs one. Only whoever has the right
    text learns that a token has expired.
    """

    def authenticate_header(self, request) -> str:
        return SCHEME

    @sensitive_variables()
    def authenticate(self, request) -> tuple[User, ApiToken] | None:
        scheme, *parts = authentication.get_authorization_header(request).split() or [b""]
        if scheme.lower() != SCHEME.lower().encode():
            return None
        if len(parts) != 1:
            raise exceptions.AuthenticationFailed(
                _("Write the header as “Authorization: Bearer”, a space, and the token.")
            )
        token = _token_with(parts[0].decode("latin-1"))
        _require_second_factor(token.person)
        token.note_use(at=timezone.now())
        return token.person, token


class SessionAuthentication(authentication.SessionAuthentication):
    """Whoever is logged in at the portal in this browser, and sends its CSRF token to change
    something. A session ends here as it does on pages, with 401 in place of the login page.
    """

    def authenticate(self, request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        page: HttpRequest = request._request
        if not sessions.goes_on(page):
            sessions.end(page)
            raise exceptions.AuthenticationFailed(
                _("Your session has ended. Log in again to go on.")
            )
        _require_second_factor(found[0])
        return found

    def enforce_csrf(self, request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise exceptions.PermissionDenied(
                _("Send the CSRF token of your session in the header “X-CSRFToken”.")
            ) from error


@sensitive_variables()
def _token_with(secret: str) -> ApiToken:
    """Return the token that works and has this text; else raise AuthenticationFailed."""
    token = ApiToken.objects.with_secret(secret).select_related("person").first()
    refused = _("This token does not work. Make a new one on your page “API tokens”.")
    if token is None or not token.person.is_active or token.state == TokenState.REVOKED:
        raise exceptions.AuthenticationFailed(refused)
    if token.state == TokenState.EXPIRED:
        day = date_format(timezone.localtime(token.expires_at), "j F Y")
        said = _("This token has expired on {day}. Make a new one on your page “API tokens”.")
        raise exceptions.AuthenticationFailed(said.format(day=day))
    return token


def _require_second_factor(person: User) -> None:
    if second_factor.is_missing(person):
        raise exceptions.PermissionDenied(
            _("Your role requires a second factor. Set one up first.")
        )
