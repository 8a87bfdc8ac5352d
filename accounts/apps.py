from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        post_migrate.connect(import_string("accounts.roles.make_groups"), sender=self)
        # Predicates are the only source of permissions, so no rows of Django's own are made.
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        import_string("accounts.sign_in_log.connect")()
        import_string("accounts.api.schema.BearerScheme")  # registers itself
        checks.register(import_string("accounts.checks.breached_passwords_can_be_read"))
