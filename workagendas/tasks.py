"""What Celery does for this app. Each task can run twice and beside itself."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from workagendas import events


@shared_task
def remind_of_milestones() -> None:
    """Whoever answers for a milestone that is due soon, or late, has been told of it once."""
    today = timezone.localdate()
    for milestone in events.milestones_to_tell(today):
        with transaction.atomic():
            events.tell_of_milestone(milestone, today=today)
