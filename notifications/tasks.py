"""What Celery does for this app. Each task can run twice and beside itself."""

import logging
import time

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from notifications import delivery, overviews
from notifications.models import Notification

logger = logging.getLogger(__name__)


@shared_task
def deliver() -> None:
    """What is due has been tried. A full batch means that there is more: others are asked to help.

    Ends in good time before Celery would stop it; the next sweep goes on.
    """
    stops_at = time.monotonic() + settings.MAIL_LEASE_SECONDS * delivery.SHARE_OF_LEASE
    while time.monotonic() < stops_at:
        batch = delivery.take_in_hand(timezone.now())
        if not batch.mails:
            return
        if batch.is_full and not current_app.conf.task_always_eager:
            ask_to_deliver()
        if not delivery.send(batch):
            return


@shared_task
def make_overviews() -> None:
    """Whoever waits for a daily overview has it, and it is on its way."""
    if overviews.make_overviews(timezone.now()):
        ask_to_deliver()


@shared_task
def forget_old() -> None:
    """What was told more than a year ago is gone."""
    Notification.objects.settled_before(timezone.now() - settings.NOTIFICATIONS_KEPT).delete()


def ask_to_deliver() -> None:
    """Celery was asked to deliver. When the broker cannot be reached, the next sweep delivers."""
    if time.monotonic() < _Broker.asked_again_at:
        return
    try:
        deliver.delay()
    except (KombuError, RedisError, OSError) as error:
        _Broker.asked_again_at = time.monotonic() + _Broker.PAUSE
        logger.warning("Celery’s broker cannot be reached: %s.", type(error).__name__)


class _Broker:
    """After a failure the broker is left alone for a while, so that no act waits for it."""

    PAUSE = 5  # seconds
    asked_again_at = 0.0  # of all threads of the process
