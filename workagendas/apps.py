from django.apps import AppConfig


class WorkAgendasConfig(AppConfig):
    name = "workagendas"
