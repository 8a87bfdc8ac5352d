from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.celery import app as celery_app


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Pages")

    def ready(self):
        celery_app.set_default()  # in every thread that asks for a task
