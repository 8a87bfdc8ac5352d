"""`manage.py events` prints of what people are told; docs/events.md is what it prints."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from core.announce import every_event


def printed(**options) -> str:
    said = StringIO()
    call_command("events", stdout=said, **options)
    return said.getvalue()


def test_the_document_says_what_apps_declare():
    """If this fails: `manage.py events --markdown > docs/events.md`, and read the difference."""
    assert (settings.BASE_DIR / "docs" / "events.md").read_text("utf-8") == printed(markdown=True)


def test_every_event_is_in_it():
    headings = [line for line in printed(markdown=True).splitlines() if line.startswith("## ")]
    assert headings == [f"## `{key}`" for key in sorted(event.key for event in every_event())]


@pytest.mark.parametrize("markdown", [True, False])
def test_each_is_told_in_the_words_of_both_languages(markdown):
    said = printed(markdown=markdown)
    for words in ("Your password has been changed", "Uw wachtwoord is gewijzigd"):
        assert words in said, words


def test_an_event_of_an_app_appears_by_itself(news):
    assert f"## `{news.key}`" in printed(markdown=True)
