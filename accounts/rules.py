"""Who may do what with accounts, and with what stands below them and knows no people.

The set forms are `visible_to` of `User.objects`, `Invitation.objects` and `ApiToken.objects`.
"""

from rules import add_perm, always_deny, predicate

from accounts.models import ApiToken, Invitation, User
from accounts.roles import Role, grantable_by, is_a

is_administrator = is_a(Role.ADMINISTRATOR)
is_secretariat = is_a(Role.SECRETARIAT)
manages_everybody = is_a(Role.SECRETARIAT, Role.ADMINISTRATOR)
manages_people = is_a(Role.COORDINATOR, Role.SECRETARIAT, Role.ADMINISTRATOR)


@predicate
def is_in_own_organisation(person: User, row: User | Invitation | None) -> bool:
    if row is None:
        return True
    return row.organisation_id is not None and row.organisation_id == person.organisation_id


@predicate
def is_oneself(person: User, other: User | None) -> bool:
    return other is not None and person.pk == other.pk and person.is_active


@predicate
def is_ones_own(person: User, token: ApiToken | None) -> bool:
    return token is not None and token.person_id == person.pk and person.is_active


@predicate
def may_give_its_role(person: User, invitation: Invitation | None) -> bool:
    return invitation is None or invitation.role in grantable_by(person)


@predicate
def may_give_all_their_roles(person: User, other: User | None) -> bool:
    """Whoever has a role that you cannot give is not yours to manage."""
    if other is None:
        return True
    if other.is_superuser:
        return False
    names = {group.name for group in other.groups.all()}  # a disabled account's too
    return names <= grantable_by(person)


in_reach = manages_everybody | (manages_people & is_in_own_organisation)
manages_this_person = in_reach & may_give_all_their_roles & ~is_oneself

add_perm("core.open_back_office", manages_everybody)
add_perm("core.view_auditentry", is_administrator)

add_perm("accounts.view_people", manages_people)
add_perm("accounts.view_everybody", manages_everybody)
add_perm("accounts.view_user", is_oneself | in_reach)
add_perm("accounts.manage_user", manages_this_person)
add_perm("accounts.enable_user", manages_everybody & manages_this_person)
add_perm("accounts.name_deputy", in_reach & (may_give_all_their_roles | is_oneself))
add_perm("accounts.change_roles", manages_everybody & manages_this_person)
add_perm("accounts.move_user", manages_everybody & manages_this_person)
add_perm("accounts.invite_person", in_reach & may_give_its_role)
add_perm("accounts.view_invitation", in_reach)
add_perm("accounts.create_token", is_oneself)
add_perm("accounts.view_apitoken", is_ones_own | is_administrator)
add_perm("accounts.revoke_token", is_ones_own | is_administrator)

# Regions, municipalities and organisations stand below accounts, so their rules stand here.
for model in ("region", "municipality", "organisation", "statisticalarea"):
    add_perm(f"partners.view_{model}", manages_everybody)
    add_perm(f"partners.change_{model}", is_secretariat)
    fixed = model in ("region", "statisticalarea")
    add_perm(f"partners.add_{model}", always_deny if fixed else is_secretariat)
    add_perm(f"partners.delete_{model}", is_secretariat if model == "organisation" else always_deny)
