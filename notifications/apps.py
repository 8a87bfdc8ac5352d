from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules, import_string
from django.utils.translation import gettext_lazy as _

from core import announce


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self):
        autodiscover_modules("events")  # each declares its app's own
        announce.connect(import_string("notifications.outbox.notify"))
