"""The Celery application: what runs outside requests. Its settings are those named CELERY_… ."""

from celery import Celery
from celery.signals import setup_logging

from portal import environment

environment.read()
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_django_does(**options) -> None:
    """Whoever listens to this signal keeps Celery from setting the log up in its own way."""
