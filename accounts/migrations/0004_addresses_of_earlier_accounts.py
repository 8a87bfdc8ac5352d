"""Accounts from before addresses were confirmed: theirs counts as confirmed, so that they log in."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def add_addresses(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    has_one = EmailAddress.objects.filter(user=OuterRef("pk"))
    has_somebody = EmailAddress.objects.filter(email__iexact=OuterRef("email"), verified=True)
    without = User.objects.filter(~Exists(has_one), ~Exists(has_somebody))
    for pk, email in without.values_list("pk", "email"):
        EmailAddress.objects.create(user_id=pk, email=email.lower(), verified=True, primary=True)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_one_pending_invitation_per_organisation"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(add_addresses, migrations.RunPython.noop)]
