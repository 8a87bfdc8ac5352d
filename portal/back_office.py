"""Wiring of the back office: Django's admin app with our site as the default one."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    default = False
    default_site = "core.back_office.BackOffice"
