"""What waits for a person in this app."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Deputy, Invitation, User
from core.desk import Task


def tasks_for(person: User) -> list[Task]:
    return [*_expired_invitations(person), *_deputies(person)]


def _expired_invitations(person: User) -> list[Task]:
    if not person.has_perm("accounts.view_people"):
        return []
    number = Invitation.objects.visible_to(person).expired().count()
    if not number:
        return []
    text = ngettext("{n} invitation has expired", "{n} invitations have expired", number)
    return [Task(text.format(n=number), reverse("people") + "?state=expired", number)]


def _deputies(person: User) -> list[Task]:
    """Who stands in for this person, and for whom this person stands in, today."""
    running = Deputy.objects.on(timezone.localdate())
    mine = running.filter(person=person).select_related("deputy")
    others = running.filter(deputy=person).select_related("person")
    said = _("{name} stands in for you through {day}")
    told = _("You stand in for {name} through {day}")
    lines = [(said, term.deputy, term) for term in mine]
    lines += [(told, term.person, term) for term in others]
    return [
        Task(text.format(name=name, day=date_format(term.ends_on, "j F Y")), reverse("profile"))
        for text, name, term in lines
    ]
