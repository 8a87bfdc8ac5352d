"""Texts that were loaded in both languages before anybody kept count are translated."""

from django.db import migrations

from core.translation_migration import confirm_what_is_there


def confirm(apps, schema_editor):
    for name in ("Page",):
        confirm_what_is_there(
            apps.get_model("portal", name), apps.get_model("portal", f"Historical{name}")
        )


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_history_and_translation_state")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
