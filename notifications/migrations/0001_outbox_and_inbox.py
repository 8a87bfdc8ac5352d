import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('event_key', models.CharField(max_length=80, verbose_name='event')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('nl', 'Nederlands'), ('en', 'English')], default='nl', max_length=2, verbose_name='language')),
                ('subject_type', models.CharField(blank=True, max_length=60, verbose_name='kind of object')),
                ('subject_uid', models.UUIDField(blank=True, null=True, verbose_name='object')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='facts')),
                ('meant_for', models.CharField(blank=True, max_length=200, verbose_name='meant for')),
                ('once', models.CharField(blank=True, max_length=120, verbose_name='only once')),
                ('origin', models.CharField(max_length=200, verbose_name='address of the portal')),
                ('created_at', models.DateTimeField(db_index=True, verbose_name='happened')),
                ('in_inbox', models.BooleanField(default=True, verbose_name='in the inbox')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('way', models.CharField(choices=[('at_once', 'a mail of its own'), ('daily', 'in the daily overview'), ('inbox', 'only in the portal')], max_length=8, verbose_name='way')),
                ('state', models.CharField(choices=[('pending', 'waiting'), ('sent', 'sent'), ('failed', 'failed'), ('suppressed', 'not mailed')], default='pending', max_length=10, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('try_after', models.DateTimeField(verbose_name='not before')),
                ('claimed_by', models.UUIDField(blank=True, editable=False, null=True, verbose_name='in hand of')),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in hand until')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='why it failed')),
                ('suppressed_because', models.CharField(blank=True, choices=[('choice', 'the person does not want this by e-mail'), ('read', 'the person has read it in the portal already'), ('outdated', 'what it says is no longer true'), ('left', 'the person is not of the secretariat any more'), ('no_account', 'the account is closed or gone'), ('nobody', 'there is nobody at the secretariat either')], max_length=12, verbose_name='why it was not mailed')),
                ('overview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='notifications.notification', verbose_name='daily overview')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notifications', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['try_after', 'id'], name='notification_due'), models.Index(condition=models.Q(('in_inbox', True)), fields=['recipient', '-id'], name='notification_inbox'), models.Index(condition=models.Q(('claimed_by__isnull', False)), fields=['claimed_by'], name='notification_in_hand'), models.Index(condition=models.Q(('state', 'failed')), fields=['id'], name='notification_failed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'sent', 'failed', 'suppressed'])), name='notification_state_is_known', violation_error_message='“state” has a value that does not exist.'), models.CheckConstraint(condition=models.Q(('way__in', ['at_once', 'daily', 'inbox'])), name='notification_way_is_known', violation_error_message='“way” has a value that does not exist.'), models.CheckConstraint(condition=models.Q(('language__in', ['nl', 'en'])), name='notification_language_is_known', violation_error_message='“language” has a value that does not exist.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'suppressed'), ('suppressed_because__in', ['choice', 'read', 'outdated', 'left', 'no_account', 'nobody'])), models.Q(models.Q(('state', 'suppressed'), _negated=True), ('suppressed_because', '')), _connector='OR'), name='notification_suppressed_says_why', violation_error_message='What is not mailed says why.'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='notification_sent_says_when', violation_error_message='What was sent says when, and nothing else does.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='notification_failed_says_why', violation_error_message='What failed says why.'), models.CheckConstraint(condition=models.Q(('tries__lte', 8)), name='notification_tries_in_range', violation_error_message='A mail is tried eight times at most.'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_by', None), ('claimed_until', None)), models.Q(('claimed_by__isnull', False), ('claimed_until__isnull', False)), _connector='OR'), name='notification_in_hand_or_not', violation_error_message='A mail is in hand of a batch until some moment.'), models.CheckConstraint(condition=models.Q(('overview', None), models.Q(('way', 'daily'), models.Q(('overview', models.F('id')), _negated=True)), _connector='OR'), name='notification_overview_of_daily_ones', violation_error_message='Only what waits for it is in a daily overview.'), models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('recipient', 'once'), name='notification_once_a_recipient', violation_error_message='This person was told of it already.'), models.UniqueConstraint(condition=models.Q(('recipient', None), models.Q(('address', ''), _negated=True), models.Q(('once', ''), _negated=True)), fields=('address', 'once'), name='notification_once_an_address', violation_error_message='This person was told of it already.')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('choice', models.CharField(choices=[('at_once', 'Everything, at once'), ('daily', 'One overview a day'), ('only_reminders', 'Only reminders')], default='at_once', max_length=16, verbose_name='what is mailed')),
                ('muted', models.JSONField(blank=True, default=list, verbose_name='events that are not mailed')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_preference', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'preference',
                'verbose_name_plural': 'preferences',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', ['at_once', 'daily', 'only_reminders'])), name='preference_choice_is_known', violation_error_message='“choice” has a value that does not exist.')],
            },
        ),
    ]
