from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkAgendasConfig(AppConfig):
    name = "workagendas"
    verbose_name = _("Work agendas")
