"""Delivery: who has which mails in hand, and what comes of them."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from accounts.roles import Role, set_roles
from core.announce import Urgency
from notifications import delivery, tasks
from notifications.enums import NotificationState, Suppressed
from notifications.models import MOST_TRIES, Notification
from notifications.models.notification import lease
from tests.factories.notifications import NotificationFactory, PreferenceFactory
from tests.notifications.backends import Obedient, Unreachable
from tests.notifications.events import FACTS, example_event

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NOW = datetime(2026, 12, 17, 10, tzinfo=UTC)  # a Thursday, by day


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Obedient"
    Obedient.opened, Obedient.accepted = 0, []
    return Obedient


@pytest.fixture
def unreachable(settings):
    settings.EMAIL_BACKEND = "tests.notifications.backends.Unreachable"
    Unreachable.opened = 0
    return Unreachable


def pending(event, *addresses: str, **fields) -> list[Notification]:
    common = {"event_key": event.key, "facts": FACTS, "state": NotificationState.PENDING}
    common |= {"created_at": NOW} | fields
    return [NotificationFactory(recipient__email=address, **common) for address in addresses]


def some(number: int, name: str = "persoon") -> list[str]:
    return [f"{name}{n:03}@example.org" for n in range(number)]


def stored(row: Notification) -> Notification:
    return Notification.objects.get(pk=row.pk)


def states() -> list[str]:
    return list(Notification.objects.order_by("id").values_list("state", flat=True))


def test_a_batch_is_a_hundred_mails_over_one_connection(security, server):
    pending(security, *some(120))
    first = delivery.take_in_hand(NOW)
    assert len(first.mails) == 100
    assert first.is_full
    assert delivery.send(first)
    assert server.opened == 1
    assert server.accepted == some(120)[:100]
    second = delivery.take_in_hand(NOW)
    assert len(second.mails) == 20
    assert not second.is_full


def test_what_is_in_hand_is_nobody_elses_until_the_lease_ends(security):
    pending(security, *some(3))
    assert len(delivery.take_in_hand(NOW).mails) == 3
    assert delivery.take_in_hand(NOW + lease() - timedelta(seconds=1)).mails == []
    assert len(delivery.take_in_hand(NOW + lease()).mails) == 3


def test_a_clock_that_went_back_holds_nothing_longer_than_a_lease(security):
    pending(security, *some(3), try_after=NOW - timedelta(days=1))
    delivery.take_in_hand(NOW)
    assert len(delivery.take_in_hand(NOW - timedelta(hours=1)).mails) == 3


def test_who_lost_a_mail_to_another_batch_changes_nothing_of_it(security, server):
    (row,) = pending(security, "een@example.org")
    slow = delivery.take_in_hand(NOW)
    other = delivery.take_in_hand(NOW + lease())
    delivery.send(slow)
    assert stored(row).state == NotificationState.PENDING
    assert stored(row).claimed_by == other.uid
    delivery.send(other)
    assert stored(row).state == NotificationState.SENT


def test_who_slept_until_the_lease_ended_sends_nothing_that_others_may_have_sent(
    security, server, settings
):
    rows = pending(security, *some(3))
    settings.MAIL_LEASE_SECONDS = 0.05
    asleep = delivery.take_in_hand(NOW)
    settings.MAIL_LEASE_SECONDS = 300
    time.sleep(0.05)
    assert not delivery.send(asleep)
    assert server.accepted == []
    assert [(stored(row).claimed_by, stored(row).tries) for row in rows] == [(None, 0)] * 3


def test_what_is_sent_is_never_taken_again(security, server):
    pending(security, *some(3))
    tasks.deliver()
    tasks.deliver()
    assert server.accepted == some(3)
    row = Notification.objects.first()
    assert (row.state, row.sent_at) == (NotificationState.SENT, NOW)
    assert (row.claimed_by, row.claimed_until) == (None, None)


def test_the_task_goes_on_until_nothing_is_due(security, server):
    pending(security, *some(250))
    tasks.deliver()
    assert sorted(server.accepted) == some(250)
    assert server.opened == 3


def test_only_what_was_refused_is_tried_again_and_for_what_reason(security, server):
    one, refused, other = pending(
        security, "een@example.org", "refused@example.org", "twee@example.org"
    )
    tasks.deliver()
    assert states() == ["sent", "pending", "sent"]
    assert server.opened == 1
    assert stored(one).sent_at == stored(other).sent_at == NOW
    row = stored(refused)
    assert (row.tries, row.failure) == (1, "550 No … here")
    assert row.try_after == NOW + timedelta(minutes=1)
    assert row.claimed_by is None


def test_the_pauses_grow_and_after_eight_tries_it_has_failed(security, server, caplog):
    (row,) = pending(security, "refused@example.org")
    at, pauses = NOW, []
    for _number in range(MOST_TRIES):
        with time_machine.travel(at, tick=False):
            tasks.deliver()
        row = stored(row)
        pauses.append(row.try_after - at)
        at = row.try_after
    assert pauses[:-1] == list(delivery.PAUSES)
    assert pauses[:-1] == sorted(pauses[:-1])
    assert (row.state, row.tries, row.failure) == ("failed", 8, "550 No … here")
    assert delivery.take_in_hand(at + timedelta(days=30)).mails == []
    assert "refused@" not in caplog.text


@pytest.mark.parametrize(
    ("urgency", "next_try"),
    [("security", "2026-12-17T18:00:30+00:00"), ("news", "2026-12-18T07:00:00+00:00")],
)
def test_also_after_a_failure_only_security_disturbs_the_evening(
    request, server, urgency, next_try
):
    event = request.getfixturevalue(urgency)
    assert event.urgency == Urgency(urgency)
    (row,) = pending(event, "refused@example.org")
    with time_machine.travel(datetime(2026, 12, 17, 17, 59, 30, tzinfo=UTC), tick=False):
        tasks.deliver()
    assert stored(row).try_after == datetime.fromisoformat(next_try)


def test_when_the_connection_breaks_the_next_mail_gets_a_new_one(security, server):
    pending(security, "een@example.org", "hangup@example.org", "twee@example.org")
    tasks.deliver()
    assert states() == ["sent", "pending", "sent"]
    assert server.opened == 2


def test_a_server_that_keeps_hanging_up_is_left_alone_and_the_rest_is_not_blamed(security, server):
    rows = pending(security, *some(5, "hangup"), "een@example.org")
    tasks.deliver()
    assert [stored(row).tries for row in rows] == [1, 1, 1, 0, 0, 0]
    assert all(stored(row).claimed_by is None for row in rows)
    tasks.deliver()
    assert server.accepted == ["een@example.org"]


def test_a_server_that_is_not_there_is_asked_once_a_batch(security, unreachable):
    rows = pending(security, *some(5))
    tasks.deliver()
    assert unreachable.opened == 1
    assert [stored(row).tries for row in rows] == [1] * 5
    assert stored(rows[0]).failure == "ConnectionRefusedError: [Errno 111] Connection refused"


def test_before_it_goes_a_mail_asks_whether_it_still_should(news, security, server):
    closed, gone, read, muted, wanted = pending(news, *some(5))
    User.objects.filter(pk=closed.recipient_id).update(is_active=False)
    User.objects.filter(pk=gone.recipient_id).delete()
    Notification.objects.filter(pk=read.pk).update(read_at=NOW)
    PreferenceFactory(person=muted.recipient, muted=[news.key])
    tasks.deliver()
    because = [stored(row).suppressed_because for row in (closed, gone, read, muted, wanted)]
    assert because == [
        Suppressed.NO_ACCOUNT,
        Suppressed.NO_ACCOUNT,
        Suppressed.READ,
        Suppressed.CHOICE,
        "",
    ]
    assert server.accepted == [wanted.recipient.email]


def test_what_is_no_longer_true_is_not_mailed_and_what_cannot_tell_fails_alone(server):
    def still_holds(facts: dict) -> bool:
        return facts["is_so"]

    with example_event(Urgency.SECURITY, "example_short_lived", still_holds=still_holds) as event:
        outdated, holds, unclear = pending(event, *some(3))
        for row, is_so in ((outdated, {"is_so": False}), (holds, {"is_so": True}), (unclear, {})):
            Notification.objects.filter(pk=row.pk).update(facts=FACTS | is_so)
        tasks.deliver()
    assert server.accepted == [holds.recipient.email]
    assert stored(outdated).suppressed_because == Suppressed.OUTDATED
    assert stored(unclear).failure == "The mail could not be written: KeyError."


def test_mails_about_security_go_even_when_they_were_read_and_whatever_was_chosen(security, server):
    (row,) = pending(security, "een@example.org", read_at=NOW)
    PreferenceFactory(person=row.recipient, muted=[security.key], choice="only_reminders")
    tasks.deliver()
    assert server.accepted == ["een@example.org"]


def test_a_mail_without_words_fails_alone(security, server, caplog):
    lost, _fine = pending(security, "een@example.org", "twee@example.org")
    Notification.objects.filter(pk=lost.pk).update(event_key="gone.event")
    tasks.deliver()
    assert server.accepted == ["twee@example.org"]
    assert stored(lost).failure == "The mail could not be written: UnknownEvent."
    assert "een@" not in caplog.text


@pytest.mark.parametrize("address", ["een@xn--é.com", "een@example.org, drie@example.org"])
def test_an_address_that_cannot_be_written_fails_alone(security, server, address):
    lost, _fine = pending(security, address, "twee@example.org")
    tasks.deliver()
    assert server.accepted == ["twee@example.org"]
    assert stored(lost).tries == 1


def test_when_time_is_up_the_rest_waits_untried(security, server, settings):
    settings.MAIL_LEASE_SECONDS = 0
    rows = pending(security, *some(3))
    batch = delivery.take_in_hand(NOW)
    assert not delivery.send(batch)
    assert [(stored(row).state, stored(row).tries) for row in rows] == [("pending", 0)] * 3


def test_the_number_of_questions_does_not_grow_with_the_batch(
    security, server, django_assert_num_queries
):
    for number in (1, 30):
        pending(security, *some(number, f"groep{number}-"))
        with django_assert_num_queries(13):
            delivery.send(delivery.take_in_hand(NOW))
    assert len(server.accepted) == 31


def test_who_left_the_secretariat_is_not_mailed_what_was_meant_for_it(news, server):
    stays, left = pending(news, "blijft@example.org", "weg@example.org", meant_for="Voorbeeld")
    set_roles(stays.recipient, [Role.SECRETARIAT])
    tasks.deliver()
    assert server.accepted == ["blijft@example.org"]
    assert stored(left).suppressed_because == Suppressed.LEFT


def test_a_warning_goes_to_the_address_of_when_it_happened(security, server):
    (row,) = pending(security, "nieuw@example.org", address="oud@example.org")
    tasks.deliver()
    assert server.accepted == ["oud@example.org"]
    (gone,) = pending(security, "weg@example.org", address="weg@example.org")
    User.objects.filter(pk=gone.recipient_id).delete()
    tasks.deliver()
    assert stored(row).state == NotificationState.SENT
    assert stored(gone).suppressed_because == Suppressed.NO_ACCOUNT
