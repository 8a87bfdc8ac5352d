"""The broker is gone or hangs: every act is saved at once, and its mails go out afterwards."""

import pytest

from accounts.models import ApiToken
from notifications.enums import NotificationState
from notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.notifications.services.acts import seconds_of_acts
from tests.notifications.services.workers import beating, environment_of, until, working

pytestmark = [
    pytest.mark.db,
    pytest.mark.postgresql,
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True),
]
NUMBERS = [50, pytest.param(500, marks=pytest.mark.full)]


def all_are_sent() -> bool:
    return not Notification.objects.exclude(state=NotificationState.SENT).exists()


@pytest.mark.parametrize("number", NUMBERS)
def test_while_redis_is_stopped_every_act_is_saved_and_then_every_mail_arrives(
    number, broker, sink, tmp_path
):
    UserFactory.create_batch(number)
    environment = environment_of(broker, sink)
    with working(environment), beating(environment, tmp_path):
        until(broker.is_waited_at, seconds=30)
        broker.stop()
        took = seconds_of_acts(environment)
        assert (len(took), ApiToken.objects.count()) == (number, number)
        assert max(took) < 1
        assert sink.accepted == []
        broker.start()
        until(all_are_sent, seconds=60)
    assert Notification.objects.filter(in_inbox=True).count() == number
    assert Notification.objects.values("recipient").distinct().count() == number
    assert sink.copies == dict.fromkeys((row.message_id for row in Notification.objects.all()), 1)


def test_of_all_acts_only_one_waits_for_a_redis_that_hangs(broker, sink):
    number = 50
    UserFactory.create_batch(number)
    environment = environment_of(broker, sink)
    broker.pause()
    took = sorted(seconds_of_acts(environment))
    assert ApiToken.objects.count() == number
    assert took[-1] < 5
    assert took[-2] < 1
