import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_audit'),
    ]

    operations = [
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('token', models.CharField(max_length=43, verbose_name='stamp')),
            ],
            options={
                'verbose_name': 'freshness stamp',
                'verbose_name_plural': 'freshness stamps',
                'ordering': ['id'],
            },
        ),
    ]
