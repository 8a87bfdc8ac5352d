"""Workers die in the middle of their work: nothing is lost, and little is sent twice."""

import pytest

from notifications.delivery import MOST_IN_A_BATCH
from notifications.enums import NotificationState, Way
from notifications.models import Notification
from tests.notifications.services.waiting import make_waiting
from tests.notifications.services.workers import beating, environment_of, until, worker, working

pytestmark = [
    pytest.mark.db,
    pytest.mark.postgresql,
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True),
]
SECONDS_A_MAIL = 0.005  # so that a kill comes in the middle


@pytest.mark.parametrize(
    ("number", "kills"), [(200, 3), pytest.param(2_000, 12, marks=pytest.mark.full)]
)
def test_after_workers_were_killed_again_and_again_every_mail_is_sent(
    number, kills, broker, sink, tmp_path
):
    sink.seconds = SECONDS_A_MAIL
    make_waiting(number)
    environment = environment_of(broker, sink)
    with beating(environment, tmp_path):
        for kill in range(kills):
            killed_at = len(sink.accepted) + 10 + 7 * kill
            victim = worker(environment)
            try:
                until(lambda count=killed_at: len(sink.accepted) >= count, seconds=60)
            finally:
                victim.kill()
        with working(environment):
            until(
                lambda: not Notification.objects.exclude(state=NotificationState.SENT).exists(),
                seconds=30 + number * 0.1,
            )
    assert sink.copies.keys() == {row.message_id for row in Notification.objects.all()}
    assert 0 < len(sink.accepted) - number < kills * MOST_IN_A_BATCH
    assert Notification.objects.filter(in_inbox=True, way=Way.AT_ONCE).count() == number
    assert Notification.objects.values("recipient").distinct().count() == number
