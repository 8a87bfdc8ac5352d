"""Texts that were loaded in both languages before anybody kept count are translated."""

from django.db import migrations

from core.translation_migration import confirm_what_is_there


def confirm(apps, schema_editor):
    for name in ("Region", "Organisation"):
        confirm_what_is_there(
            apps.get_model("partners", name), apps.get_model("partners", f"Historical{name}")
        )


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_history_and_translation_state")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
