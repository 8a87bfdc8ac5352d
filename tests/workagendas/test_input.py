"""What cannot be is refused with a sentence at its field, whoever writes it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.roles import Role
from core.errors import NotAllowed
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory, ThemeFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    ParticipationFactory,
    WorkAgendaFactory,
)
from workagendas import workflow
from workagendas.models import Action, Milestone, RegionStake, WorkAgenda
from workagendas.templatetags.agendas import with_decimals

pytestmark = pytest.mark.django_db


def refused(row) -> dict[str, list[str]]:
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Deze doelstelling hoort bij een ander thema dan de werkagenda."),
        ("en", "This goal belongs to another theme than the agenda."),
    ],
)
def test_a_main_goal_is_of_the_agendas_theme(language, sentence):
    action = ActionFactory(main_goal=GoalFactory())
    with translation.override(language):
        assert refused(action)["main_goal"] == [sentence]
    action.main_goal = GoalFactory(theme=action.agenda.theme, code="1B")
    assert refused(action) == {}


def test_the_agenda_before_has_the_same_theme_and_an_earlier_period():
    theme = ThemeFactory()
    agenda = WorkAgendaFactory(theme=theme, starts_in=2028)
    earlier, later = (WorkAgendaFactory(theme=theme, starts_in=year) for year in (2026, 2030))
    of_another_theme = WorkAgendaFactory(theme=ThemeFactory(number=2), starts_in=2026)
    for other, is_right in ((earlier, True), (later, False), (of_another_theme, False)):
        agenda.previous = other
        assert ("previous" not in refused(agenda)) == is_right, other


@pytest.mark.parametrize("day", [date(2025, 12, 31), timezone.localdate() + timedelta(days=1)])
def test_a_milestone_is_reached_within_the_cooperation_and_by_today(day):
    milestone = MilestoneFactory(achieved_on=day)
    assert "achieved_on" in refused(milestone)
    with pytest.raises(workflow.NotOnThatDay):
        workflow.achieve_milestone(
            milestone=milestone, achieved_on=day, by=make_person(Role.SECRETARIAT)
        )


def test_a_value_of_tomorrow_was_not_measured():
    value = IndicatorValueFactory(measured_on=timezone.localdate() + timedelta(days=1))
    assert "measured_on" in refused(value)


def test_who_left_keeps_the_part_that_it_had_and_gets_no_new_one():
    action = ActionFactory()
    part = ParticipationFactory(action=action)
    for organisation in (action.lead, part.organisation):
        organisation.left_on = date(2026, 2, 1)
        organisation.save()
    assert refused(action) == {}
    assert refused(part) == {}
    other = ActionFactory()
    other.lead = action.lead
    assert "lead" in refused(other)
    part.organisation = action.lead
    assert "organisation" in refused(part)


def test_a_region_that_says_nothing_is_told_so_and_nothing_is_kept():
    region = RegionFactory()
    lead = OrganisationFactory(region=region)
    person = make_person(Role.LIAISON, organisation=lead)
    action = ActionFactory(lead=lead)
    with pytest.raises(workflow.StakeRefused):
        workflow.write_stake(action=action, region=region, values={}, language="nl", by=person)
    assert not RegionStake.objects.exists()


def test_nobody_agrees_for_an_agenda_that_they_do_not_see():
    organisation = OrganisationFactory()
    person = make_person(Role.LIAISON, organisation=organisation)
    draft = WorkAgendaFactory()
    with pytest.raises(NotAllowed):
        workflow.agree_to_stakes(agenda=draft, region=organisation.region, by=person)


def test_a_consultation_ends_within_the_period():
    agenda = WorkAgendaFactory()
    with pytest.raises(workflow.DayRefused):
        workflow.open_consultation(
            agenda=agenda, ends_on=date(2028, 1, 1), by=make_person(Role.SECRETARIAT)
        )


def test_what_belongs_to_an_example_is_one():
    agenda: WorkAgenda = WorkAgendaFactory(is_example=True)
    action: Action = ActionFactory(agenda=agenda)
    milestone: Milestone = MilestoneFactory(action=action)
    assert (action.is_example, milestone.is_example) == (True, True)
    assert not ActionFactory().is_example


@pytest.mark.parametrize(
    ("value", "decimals", "dutch"), [(99.6, 0, "100"), (0.9999, 2, "1,00"), (12.67, 1, "12,7")]
)
def test_a_number_is_rounded_and_not_cut_off(value, decimals, dutch):
    assert with_decimals(value, decimals) == dutch
