"""Mails: what they say, and what cannot get into them."""

from html.parser import HTMLParser

import pytest
from django.db import transaction

from accounts.roles import Role
from core.announce import every_event
from notifications.letters import mail_of, notice_of, title_of
from notifications.models import Notification
from notifications.outbox import notify
from notifications.unsubscribing import Unwanted, unwanted_in
from tests.factories.accounts import make_person
from tests.factories.notifications import NotificationFactory
from tests.notifications.events import FACTS, example_event

pytestmark = pytest.mark.django_db

HOSTILE = "Over\r\nBcc: spy@example.org\n\n<script>alert(1)</script>"


class Links(HTMLParser):
    """The addresses that an HTML text leads to, and those that it loads."""

    def __init__(self, html: str):
        super().__init__()
        self.leads_to, self.loads = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "href" and tag == "a":
                self.leads_to.append(value)
            elif name in ("src", "href", "background", "srcset", "data"):
                self.loads.append(value)


def a_mail(event, **fields):
    row = NotificationFactory(event_key=event.key, facts=FACTS, **fields)
    return row, mail_of(row)


def html_of(message) -> str:
    return message.alternatives[0].content


def test_text_and_html_say_the_same_and_nothing_is_loaded(news):
    row, message = a_mail(news)
    html, links = html_of(message), Links(html_of(message))
    notice = notice_of(row)
    assert notice.title == message.subject
    assert message.body.startswith(f"{notice.title}\n\n")
    for paragraph in notice.paragraphs:
        assert paragraph in message.body
        assert paragraph in html
    assert links.loads == []
    assert all(link.startswith("https://portal.example/") for link in links.leads_to)
    assert all(link in message.body for link in links.leads_to[1:])  # the first is the name
    assert "url(" not in html
    assert "@import" not in html


def test_a_mail_says_who_sent_it_and_that_no_machine_should_answer(news, settings):
    row, message = a_mail(news)
    written = message.message()
    assert written["From"] == settings.DEFAULT_FROM_EMAIL
    assert written["Auto-Submitted"] == "auto-generated"
    assert written["Message-ID"] == f"<{row.uid}@portal.example>"


def test_the_message_id_is_the_same_at_every_try(news):
    row, message = a_mail(news)
    again = mail_of(Notification.objects.get(pk=row.pk))
    assert message.message()["Message-ID"] == again.message()["Message-ID"]


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://portal.example", "portal.example"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:8000", "localhost"),
    ],
)
def test_a_message_id_has_a_host_that_mail_knows(origin, host):
    assert NotificationFactory.build(origin=origin).message_id.endswith(f"@{host}>")


def test_no_name_can_add_a_header_or_markup(news):
    row = NotificationFactory(
        event_key=news.key,
        facts={"what": HOSTILE},
        meant_for=HOSTILE,
        recipient__name=HOSTILE,
    )
    message = mail_of(row)
    written = message.message()
    assert written["Bcc"] is None
    assert "\n" not in message.subject
    assert message.recipients() == [row.recipient.email]
    assert "<script>" not in html_of(message)
    assert "&lt;script&gt;" in html_of(message)


def test_a_mail_can_be_stopped_with_one_click_and_from_the_choices(news):
    row, message = a_mail(news)
    header = message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = header.strip("<>")
    assert link.startswith("https://portal.example/nl/")
    assert link in message.body
    assert link in html_of(message)
    token = link.rstrip("/").rpartition("/")[2]
    assert unwanted_in(token) == Unwanted(row.recipient.uid, news.key)


def test_mails_about_security_cannot_be_stopped(security):
    _row, message = a_mail(security)
    assert "List-Unsubscribe" not in message.extra_headers
    assert "unsubscribe" not in html_of(message)


def test_a_link_that_the_portal_did_not_make_unsubscribes_nobody(news):
    _row, message = a_mail(news)
    token = message.extra_headers["List-Unsubscribe"].strip("<>/").rpartition("/")[2]
    assert unwanted_in(token[:-1]) is None
    assert unwanted_in("") is None


def test_what_was_meant_for_somebody_else_says_so(news):
    _row, message = a_mail(news, meant_for="Voorbeeldgemeente")
    assert "Voorbeeldgemeente" in message.subject
    assert "Voorbeeldgemeente" in message.body
    assert "Voorbeeldgemeente" in html_of(message)


def test_an_event_that_is_gone_has_a_title_in_lists_and_no_words():
    row = NotificationFactory(event_key="gone.with_the_wind")
    assert title_of(row) == "gone.with_the_wind"
    with pytest.raises(LookupError):
        notice_of(row)


def test_every_event_is_known_by_its_app_and_has_its_words():
    for event in every_event():
        assert event.label
        assert event.explanation
        assert event.receivers
        assert event.urgency


@pytest.mark.django_db(transaction=True)
def test_links_lead_to_where_the_setting_says_the_portal_is(news, settings):
    person = make_person(Role.PARTNER)
    for origin in ("", "https://portaal.example/"):
        settings.ORIGIN = origin
        with transaction.atomic():
            notify(news, subject=None, by=None, recipients=[person], facts=FACTS)
    first, second = Notification.objects.order_by("id")
    assert first.origin == "http://localhost"
    assert second.origin == "https://portaal.example"


@pytest.mark.parametrize("path", ["https://elders.example/", "//elders.example", "nl/"])
def test_no_mail_leads_out_of_the_portal(path):
    with example_event(name="elsewhere", path=lambda facts: path) as event:
        row = NotificationFactory(event_key=event.key, facts=FACTS)
        with pytest.raises(ValueError, match="leads out"):
            mail_of(row)
        assert title_of(row) == str(event)
