"""What an agenda promises, written down in one way, and what differs between two such texts."""

import json
from datetime import date

import pytest

from core.days import DatePrecision
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import (
    ActionDependencyFactory,
    ActionFactory,
    BudgetLineFactory,
    MilestoneFactory,
    ParticipationFactory,
    WorkAgendaFactory,
)
from tests.workagendas.wholes import a_whole_action, a_whole_agenda
from workagendas.models import WorkAgenda
from workagendas.substance import canonical, differences, digest_of, substance_of

pytestmark = pytest.mark.django_db


def test_the_text_is_written_in_one_way():
    assert canonical({"b": [1, None], "a": "é “x”"}) == '{"a":"é “x”","b":[1,null]}'


def test_the_digest_is_that_of_the_bytes_in_utf8():
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest_of("é") != digest_of("e")


def test_nothing_internal_is_in_it():
    agenda = WorkAgendaFactory()
    action = ActionFactory(agenda=agenda, internal_notes="GEHEIM-1")
    BudgetLineFactory(action=action, note_nl="GEHEIM-2")
    hidden = ActionFactory(agenda=agenda, title_nl="GEHEIM-3", is_public=False)
    ActionDependencyFactory(action=action, needs=hidden)
    text = canonical(substance_of(agenda))
    assert action.code in text
    assert "GEHEIM" not in text
    assert hidden.code not in text


def test_it_holds_what_a_reader_is_promised():
    agenda = a_whole_agenda(title_en="An agenda")
    action = agenda.actions.get()
    BudgetLineFactory(action=action, amount=1200, is_public=True)
    substance = substance_of(agenda)
    (told,) = substance["actions"]
    assert substance["title"]["en"] == "An agenda"
    assert told["lead"] == action.lead.code
    assert told["mainGoal"] == "1A"
    assert told["partners"][0]["part"] == {"nl": "Doet mee.", "en": ""}
    assert told["milestones"][0]["dueOn"] == "2026-12-01"
    assert told["budget"][0]["amount"] == "1200.00"


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_as_many_queries_for_one_action_as_for_many(number, django_assert_num_queries):
    agenda, lead, partner = WorkAgendaFactory(), OrganisationFactory(), OrganisationFactory()
    for _ in range(number):
        action = a_whole_action(agenda, lead=lead, partner=partner)
        BudgetLineFactory(action=action, is_public=True)
        needed = ActionFactory(agenda=agenda, lead=lead)
        ActionDependencyFactory(action=action, needs=needed)
    agenda = WorkAgenda.objects.with_theme().get(pk=agenda.pk)
    with django_assert_num_queries(6):
        substance_of(agenda)


def test_the_same_text_differs_in_nothing():
    substance = substance_of(a_whole_agenda())
    assert differences(substance, json.loads(canonical(substance))) == []


def test_each_difference_says_where_what_and_both_texts():
    agenda = WorkAgendaFactory(title_nl="Eerst")
    action = ActionFactory(
        agenda=agenda, title_nl="Fietsen", due_on=date(2026, 6, 30), code="2026-X-77"
    )
    milestone = MilestoneFactory(action=action, title_nl="Route", due_on=date(2026, 5, 1))
    gone = ActionFactory(agenda=agenda, title_nl="Weg", code="2026-X-78")
    before = substance_of(agenda)

    WorkAgenda.objects.filter(pk=agenda.pk).update(title_nl="Later")
    action.due_on, action.due_precision = date(2027, 12, 31), DatePrecision.YEAR
    action.save()
    milestone.due_on = date(2026, 9, 1)
    milestone.save()
    partner = ParticipationFactory(action=action)
    gone.is_public = False
    gone.save()
    found = differences(before, substance_of(WorkAgenda.objects.with_theme().get(pk=agenda.pk)))

    told = [(each.where, each.before, each.after) for each in found]
    assert told == [
        ("", "Eerst", "Later"),
        ("2026-X-77 Fietsen", "juni 2026", "2027"),
        ("2026-X-77 Fietsen", "", partner.organisation.code),
        ("2026-X-77 Fietsen", "1 mei 2026", "1 september 2026"),
        ("2026-X-78 Weg", "2026-X-78 Weg", ""),
    ]
    assert found[0].language == "nl"
