"""Do now what Celery's clock does where it runs: for the embedded mode, by cron or by hand."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = (
        "Does what Celery beat has done by the clock: sends mails that are due, makes daily "
        "overviews, forgets what is old. Without Celery, run it every minute."
    )

    def handle(self, **options):
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            import_string(entry["task"]).apply(throw=True)
            self.stdout.write(f"{name}: done")
