"""Which role may do what, as a table: asked of the rules themselves, without a database."""

from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser, Group
from django.core.management.base import BaseCommand
from rules.permissions import permissions

from accounts.models import ApiToken, Invitation, User
from accounts.roles import Role
from partners.models import Organisation

OWN, OTHER = 1, 2  # organisations
ALL, SOME, NONE = "x", "o", ""
OF_A_PLACE = {
    f"workagendas.{act}"
    for act in (
        *("read_inside", "move_milestone", "achieve_milestone"),
        *("write_stake", "agree_to_stakes"),
    )
}
LEGEND = (
    "x: whoever has the role may do this. o: only for some, such as the own organisation, the own "
    "region, the own account, or people whose every role one may give. Nobody manages their own "
    "account."
)
HEADING = """\
# Roles and permissions

Written by `manage.py roles --markdown`; a test compares it with the rules. Roles add up.

"""


class Command(BaseCommand):
    help = "Prints which role has which permission."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--markdown", action="store_true", help="as it stands in docs/roles.md")

    def handle(self, *, markdown: bool, **options):
        table = [["permission", "public", "no role", *Role.values], *_rows()]
        if markdown:
            table.insert(1, ["---"] * len(table[0]))
            lines = ["| " + " | ".join(row) + " |" for row in table]
            self.stdout.write(HEADING + LEGEND + "\n\n" + "\n".join(lines))
            return
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        for row in table:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write("\n" + LEGEND)


def _rows() -> list[list[str]]:
    people = [AnonymousUser(), _somebody(1, OWN), *(_somebody(1, OWN, role) for role in Role)]
    return [[name, *(_mark(name, person) for person in people)] for name in sorted(permissions)]


def _mark(name: str, person) -> str:
    """Say whether the person has the permission for everybody else's rows, for some, or never."""
    may = permissions[name].test
    own, others = _samples(name, person)
    if not others:
        return ALL if may(person, None) else NONE
    if all(may(person, row) for row in others):
        return ALL
    return SOME if any(may(person, row) for row in [*own, *others]) else NONE


def _samples(name: str, person) -> tuple[list, list]:
    """Return rows that the permission may be about: one's own, and those of others."""
    if name in {"accounts.invite_person", "accounts.view_invitation"}:
        places = (OWN, OTHER)
        return [], [Invitation(organisation_id=at, role=role) for at in places for role in Role]
    if name in {"accounts.view_apitoken", "accounts.revoke_token"}:
        return [ApiToken(person_id=person.pk)], [ApiToken(person_id=2)]
    if name in {"accounts.view_people", "accounts.view_everybody"}:
        return [], []
    if name == "notifications.view_notification":
        return [SimpleNamespace(recipient_id=person.pk)], [SimpleNamespace(recipient_id=2)]
    if name.startswith("workagendas."):
        return [], [_thing_at(OWN), _thing_at(OTHER)] if name in OF_A_PLACE else []
    if name.startswith("accounts."):
        roles = [(), *((role,) for role in Role)]
        others = [_somebody(2, at, *had) for at in (OWN, OTHER, None) for had in roles]
        return [person], others
    return [], []


def _thing_at(place: int) -> SimpleNamespace:
    """Return what stands for an action, a milestone of it or a region, of one place."""
    lead = SimpleNamespace(pk=place, region_id=place)
    nobody = SimpleNamespace(all=list)
    action = SimpleNamespace(pk=place, lead=lead, lead_id=place, participations=nobody)
    action.action = action
    return action


def _somebody(number: int, organisation: int | None, *roles: Role) -> User:
    """Return a person in memory, whose roles and region need no database."""
    person = User(pk=number, organisation_id=organisation)
    if organisation is not None:
        person.organisation = Organisation(pk=organisation, region_id=organisation)
    person._roles = frozenset(roles)
    person._prefetched_objects_cache = {"groups": [Group(name=role) for role in roles]}
    return person
