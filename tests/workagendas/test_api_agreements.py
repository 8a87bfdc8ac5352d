"""Regions agree, each for itself, to publish how they see the actions of an agenda."""

import pytest

from accounts.roles import Role
from tests.core.api.calls import call, errors_of, ids_of
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.models import StakeConsent

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PATH = "work-agendas/2026-2027-clusters/stake-agreements"


@pytest.fixture
def rows():
    made = make_agenda_rows()
    StakeConsent.objects.all().delete()
    return made


def liaison_of(region):
    return make_person(Role.LIAISON, organisation=OrganisationFactory(region=region))


def agree(by, region, *, agrees=True):
    body = {"region": region.slug, "agrees": agrees}
    return call(PATH, method="post", by=by, body=body)


def told(answer) -> dict[str, bool]:
    return {each["region"]: each["agrees"] for each in answer.json()["results"]}


def test_what_regions_wrote_is_published_once_all_three_agree(rows):
    for number, region in enumerate(rows.regions):
        assert len(ids_of(call("region-stakes"))) == 0, number
        assert agree(liaison_of(region), region).status_code == 200
    assert len(ids_of(call("region-stakes"))) == 3
    last = rows.regions[2]
    answer = agree(liaison_of(last), last, agrees=False)
    assert told(answer) == {"brainport": True, "limburg": True, "kempen": False}
    assert ids_of(call("region-stakes")) == []


def test_regions_stand_in_the_order_of_the_charter(rows):
    for region in reversed(rows.regions):
        agree(liaison_of(region), region)
    answer = call(PATH, by=make_person(Role.SECRETARIAT))
    assert list(told(answer)) == ["brainport", "limburg", "kempen"]


def test_a_region_speaks_for_itself_alone(rows):
    kempen = liaison_of(rows.regions[2])
    assert agree(kempen, rows.regions[0]).status_code == 403
    assert agree(make_person(Role.SECRETARIAT), rows.regions[0]).status_code == 403
    assert not StakeConsent.objects.exists()


def test_agreeing_twice_is_agreeing_once(rows):
    region = rows.regions[0]
    person = liaison_of(region)
    assert [agree(person, region).status_code for _time in range(2)] == [200, 200]
    assert StakeConsent.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"#/region", "#/agrees"}),
        ({"region": "antwerpen", "agrees": True}, {"#/region"}),
        ({"region": "kempen", "agrees": "ja"}, {"#/agrees"}),
        ({"region": "kempen", "agrees": True, "stakes": []}, {"#/stakes"}),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_wrong_is_pointed_at(rows, body, pointers, language):
    person = liaison_of(rows.regions[2])
    answer = call(f"{PATH}?lang={language}", method="post", by=person, body=body)
    assert (answer.status_code, errors_of(answer).keys()) == (400, pointers)
