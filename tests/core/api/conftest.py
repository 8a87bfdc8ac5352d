"""What the tests of the conventions start from."""

import pytest

from accounts.models import User
from accounts.roles import Role
from charter.enums import CharterState
from charter.models import Charter, Goal, Theme
from tests.factories.accounts import make_person
from tests.factories.charter import CharterFactory, GoalFactory, ThemeFactory


@pytest.fixture
def secretary(db) -> User:
    return make_person(Role.SECRETARIAT)


@pytest.fixture
def charter(db) -> Charter:
    return CharterFactory(year=2026, state=CharterState.IN_FORCE, title_en="Example charter")


@pytest.fixture
def theme(charter) -> Theme:
    return ThemeFactory(charter=charter)


@pytest.fixture
def goal(theme) -> Goal:
    """2026-1A, of which only the title has its English."""
    return GoalFactory(theme=theme, title_en="Example goal", summary_nl="Een zin.")
