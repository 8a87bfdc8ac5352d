"""What Celery does for this app by the clock."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def forget_ended_sessions() -> None:
    """Sessions that are over, and what they held, are gone."""
    call_command("clearsessions")
