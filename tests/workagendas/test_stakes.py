"""Each region speaks for itself, and what it wrote is published when all three agree."""

import pytest

from accounts.roles import Role
from core.errors import NotAllowed
from core.models import AuditEntry
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import ActionFactory, RegionStakeFactory, WorkAgendaFactory
from workagendas import workflow
from workagendas.enums import AgendaAct, AgendaState
from workagendas.models import RegionStake, StakeConsent

pytestmark = pytest.mark.django_db

VALUES = {
    "effort": "Twee mensen.",
    "effort_level": 2,
    "benefit": "",
    "benefit_level": None,
    "burden": "",
    "burden_level": None,
}
SPEAKERS = [Role.COORDINATOR, Role.LIAISON, Role.TASK_FORCE]
AGREEING = [Role.LIAISON, Role.TASK_FORCE]


@pytest.fixture
def action():
    agenda = WorkAgendaFactory(adopted=True)
    return ActionFactory(agenda=agenda)


def speaker(region, role=Role.LIAISON):
    return make_person(role, organisation=OrganisationFactory(region=region))


def write(action, region, by, *, language="nl", **values):
    return workflow.write_stake(
        action=action, region=region, values=VALUES | values, language=language, by=by
    )


@pytest.mark.parametrize("role", SPEAKERS)
def test_a_region_writes_how_it_sees_an_action(action, role):
    region = RegionFactory()
    stake = write(action, region, speaker(region, role))
    assert (stake.effort, stake.effort_level, stake.region) == ("Twee mensen.", 2, region)
    again = write(action, region, speaker(region, role), effort="Drie mensen.")
    assert again.pk == stake.pk
    assert RegionStake.objects.get().effort == "Drie mensen."


@pytest.mark.parametrize("role", list(Role))
def test_nobody_writes_for_another_region(action, role):
    with pytest.raises(NotAllowed):
        write(action, RegionFactory(), speaker(RegionFactory(), role))


@pytest.mark.parametrize("role", [role for role in Role if role not in SPEAKERS])
def test_not_every_role_writes_for_its_region(action, role):
    region = RegionFactory()
    with pytest.raises(NotAllowed):
        write(action, region, speaker(region, role))


def test_nobody_writes_about_an_action_that_they_do_not_see():
    region = RegionFactory()
    hidden = ActionFactory()  # of a draft
    with pytest.raises(NotAllowed):
        write(hidden, region, speaker(region))


@pytest.mark.parametrize("values", [{"burden_level": 1}, {"effort_level": 4}])
def test_a_number_is_0_to_3_and_stands_beside_words(action, values):
    region = RegionFactory()
    with pytest.raises(workflow.StakeRefused):
        write(action, region, speaker(region), **values)
    assert not RegionStake.objects.exists()


def test_in_a_closed_agenda_nothing_is_written(action):
    type(action.agenda).objects.filter(pk=action.agenda.pk).update(state=AgendaState.CLOSED)
    region = RegionFactory()
    with pytest.raises(workflow.AgendaClosed):
        write(action, region, speaker(region))


@pytest.mark.parametrize("role", AGREEING)
def test_stakes_are_published_when_all_three_regions_agree(action, role):
    regions = RegionFactory.create_batch(3)
    stake = RegionStakeFactory(action=action, region=regions[0])
    for region in regions:
        assert not RegionStake.objects.published().exists()
        workflow.agree_to_stakes(agenda=action.agenda, region=region, by=speaker(region, role))
    assert list(RegionStake.objects.published()) == [stake]
    workflow.take_back_agreement(
        agenda=action.agenda, region=regions[1], by=speaker(regions[1], role)
    )
    assert not RegionStake.objects.published().exists()


def test_agreeing_twice_is_agreeing_once(action):
    region = RegionFactory()
    for _ in range(2):
        workflow.agree_to_stakes(agenda=action.agenda, region=region, by=speaker(region))
    assert StakeConsent.objects.count() == 1
    assert AuditEntry.objects.filter(act=AgendaAct.STAKES_AGREED).count() == 1


def test_other_words_than_agreed_end_the_regions_own_agreement(action):
    one, other = RegionFactory.create_batch(2)
    for region in (one, other):
        write(action, region, speaker(region))
        workflow.agree_to_stakes(agenda=action.agenda, region=region, by=speaker(region))
    write(action, one, speaker(one))  # the same words
    assert StakeConsent.objects.count() == 2
    write(action, one, speaker(one), effort="Iets anders.")
    assert [consent.region for consent in StakeConsent.objects.all()] == [other]


@pytest.mark.parametrize("role", [role for role in Role if role not in AGREEING])
def test_not_every_role_agrees_for_its_region(action, role):
    region = RegionFactory()
    with pytest.raises(NotAllowed):
        workflow.agree_to_stakes(agenda=action.agenda, region=region, by=speaker(region, role))


@pytest.mark.parametrize("role", list(Role))
def test_nobody_agrees_for_another_region(action, role):
    with pytest.raises(NotAllowed):
        workflow.agree_to_stakes(
            agenda=action.agenda, region=RegionFactory(), by=speaker(RegionFactory(), role)
        )
