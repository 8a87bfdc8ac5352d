"""Two real servers on one database: a change through one shows in the next request of the other."""

import urllib.request

import pytest

from tests.serving import portal_on, portal_with_content, run_in_portal

CHANGE = """
from charter.models import Goal
goal = Goal.objects.get(code="1A")
goal.title_nl = {title!r}
goal.save()
"""


@pytest.fixture(params=["database", pytest.param("redis", marks=pytest.mark.redis)])
def portals(request, tmp_path, monkeypatch, redis_url):
    """Two servers whose stamp is in the database or in Redis."""
    monkeypatch.setenv("REDIS_URL", redis_url if request.param == "redis" else "")
    with portal_with_content(tmp_path) as one, portal_on(tmp_path) as other:
        yield tmp_path, one, other


def page_of(origin: str) -> tuple[str, bool]:
    """Return the page of a goal, and whether it came from the cache (which gives no number)."""
    with urllib.request.urlopen(f"{origin}/nl/charter/1A/", timeout=5) as answer:
        return answer.read().decode(), "X-Request-ID" not in answer.headers


def test_a_change_shows_in_the_next_request_of_every_process(portals):
    folder, *origins = portals
    for title in ("Eerste nieuwe titel", "Tweede nieuwe titel"):
        for origin in origins:
            page_of(origin)
            text, is_kept = page_of(origin)
            assert is_kept
            assert title not in text
        run_in_portal(folder, CHANGE.format(title=title))
        for origin in origins:
            text, is_kept = page_of(origin)
            assert not is_kept
            assert title in text
