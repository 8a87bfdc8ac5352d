"""What every answer says about being kept."""

import pytest
from django.conf import settings

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PUBLIC = ["/robots.txt", "/api/v1/problems/not-found"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_answer_may_be_kept(client, path):
    assert client.get(path)["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_answer_that_sets_a_cookie_is_for_one_reader(client, path):
    client.cookies[settings.CSRF_COOKIE_NAME] = "too-short"  # so that it gets another one
    answer = client.get(path)
    assert settings.CSRF_COOKIE_NAME in answer.cookies
    assert {*answer["Cache-Control"].split(", ")} == {"private", "no-cache", "no-store"}
