"""What tests about people start from."""

import pytest
from django.core.cache import cache

from tests.accounts.logging_in import Browser


@pytest.fixture(autouse=True)
def _nobody_was_counted_before():
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def quick_passwords(settings):
    """Hash at test speed; the hashing itself is Django's."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def client() -> Browser:
    return Browser()
