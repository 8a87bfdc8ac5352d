"""The mark by which a browser is recognised when somebody logs in there again.

It is random, says nothing about anybody and opens nothing. One mark is kept by one browser, whoever
logs in there; it is read at login only, so that no public page depends on it, and it stays after
logging out.
"""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.browsers import browser_in_words
from accounts.models import User
from accounts.workflow.devices import forget_other_devices, note_device
from core.bilingual import in_each_language

MARK = re.compile(r"[\w-]{43}", re.ASCII)


def recognise(request: HttpRequest, person: User) -> None:
    """The browser is one of the person's devices; its answer will bring it a mark to keep."""
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not MARK.fullmatch(mark):
        mark = secrets.token_urlsafe(32)
    user_agent = request.headers.get("User-Agent", "")
    browser = in_each_language(lambda: browser_in_words(user_agent))
    note_device(person=person, mark=mark, browser=browser)
    request.device_mark = mark


def forget_others(request: HttpRequest, person: User) -> None:
    """Of the person's devices only this browser is known: whoever changed the password sits there.

    A browser in which somebody else logged in before is a new one from now on.
    """
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    forget_other_devices(person=person, mark=mark)


def remember_mark(response: HttpResponse, mark: str) -> None:
    """The browser keeps its mark for another year."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        mark,
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.DEVICE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
