"""The facts about accessibility have fields of their own; the page keeps its introduction."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from core.translation_state import digest_of

# Of the page as it was shipped with the facts in it; a page that was edited is left alone.
WITH_FACTS = {"625bc4a661c639dfd853dcf236243867", "6a36f009702605cbf84406a91d013a68"}


def keep_the_introduction(apps, schema_editor):
    pages = apps.get_model("portal", "Page").objects
    for page in pages.filter(key="accessibility"):
        texts = {"body_nl": page.body_nl, "body_en": page.body_en}
        if {digest_of(text) for text in texts.values()} == WITH_FACTS:
            texts = {name: text.partition("\n## ")[0].strip() for name, text in texts.items()}
            confirmed = {**page.confirmed, "body": digest_of(texts["body_nl"])}
            pages.filter(pk=page.pk).update(body=texts["body_nl"], confirmed=confirmed, **texts)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0003_confirm_what_was_loaded'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(keep_the_introduction, migrations.RunPython.noop),
        migrations.CreateModel(
            name='AccessibilityStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('confirmed', models.JSONField(default=dict, editable=False, verbose_name='confirmed translations')),
                ('is_the_one', models.BooleanField(default=True, editable=False, unique=True)),
                ('status', models.CharField(choices=[('not_audited', 'not audited yet'), ('partly', 'meets part of the requirements'), ('fully', 'meets all requirements')], default='not_audited', max_length=12, verbose_name='result of the audit')),
                ('audited_on', models.DateField(blank=True, null=True, verbose_name='audited on')),
                ('audited_by', models.CharField(blank=True, max_length=120, verbose_name='audited by')),
                ('report_url', models.CharField(blank=True, help_text='Begins with https://', max_length=300, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='address of the report')),
                ('method', models.TextField(help_text='Markdown', verbose_name='what we check ourselves')),
                ('method_nl', models.TextField(help_text='Markdown', null=True, verbose_name='what we check ourselves')),
                ('method_en', models.TextField(help_text='Markdown', null=True, verbose_name='what we check ourselves')),
                ('limitations', models.TextField(help_text='Markdown', verbose_name='known limitations')),
                ('limitations_nl', models.TextField(help_text='Markdown', null=True, verbose_name='known limitations')),
                ('limitations_en', models.TextField(help_text='Markdown', null=True, verbose_name='known limitations')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='statement reviewed on')),
            ],
            options={
                'verbose_name': 'accessibility statement',
                'verbose_name_plural': 'accessibility statements',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_the_one', True)), name='accessibility_statement_is_one', violation_error_message='There is one accessibility statement.'), models.CheckConstraint(condition=models.Q(('status__in', ['not_audited', 'partly', 'fully'])), name='accessibility_statement_status_is_known', violation_error_message='“result of the audit” has a value that does not exist.'), models.CheckConstraint(condition=models.Q(models.Q(('audited_by', ''), ('audited_on', None), ('report_url', ''), ('status', 'not_audited')), models.Q(models.Q(('status', 'not_audited'), _negated=True), ('audited_on__isnull', False), models.Q(('audited_by', ''), _negated=True)), _connector='OR'), name='accessibility_statement_audit_is_whole', violation_error_message='An audit has a date and says who did it; without an audit there is neither, and no report.'), models.CheckConstraint(condition=models.Q(('report_url', ''), ('report_url__startswith', 'https://'), _connector='OR'), name='accessibility_statement_report_is_https', violation_error_message='The address of the report begins with https://.'), models.CheckConstraint(condition=models.Q(('method_nl__isnull', False), models.Q(('method_nl', ''), _negated=True)), name='accessibility_statement_method_nl_required', violation_error_message='The Dutch text of “what we check ourselves” is missing.'), models.CheckConstraint(condition=models.Q(('limitations_nl__isnull', False), models.Q(('limitations_nl', ''), _negated=True)), name='accessibility_statement_limitations_nl_required', violation_error_message='The Dutch text of “known limitations” is missing.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAccessibilityStatement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('uid', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False, verbose_name='identifier')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('confirmed', models.JSONField(default=dict, editable=False, verbose_name='confirmed translations')),
                ('is_the_one', models.BooleanField(db_index=True, default=True, editable=False)),
                ('status', models.CharField(choices=[('not_audited', 'not audited yet'), ('partly', 'meets part of the requirements'), ('fully', 'meets all requirements')], default='not_audited', max_length=12, verbose_name='result of the audit')),
                ('audited_on', models.DateField(blank=True, null=True, verbose_name='audited on')),
                ('audited_by', models.CharField(blank=True, max_length=120, verbose_name='audited by')),
                ('report_url', models.CharField(blank=True, help_text='Begins with https://', max_length=300, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='address of the report')),
                ('method', models.TextField(help_text='Markdown', verbose_name='what we check ourselves')),
                ('method_nl', models.TextField(help_text='Markdown', null=True, verbose_name='what we check ourselves')),
                ('method_en', models.TextField(help_text='Markdown', null=True, verbose_name='what we check ourselves')),
                ('limitations', models.TextField(help_text='Markdown', verbose_name='known limitations')),
                ('limitations_nl', models.TextField(help_text='Markdown', null=True, verbose_name='known limitations')),
                ('limitations_en', models.TextField(help_text='Markdown', null=True, verbose_name='known limitations')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='statement reviewed on')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical accessibility statement',
                'verbose_name_plural': 'historical accessibility statements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
