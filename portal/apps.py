from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.freshness import changes
from portal.celery import app as celery_app


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Pages")

    def ready(self):
        celery_app.set_default()  # in every thread that asks for a task
        changes.listen(import_string("portal.tasks.follow_changes"))
        checks.register(import_string("portal.checks.origin_is_one"))
        checks.register(import_string("portal.checks.mails_know_where_they_lead"), deploy=True)
