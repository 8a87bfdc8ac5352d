"""What happens to an account: roles, organisation, deputies, disabling and enabling."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountAct
from accounts.models import Affiliation, ApiToken, Deputy, User
from accounts.roles import OF_AN_ORGANISATION, Role, grantable_by, set_roles
from accounts.workflow.tokens import end_tokens
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


class NoAdministratorLeft(DomainError):
    def __init__(self):
        super().__init__(_("There must be an administrator who may log in."))


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
    """The account can't be used; its sessions and its tokens have ended.

    Raises `NotAllowed` and, for the last administrator, `NoAdministratorLeft`.
    """
    person = _locked(person)
    require(by, "accounts.manage_user", person)
    if not person.is_active:
        return
    if Role.ADMINISTRATOR in _roles_on_record(person):
        _require_another_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_access(person, by=by, at=at)
    audit.record(AccountAct.DISABLED, by=by, on=person, at=at)


@transaction.atomic
def enable_account(*, person: User, by: User, at: datetime | None = None) -> None:
    """The account can be used again, with the roles it had and without the tokens it had.

    Raises `NotAllowed`.
    """
    person = _locked(person)
    require(by, "accounts.enable_user", person)
    if person.is_active:
        return
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(AccountAct.ENABLED, by=by, on=person, at=at)


def end_access(person: User, *, by: User, at: datetime | None = None) -> None:
    """Nobody is logged in as this person any more, by whichever way a session began, and no token
    of this person works.

    A disabled account is refused at each request already; this keeps an old session or token from
    coming back to life when the account is enabled again.
    """
    end_tokens(ApiToken.objects.filter(person=person), by=by, at=at)
    UserSession.objects.filter(user=person).delete()
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


@transaction.atomic
def change_roles(
    *, person: User, roles: Iterable[Role], by: User, at: datetime | None = None
) -> None:
    """The person has exactly these roles.

    Whoever changes roles gives and takes only those they may grant, and never their own. Raises
    `NotAllowed`, `NeedsOrganisation` and `NoAdministratorLeft`.
    """
    person = _locked(person)
    require(by, "accounts.change_roles", person)
    had, wanted = _roles_on_record(person), {Role(role) for role in roles}
    if had == wanted:
        return
    if not (had ^ wanted) <= grantable_by(by):
        raise NotAllowed
    if person.organisation_id is None and wanted & OF_AN_ORGANISATION:
        raise NeedsOrganisation
    if person.is_active and Role.ADMINISTRATOR in had - wanted:
        _require_another_administrator(person)
    set_roles(person, wanted)
    audit.record(AccountAct.ROLES_CHANGED, by=by, on=person, fields=had ^ wanted, at=at)


@transaction.atomic
def move_to_organisation(
    *, person: User, organisation: Organisation | None, by: User, at: datetime | None = None
) -> None:
    """The person belongs to another organisation; what was done under the old one stays there.

    Being coordinator was a task at the old organisation, and being liaison person one in its
    region: they end with it. Raises `NotAllowed` and `NeedsOrganisation`.
    """
    person = _locked(person)
    require(by, "accounts.move_user", person)
    if organisation == person.organisation:
        return
    had = _roles_on_record(person)
    roles = had - {Role.COORDINATOR}
    if person.get_region() != (organisation and organisation.region):
        roles -= {Role.LIAISON}
    if organisation is None and roles & OF_AN_ORGANISATION:
        raise NeedsOrganisation
    at = at or timezone.now()
    _move(person, organisation, at)
    set_roles(person, roles)
    for term in Deputy.objects.filter(Q(person=person) | Q(deputy=person)):
        _end(term, timezone.localdate(at))
    audit.record(AccountAct.MOVED, by=by, on=person, fields={"organisation"} | (had - roles), at=at)


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
    person, deputy = _both_locked(person, deputy)
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
    """The term ended yesterday; if it had not begun before today, it never was.

    A term that is over already stays as it is. Raises `NotAllowed`.
    """
    person, _deputy = _both_locked(term.person, term.deputy)
    require(by, "accounts.name_deputy", person)
    at = at or timezone.now()
    term = Deputy.objects.filter(pk=term.pk).first()
    if term and _end(term, timezone.localdate(at)):
        audit.record(AccountAct.DEPUTY_ENDED, by=by, on=person, at=at)


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _both_locked(person: User, deputy: User) -> tuple[User, User]:
    """Return both as they are now; nobody moves or is disabled before the act is done."""
    both = User.objects.select_for_update().filter(pk__in=[person.pk, deputy.pk]).order_by("pk")
    found = {each.pk: each for each in both}  # locked in one order, so that two acts never cross
    return found[person.pk], found[deputy.pk]


def _require_another_administrator(person: User) -> None:
    """Raise `NoAdministratorLeft` unless somebody else is one too. Two who ask at once queue up."""
    Group.objects.select_for_update().get(name=Role.ADMINISTRATOR)
    if not User.objects.with_role(Role.ADMINISTRATOR).exclude(pk=person.pk).exists():
        raise NoAdministratorLeft


def _end(term: Deputy, today: date) -> bool:
    """Say whether there was anything to end."""
    if term.ends_on < today:
        return False
    if term.starts_on < today:
        term.ends_on = today - timedelta(days=1)
        term.save()
    else:
        term.delete()
    return True


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
