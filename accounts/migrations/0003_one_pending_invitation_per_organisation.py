import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_roles_invitations_and_places'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_one_pending_per_email',
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('organisation'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='invitation_one_pending_per_organisation', violation_error_message='This address has an invitation already.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('organisation', None), ('withdrawn_at', None)), name='invitation_one_pending_without_organisation', violation_error_message='This address has an invitation already.'),
        ),
    ]
