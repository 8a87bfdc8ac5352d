"""Send the mails that are due, or show who would get what."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from notifications import overviews, tasks
from notifications.delivery import why_not
from notifications.events import DAILY_OVERVIEW
from notifications.letters import title_of
from notifications.models import Notification


class Command(BaseCommand):
    help = "Sends the mails that are due. With --dry-run, shows who would get what, and sends none."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only show")
        parser.add_argument("--at", help="another moment than now, in Brussels: 2026-12-17T08:00")

    def handle(self, *, dry_run: bool, at: str | None, **options):
        if not dry_run:
            if at is not None:
                raise CommandError("Mails are sent now or not at all: --at goes with --dry-run.")
            tasks.make_overviews.apply(throw=True)
            tasks.deliver.apply(throw=True)
            return
        moment = timezone.now() if at is None else _moment(at)
        lines = [*mails_due(moment), *overviews_due(moment)]
        for line in lines:
            self.stdout.write(line)
        day = f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
        mails = "1 mail" if len(lines) == 1 else f"{len(lines)} mails"
        self.stdout.write(f"{day}: {mails} would be sent." if lines else f"{day}: none.")


def mails_due(at: datetime) -> list[str]:
    """Return a line for each mail that would go out at that moment."""
    due = Notification.objects.due(at).with_reader()
    return [f"{_name(row)}: {title_of(row)}" for row in due if not why_not(row)]


def overviews_due(at: datetime) -> list[str]:
    """Return a line for each daily overview that would be made at that moment, and its parts."""
    lines = []
    for person in overviews.people_waiting(at):
        told, _untold = overviews.parts_by_fate(person, at)
        if told:
            parts = "; ".join(dict.fromkeys(map(title_of, told)))
            lines.append(f"{_name(told[0])}: {DAILY_OVERVIEW} ({parts})")
    return lines


def _name(row: Notification) -> str:
    return f"{row.recipient} <{row.goes_to}>" if row.recipient else row.goes_to


def _moment(text: str) -> datetime:
    """Return the moment, in Brussels unless it says otherwise. Raises CommandError."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"“{text}” is no moment; write it like 2026-12-17T08:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
