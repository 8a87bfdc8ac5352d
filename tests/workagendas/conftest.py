import pytest

from accounts.models import User
from accounts.roles import Role
from tests.factories.accounts import make_person


@pytest.fixture
def secretary(db) -> User:
    return make_person(Role.SECRETARIAT)
