from django.apps import AppConfig


class TaskForceConfig(AppConfig):
    name = "taskforce"
