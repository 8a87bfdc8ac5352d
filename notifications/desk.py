"""What waits for a person in this app."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role, has_role
from core.announce import Urgency, every_event
from core.desk import Task
from notifications.models import Notification

ALL = "admin:notifications_notification_changelist"
MISSED = timedelta(days=30)


def tasks_for(person: User) -> list[Task]:
    tasks = _reminders(person)
    if person.has_perm("notifications.view_notification"):
        tasks += [*_failed(), *_missed(person)]
    return tasks


def _reminders(person: User) -> list[Task]:
    keys = [event.key for event in every_event() if event.urgency == Urgency.REMINDER]
    number = Notification.objects.inbox_of(person).unread().filter(event_key__in=keys).count()
    text = ngettext("{n} unread reminder", "{n} unread reminders", number)
    return _one_line(text, reverse("inbox"), number)


def _failed() -> list[Task]:
    number = Notification.objects.failed().count()
    text = ngettext("{n} mail has failed", "{n} mails have failed", number)
    return _one_line(text, f"{reverse(ALL)}?state__exact=failed", number)


def _missed(person: User) -> list[Task]:
    """What nobody heard for whom it was meant, counted once however many heard it instead.

    The secretariat has it in its inbox.
    """
    recent = Notification.objects.filter(created_at__gte=timezone.now() - MISSED)
    told = recent.exclude(meant_for="").order_by()
    number = told.values("event_key", "subject_uid", "meant_for", "created_at").distinct().count()
    text = ngettext(
        "{n} message reached nobody it was meant for",
        "{n} messages reached nobody they were meant for",
        number,
    )
    page = "inbox" if has_role(person, Role.SECRETARIAT) else ALL
    return _one_line(text, reverse(page), number)


def _one_line(text: str, url: str, number: int) -> list[Task]:
    return [Task(text.format(n=number), url, number)] if number else []
