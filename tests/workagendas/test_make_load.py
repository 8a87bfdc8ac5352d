"""Very many examples at once: on PostgreSQL, where examples are allowed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import ExampleSet
from workagendas.models import Action, ProgressUpdate, ReportingRound, WorkAgenda
from workagendas.substance import canonical, substance_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def make_load(actions: int, updates: int) -> str:
    shown = StringIO()
    call_command("make_load", actions=actions, updates=updates, stdout=StringIO(), stderr=shown)
    return shown.getvalue()


@pytest.mark.postgresql
def test_as_many_as_asked_for_beside_the_other_examples(examples):
    before = Action.objects.count(), ProgressUpdate.objects.count()
    shown = make_load(actions=90, updates=400)
    assert Action.objects.count() == before[0] + 90
    assert ProgressUpdate.objects.count() == before[1] + 400
    assert "400/400" in shown
    made = Action.objects.filter(agenda__starts_in__gte=2030).with_latest_update()
    assert {action.latest_update.is_example for action in made} == {True}
    assert all(action.reach == "trilateral" for action in made.with_parties())
    for action in made:
        assert (
            action.latest_update
            == action.progressupdates.order_by("-round__reference_date", "-id").first()
        )
        action.full_clean()
    for agenda in WorkAgenda.objects.filter(starts_in__gte=2030):
        assert agenda.snapshots.get().content == canonical(substance_of(agenda))
    assert ExampleSet.objects.count() == 1


@pytest.mark.postgresql
def test_all_of_it_is_removed(content):
    make_load(actions=3, updates=10)
    call_command("remove_examples", stdout=StringIO())
    for model in (WorkAgenda, Action, ProgressUpdate, ReportingRound, ExampleSet):
        assert not model.objects.exists(), model


@pytest.mark.postgresql
def test_a_second_load_asks_to_remove_the_first(content):
    make_load(actions=2, updates=2)
    with pytest.raises(CommandError, match="remove_examples"):
        make_load(actions=2, updates=2)


@pytest.mark.postgresql
def test_more_than_there_are_codes_for_is_refused(content):
    with pytest.raises(CommandError, match="There is room for"):
        make_load(actions=1_000_000, updates=0)


@pytest.mark.postgresql
@pytest.mark.parametrize(("actions", "updates"), [(0, 5), (-1, 5), (5, -1)])
def test_numbers_that_make_no_sense_are_refused(content, actions, updates):
    with pytest.raises(CommandError, match="at least one action"):
        make_load(actions=actions, updates=updates)


@pytest.mark.sqlite
def test_sqlite_is_refused_with_a_sentence(content):
    with pytest.raises(CommandError, match="for PostgreSQL"):
        make_load(actions=1, updates=1)


def test_where_examples_are_off_it_is_refused(content, settings):
    settings.EXAMPLES = False
    with pytest.raises(CommandError, match="EXAMPLES=1"):
        make_load(actions=1, updates=1)
