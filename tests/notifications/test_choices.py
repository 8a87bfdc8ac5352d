"""What a person chooses to be mailed: the act, and its page."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup
from django.db import connection, connections

from accounts.events import INVITED
from accounts.models import User
from accounts.roles import Role
from core.errors import EditedMeanwhile
from core.events import TRANSLATION_OUTDATED
from core.models import AuditEntry
from notifications.enums import Choice, NotificationAct, Way
from notifications.events import DAILY_OVERVIEW
from notifications.models import Preference
from notifications.workflow.choices import NoSuchChoice, choose, preference_of
from tests.factories.accounts import make_person
from tests.factories.notifications import PreferenceFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CHOICES = "/en/my/inbox/preferences/"


@pytest.fixture
def person(client) -> User:
    person = make_person(Role.PARTNER, language="en")
    client.force_login(person)
    return person


def stored(person: User) -> tuple[str, list[str]]:
    preference = Preference.objects.get(person=person)
    return preference.choice, preference.muted


def recorded() -> list[list[str]]:
    entries = AuditEntry.objects.filter(act=NotificationAct.CHOICE_CHANGED).order_by("id")
    return [entry.fields for entry in entries]


# ── The act ──


def test_the_first_choice_makes_the_row(person, news):
    made = choose(person=person, choice=Choice.DAILY, muted=[news.key])
    assert stored(person) == (Choice.DAILY, [news.key])
    assert made == Preference.objects.get()
    assert made.way_of(news) == Way.INBOX
    (entry,) = AuditEntry.objects.filter(act=NotificationAct.CHOICE_CHANGED)
    assert entry.fields == ["choice", "muted"]
    assert (entry.actor, entry.object_uid) == (person.uid, person.uid)


def test_a_later_choice_takes_its_place_and_is_recorded_by_what_changed(person, news, reminder):
    choose(person=person, choice=Choice.DAILY, muted=[news.key])
    choose(person=person, choice=Choice.DAILY, muted=[reminder.key, news.key, news.key])
    assert stored(person) == (Choice.DAILY, sorted([news.key, reminder.key]))
    choose(person=person, choice=Choice.ONLY_REMINDERS, muted=[news.key, reminder.key])
    assert recorded() == [["choice", "muted"], ["muted"], ["choice"]]


def test_choosing_the_same_again_changes_and_records_nothing(person):
    choose(person=person, choice=Choice.AT_ONCE, muted=[])  # what holds without a choice
    version = Preference.objects.get().version
    choose(person=person, choice=Choice.AT_ONCE, muted=[])
    assert Preference.objects.get().version == version
    assert recorded() == []


def test_mails_about_security_and_unknown_events_cannot_be_switched_off(person, security):
    for key in (security.key, "core.gone", ""):
        with pytest.raises(NoSuchChoice):
            choose(person=person, choice=Choice.DAILY, muted=[key])
    assert not Preference.objects.exists()


def test_what_is_stored_of_an_event_that_is_gone_may_be_sent_back(person):
    PreferenceFactory(person=person, muted=["core.gone"])
    choose(person=person, choice=Choice.DAILY, muted=["core.gone"])
    assert stored(person) == (Choice.DAILY, ["core.gone"])


def test_who_saw_another_version_overwrites_nothing(person, news):
    assert preference_of(person).version == 0
    choose(person=person, choice=Choice.DAILY, muted=[], version_seen=0)
    for seen in (0, 2):
        with pytest.raises(EditedMeanwhile) as refused:
            choose(person=person, choice=Choice.AT_ONCE, muted=[news.key], version_seen=seen)
        assert refused.value.row.version == 1
    assert stored(person) == (Choice.DAILY, [])
    choose(person=person, choice=Choice.AT_ONCE, muted=[], version_seen=1)
    choose(person=person, choice=Choice.DAILY, muted=[])
    assert stored(person) == (Choice.DAILY, [])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_first_choices_at_once_make_one_row():
    person = make_person(Role.PARTNER)

    def choose_now(choice: Choice) -> None:
        try:
            choose(person=person, choice=choice, muted=[])
        finally:
            connections.close_all()

    for _time in range(5):
        Preference.objects.all().delete()
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(choose_now, [*Choice, *Choice]))
        assert Preference.objects.count() == 1
    assert connection.is_usable()


# ── The page ──


def page_of(client) -> BeautifulSoup:
    return BeautifulSoup(client.get(CHOICES).content, "html.parser")


def answer(client, **other) -> dict:
    """Return what a browser sends when nothing on the page is touched, but for `other`."""
    page = page_of(client)
    return {
        "choice": page.select_one("input[name=choice][checked]")["value"],
        "mailed": [box["value"] for box in page.select("input[name=mailed][checked]")],
        "seen_version": page.select_one("input[name=seen_version]")["value"],
    } | other


def test_without_a_choice_everything_is_mailed_at_once(client, person, news, reminder):
    sent = answer(client)
    assert sent["choice"] == Choice.AT_ONCE
    assert {news.key, reminder.key} <= set(sent["mailed"])


def test_each_of_the_three_choices_is_explained(client, person):
    ways = page_of(client).select(".mail-way")
    assert [way.input["value"] for way in ways] == list(Choice)
    assert all(way.p.get_text() for way in ways)


def row_of(client, event) -> BeautifulSoup:
    return page_of(client).find(value=event.key).find_parent("li")


def test_every_event_says_what_it_is_who_gets_it_and_how_urgent_it_is(client, person, reminder):
    row = row_of(client, reminder)
    text = row.get_text()
    for words in (reminder.label, reminder.explanation, reminder.receivers):
        assert str(words) in text
    assert "A reminder: something is asked of you." in text
    assert row.label.get_text().strip() == f"by e-mail: {reminder.label}"


def test_mails_about_security_have_no_checkbox_and_say_so(client, person, security):
    assert page_of(client).find(value=security.key) is None
    assert page_of(client).select(".mail-always")[-1].get_text() == "Always by e-mail, at once"


def test_the_overview_can_be_switched_off_and_events_in_no_inbox_are_not_there(client, person):
    assert page_of(client).find(value=DAILY_OVERVIEW.key)
    assert str(INVITED.label) not in page_of(client).main.get_text()


def test_whoever_chooses_the_overview_gets_it_though_it_was_switched_off(person, news):
    off = [DAILY_OVERVIEW.key, news.key]
    choose(person=person, choice=Choice.AT_ONCE, muted=off)
    choose(person=person, choice=Choice.DAILY, muted=off)
    assert stored(person) == (Choice.DAILY, [news.key])
    choose(person=person, choice=Choice.DAILY, muted=off)  # and may switch it off after that
    assert stored(person) == (Choice.DAILY, sorted(off))


def test_what_only_the_secretariat_hears_is_shown_there_only(client, person):
    assert page_of(client).find(value=TRANSLATION_OUTDATED.key) is None
    client.force_login(make_person(Role.SECRETARIAT))
    assert page_of(client).find(value=TRANSLATION_OUTDATED.key)


def test_the_page_says_at_which_hours_mails_go_out(client, person):
    assert "between 8:00 and 19:00" in page_of(client).main.get_text()


def test_what_is_chosen_is_kept_and_shown(client, person, news, reminder):
    sent = answer(client, choice=Choice.DAILY, mailed=[reminder.key])
    page = client.post(CHOICES, sent, follow=True)
    assert "Your choices have been saved." in page.content.decode()
    choice, muted = stored(person)
    assert choice == Choice.DAILY
    assert news.key in muted
    assert reminder.key not in muted
    assert set(answer(client)["mailed"]) == {DAILY_OVERVIEW.key, reminder.key}


def test_what_the_page_does_not_show_stays_switched_off(client, person, news):
    PreferenceFactory(person=person, muted=[TRANSLATION_OUTDATED.key, "core.gone"])
    client.post(CHOICES, answer(client, choice=Choice.DAILY))
    assert stored(person) == (Choice.DAILY, sorted([TRANSLATION_OUTDATED.key, "core.gone"]))


def test_a_second_window_loses_nothing_and_overwrites_nothing(client, person, news, reminder):
    first = answer(client, choice=Choice.DAILY)
    second = answer(client, choice=Choice.ONLY_REMINDERS, mailed=[news.key])
    client.post(CHOICES, first)
    response = client.post(CHOICES, second)
    assert response.status_code == 200
    assert "Nothing was overwritten" in response.content.decode()
    assert stored(person)[0] == Choice.DAILY
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("input[name=choice][checked]")["value"] == Choice.ONLY_REMINDERS
    assert [box["value"] for box in page.select("input[name=mailed][checked]")] == [news.key]
    again = second | {"seen_version": page.select_one("input[name=seen_version]")["value"]}
    assert client.post(CHOICES, again).status_code == 302
    choice, muted = stored(person)
    assert (choice, reminder.key in muted) == (Choice.ONLY_REMINDERS, True)


@pytest.mark.parametrize(
    ("field", "value"), [("choice", "never"), ("mailed", ["core.gone"]), ("seen_version", "x")]
)
def test_what_is_no_choice_is_refused(client, person, field, value):
    response = client.post(CHOICES, answer(client, **{field: value}))
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert not Preference.objects.exists()


def test_the_choices_are_found_from_the_inbox_and_the_profile(client, person):
    for path in ("/en/my/inbox/", "/en/my/profile/"):
        assert f'href="{CHOICES}"' in client.get(path).content.decode()
