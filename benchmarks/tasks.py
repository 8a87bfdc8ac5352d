"""What the delivery of mails is compared with: a task of Celery's for each mail."""

from celery import shared_task
from django.utils import timezone

from notifications.enums import NotificationState
from notifications.letters import mail_of
from notifications.models import Notification


@shared_task
def mail_one(key: int) -> None:
    """The same mail is sent over a connection of its own, and marked."""
    row = Notification.objects.select_related("recipient").get(pk=key)
    mail_of(row).send()
    sent = {"state": NotificationState.SENT, "sent_at": timezone.now()}
    Notification.objects.filter(pk=key).update(**sent)
