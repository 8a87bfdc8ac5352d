"""Who sees what of an agenda: the sets agree with the rules, for everybody and in every state."""

from dataclasses import dataclass
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from partners.models import Organisation
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ParticipationFactory,
    ReactionFactory,
    RegionStakeFactory,
    WorkAgendaFactory,
)
from workagendas.enums import PUBLISHED_AGENDAS, AgendaState
from workagendas.models import Action, Milestone, Reaction, RegionStake, WorkAgenda

pytestmark = [pytest.mark.db, pytest.mark.django_db]

OVERSEES = {Role.SECRETARIAT, Role.TASK_FORCE}
OF_A_PARTY = {Role.PARTNER, Role.COORDINATOR}


@dataclass
class Reader:
    """Somebody, where they stand to the actions, and which role makes them somebody."""

    person: User | AnonymousUser
    role: Role | None
    place: str
    organisation: Organisation | None = None


@pytest.fixture
def places() -> dict[str, Organisation]:
    """Return the lead, its partner, a neighbour of the lead, and one of a third region."""
    here, there, elsewhere = RegionFactory.create_batch(3)
    return {
        "lead": OrganisationFactory(region=here),
        "partner": OrganisationFactory(region=there),
        "neighbour": OrganisationFactory(region=here),
        "elsewhere": OrganisationFactory(region=elsewhere),
    }


@pytest.fixture
def readers(places) -> list[Reader]:
    of_roles = [
        Reader(make_person(role, organisation=organisation), role, place, organisation)
        for role, (place, organisation) in product(Role, places.items())
    ]
    return [
        *of_roles,
        Reader(AnonymousUser(), None, "nowhere"),
        Reader(make_person(organisation=places["lead"]), None, "lead"),
        Reader(make_person(*Role, organisation=places["lead"], is_active=False), None, "lead"),
        Reader(make_person(Role.SECRETARIAT), Role.SECRETARIAT, "nowhere"),
        Reader(make_person(Role.ADMINISTRATOR), Role.ADMINISTRATOR, "nowhere"),
    ]


@pytest.fixture
def actions(places) -> list[Action]:
    """Return a public and an internal action of an agenda in each state."""
    rows = []
    for state, is_public in product(AgendaState, (True, False)):
        adopted = {"adopted_on": timezone.localdate(), "decision_nl": "Besloten."}
        agenda = WorkAgendaFactory(state=state, **adopted if state in PUBLISHED_AGENDAS else {})
        action = ActionFactory(agenda=agenda, lead=places["lead"], is_public=is_public)
        ParticipationFactory(action=action, organisation=places["partner"])
        MilestoneFactory(action=action)
        RegionStakeFactory(action=action, region=places["neighbour"].region)
        ReactionFactory(agenda=agenda, action=action)
        ReactionFactory(agenda=agenda)
        rows.append(action)
    return rows


def is_inside(reader: Reader) -> bool:
    """Say by the table of roles whether the reader works on the actions or oversees them."""
    if reader.role in OVERSEES:
        return True
    if reader.role in OF_A_PARTY:
        return reader.place in ("lead", "partner")
    return reader.role == Role.LIAISON and reader.place in ("lead", "partner", "neighbour")


def sees(reader: Reader, action: Action) -> bool:
    if is_inside(reader):
        return True
    if not action.is_public:
        return False
    in_consultation = action.agenda.state == AgendaState.CONSULTATION
    return action.agenda.is_published or (in_consultation and reader.role is not None)


def sees_agenda(reader: Reader, agenda: WorkAgenda) -> bool:
    in_consultation = agenda.state == AgendaState.CONSULTATION and reader.role is not None
    return agenda.is_published or in_consultation or is_inside(reader)


def sees_stake(reader: Reader, action: Action) -> bool:
    """Say whether the reader sees what the lead's region wrote; nothing is published yet."""
    if reader.role in OVERSEES:
        return True
    inside = reader.role in OF_A_PARTY | {Role.LIAISON}
    return inside and reader.place in ("lead", "neighbour") and sees(reader, action)


def wrong(readers, rows, seen_by, should_see, key) -> list[tuple]:
    """Return who sees a row and should not, or the other way round."""
    found = []
    for reader in readers:
        seen = set(seen_by(reader.person).values_list(key, flat=True))
        found += [
            (reader.role, reader.place, row.agenda.state, row.is_public)
            for row in rows
            if (row.pk in seen) != should_see(reader, row)
        ]
    return found


def test_actions_are_seen_as_the_roles_say(readers, actions):
    assert not wrong(readers, actions, Action.objects.visible_to, sees, "pk")


def test_milestones_are_seen_with_their_actions(readers, actions):
    assert not wrong(readers, actions, Milestone.objects.visible_to, sees, "action")


def test_what_is_internal_is_open_to_whom_the_rule_allows(readers, actions):
    def inside(reader, action) -> bool:
        allowed = reader.person.has_perm("workagendas.read_inside", action)
        assert allowed == is_inside(reader), (reader.role, reader.place)
        return allowed

    assert not wrong(readers, actions, Action.objects.open_to, inside, "pk")


def test_agendas_are_seen_as_the_roles_say(readers, actions):
    def agenda_of(reader, action) -> bool:
        return sees_agenda(reader, action.agenda)

    assert not wrong(readers, actions, WorkAgenda.objects.visible_to, agenda_of, "actions")


def test_reactions_are_read_by_everybody_with_a_role_who_sees_what_they_are_about(readers, actions):
    def reads(reader, action) -> bool:
        return reader.role is not None and sees(reader, action)

    assert not wrong(readers, actions, Reaction.objects.visible_to, reads, "action")


def test_reactions_to_a_whole_agenda_are_read_by_everybody_with_a_role_who_sees_it(
    readers, actions
):
    def reads(reader, action) -> bool:
        return reader.role is not None and sees_agenda(reader, action.agenda)

    def to_a_whole(person):
        return Reaction.objects.visible_to(person).filter(action=None)

    assert not wrong(readers, actions, to_a_whole, reads, "agenda__actions")


@pytest.mark.parametrize("state", AgendaState)
def test_whose_words_a_reaction_holds_makes_no_difference(state):
    adopted = {"adopted": True} if state in PUBLISHED_AGENDAS else {}
    partner = make_person(Role.PARTNER, organisation=OrganisationFactory())
    agenda = WorkAgendaFactory(**adopted | {"state": state})
    own = ReactionFactory(agenda=agenda, author=partner, organisation=partner.organisation)
    other = ReactionFactory(agenda=agenda)
    seen = {own, other} if state != AgendaState.DRAFT else set()
    assert {*Reaction.objects.visible_to(partner)} == seen


def test_stakes_are_seen_by_their_own_region(readers, actions):
    assert not wrong(readers, actions, RegionStake.objects.visible_to, sees_stake, "action")


def test_an_action_without_partners_is_its_leads_own(readers, places):
    action = ActionFactory(lead=places["lead"])
    for reader in readers:
        inside = reader.role in OVERSEES or (
            is_inside(reader) and reader.place in ("lead", "neighbour")
        )
        seen = Action.objects.open_to(reader.person).filter(pk=action.pk).exists()
        assert seen == inside == reader.person.has_perm("workagendas.read_inside", action)
