"""What the tests of loading a charter share: its signatories, and the command itself."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from charter.models import Charter
from core.loading import Load
from partners.management.commands.load_partners import load_organisations, load_regions
from tests.charter.texts import DUTCH


@pytest.fixture
def signatories(db):
    """The real regions and organisations."""
    load_regions(Load())
    load_organisations(Load())


@pytest.fixture
def load(tmp_path, signatories) -> Callable[..., str]:
    """Load a text as a file; returns what the command said."""

    def load(content: str | bytes, language: str = "nl", **options) -> str:
        file = tmp_path / "charter.txt"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        said = StringIO()
        call_command("load_charter", file, language=language, stdout=said, **options)
        return said.getvalue()

    return load


@pytest.fixture
def loaded(load) -> Charter:
    load(DUTCH)
    return Charter.objects.get()
