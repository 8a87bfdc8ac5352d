"""What a part of a charter is called in addresses, and who may find it by that."""

import pytest

from charter.enums import CharterState
from charter.models import Charter, Goal, Paragraph, Signature, Theme
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    ParagraphFactory,
    SignatureFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

STATES = {2020: CharterState.SUPERSEDED, 2026: CharterState.IN_FORCE, 2030: CharterState.DRAFT}
IDENTIFIERS = {
    Charter: "{}",
    Theme: "{}-1",
    Goal: "{}-1A",
    Paragraph: "{}-theme-1-3",
    Signature: "{}-2",
}


@pytest.fixture
def charters():
    for year, state in STATES.items():
        charter = CharterFactory(year=year, state=state)
        GoalFactory(theme=ThemeFactory(charter=charter), code="1A")
        ParagraphFactory(charter=charter, anchor="theme-1-3")
        SignatureFactory(charter=charter, position=2)


@pytest.mark.usefixtures("charters")
@pytest.mark.parametrize("model", IDENTIFIERS)
def test_a_row_is_found_by_its_identifier_and_only_that_one(model):
    for year in STATES:
        (row,) = model.objects.with_identifier(IDENTIFIERS[model].format(year))
        assert row.identifier == IDENTIFIERS[model].format(year)


@pytest.mark.usefixtures("charters")
@pytest.mark.parametrize("model", IDENTIFIERS)
def test_a_draft_is_not_published(model):
    published = {
        year
        for year in STATES
        if model.objects.published().with_identifier(IDENTIFIERS[model].format(year)).exists()
    }
    assert published == {2020, 2026}


@pytest.mark.usefixtures("charters")
@pytest.mark.parametrize("model", IDENTIFIERS)
@pytest.mark.parametrize("malformed", ["", "x", "2026-", "-", "2026 ", "\0", "٢٠٢٦"])
def test_what_cannot_be_an_identifier_finds_nothing(django_assert_num_queries, model, malformed):
    with django_assert_num_queries(0):
        assert list(model.objects.with_identifier(malformed)) == []


@pytest.mark.usefixtures("charters")
def test_a_code_without_a_year_means_the_charter_in_force():
    (goal,) = Goal.objects.with_charter().called("1A")
    assert goal.identifier == "2026-1A"
    assert list(Goal.objects.called("1B")) == []
    assert list(Goal.objects.with_identifier("1A")) == []
    assert goal in Goal.objects.called("2026-1A")
