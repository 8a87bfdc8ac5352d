"""Who may do what with agendas, actions and what is reported about them.

The set forms are `visible_to` of each kind, and `open_to` of `Action.objects`. Drafts, internal
notes and unpublished reports are for who works on them; an administrator has no part in that.
"""

from rules import add_perm, always_deny, predicate

from accounts.models import User
from accounts.roles import OF_AN_ORGANISATION, Role, has_role, is_a, roles_of
from accounts.rules import is_secretariat
from partners.models import Region
from workagendas.enums import NOT_ADOPTED
from workagendas.models import Action, Milestone, WorkAgenda

oversees = is_a(Role.SECRETARIAT, Role.TASK_FORCE)
speaks_for_a_region = is_a(Role.COORDINATOR, Role.LIAISON, Role.TASK_FORCE)


@predicate
def has_a_role(person: User) -> bool:
    return bool(roles_of(person))


@predicate
def works_on(person: User, action: Action | None) -> bool:
    """Its organisation leads the action or takes part; for a liaison person, one of its region."""
    if action is None or not roles_of(person) or person.organisation_id is None:
        return False
    parties = [action.lead, *(each.organisation for each in action.participations.all())]
    if has_role(person, Role.LIAISON):
        regions = {party.region_id for party in parties} - {None}
        if person.organisation.region_id in regions:
            return True
    is_a_party = person.organisation_id in {party.pk for party in parties}
    return is_a_party and has_role(person, Role.PARTNER, Role.COORDINATOR)


@predicate
def leads(person: User, milestone: Milestone | None) -> bool:
    """The organisation that leads the milestone's action is the person's."""
    if milestone is None or not has_role(person, *OF_AN_ORGANISATION):
        return False
    return milestone.action.lead_id == person.organisation_id


@predicate
def is_of_region(person: User, region: Region | None) -> bool:
    """The person's organisation lies in the region; each region speaks for itself only."""
    if region is None or person.organisation_id is None:
        return False
    return person.organisation.region_id == region.pk


@predicate
def is_not_adopted(person: User, row: WorkAgenda | Action | None) -> bool:
    """The agenda is not adopted yet, so that what belongs to it can still go."""
    agenda = getattr(row, "agenda", row)
    return agenda is None or agenda.state in NOT_ADOPTED


for model in (
    *("workagenda", "action", "actiongoal", "actionrelation", "actiondependency", "participation"),
    *("milestone", "budgetline", "fundingsource", "indicator", "indicatorgoal", "indicatorvalue"),
    "regionaldefinition",
):
    add_perm(f"workagendas.view_{model}", is_secretariat)
    add_perm(f"workagendas.add_{model}", is_secretariat)
    add_perm(f"workagendas.change_{model}", is_secretariat)
    once_adopted_stays = model in ("workagenda", "action")
    add_perm(
        f"workagendas.delete_{model}",
        is_secretariat & is_not_adopted if once_adopted_stays else is_secretariat,
    )

# Written by acts and by partners, and read here.
for model in (
    *("agendasnapshot", "milestonemove", "progressupdate", "contribution", "reaction"),
    *("regionstake", "stakeconsent", "reportinground"),
):
    add_perm(f"workagendas.view_{model}", is_secretariat)
    for verb in ("add", "change", "delete"):
        add_perm(f"workagendas.{verb}_{model}", always_deny)

add_perm("workagendas.read_inside", oversees | works_on)
add_perm("workagendas.open_consultation", is_secretariat)
add_perm("workagendas.take_back_agenda", is_secretariat)
add_perm("workagendas.adopt_agenda", is_secretariat)
add_perm("workagendas.amend_agenda", is_secretariat)
add_perm("workagendas.close_agenda", is_secretariat)
add_perm("workagendas.view_gaps", is_secretariat)
add_perm("workagendas.react", has_a_role)
add_perm("workagendas.answer_reaction", is_secretariat)
add_perm("workagendas.move_milestone", is_secretariat | leads)
add_perm("workagendas.achieve_milestone", is_secretariat | leads)
add_perm("workagendas.write_stake", speaks_for_a_region & is_of_region)
add_perm("workagendas.agree_to_stakes", is_a(Role.LIAISON, Role.TASK_FORCE) & is_of_region)
