"""The Celery application: what runs outside requests. Its settings are those named CELERY_… ."""

from celery import Celery

from portal import environment

environment.read()
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
