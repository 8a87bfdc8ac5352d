"""What happens to an account: roles, organisation, deputies, disabling and enabling."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountAct
from accounts.models import Affiliation, Deputy, User
from accounts.roles import OF_AN_ORGANISATION, Role, grantable_by, set_roles
from core import audit
from core.errors import DomainError, NotAllowed
from core.permissions import require
from partners.models import Organisation


class NeedsOrganisation(DomainError):
    def __init__(self):
        super().__init__(_("Somebody with this role belongs to an organisation."))


class TermsOverlap(DomainError):
    def __init__(self):
        super().__init__(_("Somebody stands in for this person in that time already."))


class NotAColleague(DomainError):
    def __init__(self):
        super().__init__(_("A deputy is a colleague of the same organisation who may log in."))


def settle_in(
    person: User, *, organisation: Organisation | None, roles: Iterable[str], at: datetime
) -> None:
    """A new person has a place and roles. Called by the acts that make accounts."""
    roles = {Role(role) for role in roles}
    if organisation is None and roles & OF_AN_ORGANISATION:
        raise NeedsOrganisation
    _move(person, organisation, at)
    set_roles(person, roles)


@transaction.atomic
def disable_account(*, person: User, by: User, at: datetime | None = None) -> None:
    """The account can't be used and its sessions have ended. Raises `NotAllowed`."""
    person = _locked(person)
    require(by, "accounts.manage_user", person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    audit.record(AccountAct.DISABLED, by=by, on=person, at=at)


@transaction.atomic
def enable_account(*, person: User, by: User, at: datetime | None = None) -> None:
    """The account can be used again, with the roles it had. Raises `NotAllowed`."""
    person = _locked(person)
    require(by, "accounts.manage_user", person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(AccountAct.ENABLED, by=by, on=person, at=at)


def end_sessions(person: User) -> None:
    """Nobody is logged in as this person any more."""
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def change_roles(
    *, person: User, roles: Iterable[Role], by: User, at: datetime | None = None
) -> None:
    """The person has exactly these roles. Raises `NotAllowed` and `NeedsOrganisation`.

    Whoever changes roles gives and takes only those they may grant, and never their own.
    """
    person = _locked(person)
    require(by, "accounts.change_roles", person)
    had, wanted = _roles_on_record(person), {Role(role) for role in roles}
    if not (had ^ wanted) <= grantable_by(by):
        raise NotAllowed
    if person.organisation_id is None and wanted & OF_AN_ORGANISATION:
        raise NeedsOrganisation
    set_roles(person, wanted)
    audit.record(AccountAct.ROLES_CHANGED, by=by, on=person, fields=had ^ wanted, at=at)


@transaction.atomic
def move_to_organisation(
    *, person: User, organisation: Organisation | None, by: User, at: datetime | None = None
) -> None:
    """The person belongs to another organisation; what was done under the old one stays there.

    Being coordinator was a task at the old organisation, so it ends. Raises `NotAllowed` and
    `NeedsOrganisation`.
    """
    person = _locked(person)
    require(by, "accounts.move_user", person)
    if organisation == person.organisation:
        return
    roles = _roles_on_record(person) - {Role.COORDINATOR}
    if organisation is None and roles & OF_AN_ORGANISATION:
        raise NeedsOrganisation
    _move(person, organisation, at or timezone.now())
    set_roles(person, roles)
    Deputy.objects.filter(person=person).delete()
    Deputy.objects.filter(deputy=person).delete()
    audit.record(AccountAct.MOVED, by=by, on=person, fields=["organisation"], at=at)


@transaction.atomic
def name_deputy(
    *,
    person: User,
    deputy: User,
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime | None = None,
) -> Deputy:
    """A colleague stands in from one day through another.

    Raises `NotAllowed`, `NotAColleague` and, when the person has a deputy then, `TermsOverlap`.
    """
    person = _locked(person)
    require(by, "accounts.name_deputy", person)
    if not deputy.is_active or person.organisation_id is None:
        raise NotAColleague
    if deputy.organisation_id != person.organisation_id or deputy == person:
        raise NotAColleague
    if Deputy.objects.filter(person=person).overlapping(starts_on, ends_on).exists():
        raise TermsOverlap
    term = Deputy.objects.create(person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on)
    audit.record(AccountAct.DEPUTY_NAMED, by=by, on=person, at=at)
    return term


@transaction.atomic
def end_deputy(*, term: Deputy, by: User, at: datetime | None = None) -> None:
    """The term is over (or never was, if it had not begun). Raises `NotAllowed`."""
    person = _locked(term.person)
    require(by, "accounts.name_deputy", person)
    term.delete()
    audit.record(AccountAct.DEPUTY_ENDED, by=by, on=person, at=at)


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _roles_on_record(person: User) -> set[Role]:
    """Return the roles the person has or, while disabled, will have again."""
    return {Role(group.name) for group in person.groups.all()}


def _move(person: User, organisation: Organisation | None, at: datetime) -> None:
    for former in Affiliation.objects.filter(person=person, until=None):
        former.until = at
        former.save()
    if organisation is not None:
        Affiliation.objects.create(person=person, organisation=organisation, since=at)
    person.organisation = organisation
    person.save()
