"""Texts that were loaded in both languages before anybody kept count are translated."""

from django.db import migrations

from core.translation_migration import confirm_what_is_there


def confirm(apps, schema_editor):
    for name in ("Charter", "Theme", "Goal", "Paragraph", "Signature"):
        confirm_what_is_there(
            apps.get_model("charter", name), apps.get_model("charter", f"Historical{name}")
        )


class Migration(migrations.Migration):
    dependencies = [("charter", "0002_history_and_translation_state")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
