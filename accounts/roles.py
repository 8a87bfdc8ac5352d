"""The roles: additive, each a group of the same name. Who has one is asked here and only here.

A role says what a person does in the partnership (architecture, "Roles"); what it allows is
written in each app's `rules.py`.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rules import predicate


class Role(TextChoices):
    PARTNER = "partner", _("partner")
    COORDINATOR = "coordinator", _("coordinator of an organisation")
    LIAISON = "liaison", _("liaison person")
    TASK_FORCE = "task_force", _("member of the task force")
    SECRETARIAT = "secretariat", _("secretariat")
    ADMINISTRATOR = "administrator", _("administrator")


OF_AN_ORGANISATION = frozenset({Role.PARTNER, Role.COORDINATOR, Role.LIAISON})
SENSITIVE = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})

# Which roles somebody with a role may give to others, and take from them.
GRANTS = {
    Role.COORDINATOR: frozenset({Role.PARTNER}),
    Role.SECRETARIAT: frozenset(Role) - SENSITIVE,
    Role.ADMINISTRATOR: frozenset(Role),
}


def roles_of(person) -> frozenset[Role]:
    """Return the person's roles; nobody's and a disabled account's are none.

    Read once for each person object; `set_roles` renews what was read.
    """
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    if not hasattr(person, "_roles"):
        names = {group.name for group in person.groups.all()}
        person._roles = frozenset(role for role in Role if role in names)
    return person._roles


def roles_in_words(person) -> list[str]:
    """Return the roles on record, in the order in which they are declared; also of who is disabled.

    Fetch `groups` beforehand where there are many people.
    """
    names = {group.name for group in person.groups.all()}
    return [role.label for role in Role if role in names]


def has_role(person, *roles: Role) -> bool:
    """Say whether the person has at least one of these roles."""
    return not roles_of(person).isdisjoint(roles)


def grantable_by(person) -> frozenset[Role]:
    """Return the roles that the person may give and take."""
    return frozenset().union(*(GRANTS.get(role, frozenset()) for role in roles_of(person)))


def set_roles(person, roles: Iterable[Role]) -> None:
    """The person has exactly these roles. Acts call this after their checks."""
    person.groups.set(Group.objects.filter(name__in=list(roles)))
    person._roles = frozenset(roles)


def make_groups(**signal) -> None:
    """Every role has its group. Runs after each migrate."""
    for role in Role:
        Group.objects.get_or_create(name=role)


def is_a(*roles: Role):
    """Return a predicate: whoever asks has one of these roles."""

    @predicate("_or_".join(roles))
    def has_one(person) -> bool:
        return has_role(person, *roles)

    return has_one
