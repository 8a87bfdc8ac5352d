"""A notification in its reader's words: title and text for the inbox, and the mail.

The text of a mail and its HTML say the same; the HTML loads nothing and is readable without style.
"""

from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string, select_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.announce import Event
from core.bilingual import in_active_language
from notifications.events import DAILY_OVERVIEW, is_optional
from notifications.models import Notification
from notifications.unsubscribing import Unwanted, unsubscribe_path

FRAME_TEXT, FRAME_HTML = "notifications/mail.txt", "notifications/mail.html"


class UnknownEvent(LookupError):
    """The event is not declared any more, so there are no words for it."""


class Notice(NamedTuple):
    """What a notification says. `path` leads to the screen where the reader goes on, if any."""

    title: str
    paragraphs: list[str]
    path: str


def notice_of(notification: Notification) -> Notice:
    """Return what the notification says, in the language that is active.

    Raises `UnknownEvent`, and whatever is wrong with the event's template.
    """
    event = notification.event
    if event is None:
        raise UnknownEvent(notification.event_key)
    facts = {name: in_active_language(fact) for name, fact in notification.facts.items()}
    facts |= {
        "happened_at": notification.created_at,
        "contact_email": settings.CONTACT_EMAIL,
    }
    words = render_to_string(event.template("txt"), facts)
    title, _line, text = words.strip().partition("\n")
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    path = event.path(notification.facts) if event.path else ""
    if path and (not path.startswith("/") or path.startswith("//")):
        raise ValueError(f"“{event.key}” leads out of the portal.")
    return Notice(" ".join(title.split()), [part for part in paragraphs if part], path)


def shown_notice(notification: Notification) -> Notice:
    """Return what the notification says; where its event or template is broken, its name alone."""
    try:
        return notice_of(notification)
    except Exception:  # a list shows its other rows, and a page what is known
        return Notice(str(notification), [], "")


def title_of(notification: Notification) -> str:
    return shown_notice(notification).title


def language_of(notification: Notification) -> str:
    person = notification.recipient
    return person.language if person else notification.language


def mail_of(notification: Notification) -> EmailMultiAlternatives:
    """Return the mail of a notification or of a daily overview.

    Raises `UnknownEvent`, and whatever is wrong with the event's templates.
    """
    with translation.override(language_of(notification)):
        notice, event = notice_of(notification), notification.event
        links = _links(notification, event, notice)
        words = links | {
            "notice": notice,
            "event": event,
            "receivers": event.receivers,
            "meant_for": notification.meant_for,
            "parts": _parts(notification),
            "language": translation.get_language(),
        }
        mail = EmailMultiAlternatives(
            subject=_subject(notice, notification),
            body=render_to_string(FRAME_TEXT, words),
            to=[notification.goes_to],
            headers=_headers(notification, links),
        )
        frame = select_template([event.template("html"), FRAME_HTML])
        mail.attach_alternative(frame.render(words), "text/html")
    return mail


def _subject(notice: Notice, notification: Notification) -> str:
    """Return one line, whatever a name in it holds."""
    if not notification.meant_for:
        return notice.title
    name = " ".join(notification.meant_for.split())
    return _("For {name}: {title}").format(name=name, title=notice.title)


def _links(notification: Notification, event: Event, notice: Notice) -> dict[str, str]:
    """Return the absolute links: to the screen, to the choices, and out of these mails."""
    origin, person = notification.origin, notification.recipient
    links = {"home_link": origin + reverse("home")}
    if notice.path:
        links["link"] = origin + notice.path
    if person and is_optional(event):
        links["choices_link"] = origin + reverse("mail_choices")
        path = unsubscribe_path(Unwanted(person.uid, event.key))
        links["unsubscribe_link"] = origin + path
    return links


def _headers(notification: Notification, links: dict[str, str]) -> dict[str, str]:
    headers = {
        "Message-ID": notification.message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no automatic answer, please
    }
    if link := links.get("unsubscribe_link"):
        headers["List-Unsubscribe"] = f"<{link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers


class Part(NamedTuple):
    """One line of a daily overview."""

    title: str
    link: str


def _parts(notification: Notification) -> list[Part]:
    """Return what a daily overview tells, the oldest first; the same line twice is told once."""
    if notification.event is not DAILY_OVERVIEW:
        return []
    lines: dict[Part, None] = {}
    for part in notification.parts.order_by("id"):
        notice = shown_notice(part)
        lines[Part(notice.title, notice.path and notification.origin + notice.path)] = None
    return list(lines)
