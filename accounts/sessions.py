"""How long a session lasts: a time without requests, and some hours after login in any case."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from accounts.enums import AccountAct
from core import audit

LOGGED_IN_AT = "logged_in_at"  # seconds since 1970, in the session
SEEN_AT = "seen_at"
SEEN_EVERY = 60  # seconds; a busy session is written no more often


def begin(request: HttpRequest) -> None:
    """The session counts from now."""
    request.session[LOGGED_IN_AT] = request.session[SEEN_AT] = time.time()


def age(request: HttpRequest) -> float:
    """Return the seconds since login."""
    return time.time() - request.session[LOGGED_IN_AT]


def goes_on(request: HttpRequest) -> bool:
    """Say whether the session of whoever is logged in goes on; then it was seen just now."""
    now = time.time()
    since = request.session.setdefault(LOGGED_IN_AT, now)
    seen = request.session.setdefault(SEEN_AT, now)
    if now - since > settings.SESSION_HOURS * 3600:
        return False
    if now - seen > settings.SESSION_IDLE_MINUTES * 60:
        return False
    if now - seen >= SEEN_EVERY:
        request.session[SEEN_AT] = now
        _row_of(request).update(last_seen_at=timezone.now())
    return True


def end(request: HttpRequest) -> None:
    """Nobody is logged in any more."""
    person: Model = request.user
    _row_of(request).delete()
    request.session.flush()
    request.user = AnonymousUser()
    audit.record(AccountAct.SESSION_ENDED, by=None, on=person)


def _row_of(request: HttpRequest):
    return UserSession.objects.filter(session_key=request.session.session_key)
