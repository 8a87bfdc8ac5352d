"""Funding sources that ship with the portal: what was read somewhere, and nothing else."""

from io import StringIO

import pytest
from django.core.management import call_command

from workagendas.models import FundingSource

pytestmark = pytest.mark.django_db


def load(**options) -> str:
    output = StringIO()
    call_command("load_funding_sources", stdout=output, **options)
    return output.getvalue()


def test_a_programme_comes_with_its_period_and_where_it_was_read():
    load()
    assert FundingSource.objects.get(code="eigen-middelen").name_en == "The partners’ own means"
    programmes = FundingSource.objects.exclude(code="eigen-middelen")
    assert programmes.count() == 2
    for programme in programmes:
        assert (programme.period, bool(programme.source)) == ("2021-2027", True)
    assert not FundingSource.objects.filter(is_example=True).exists()


def test_loading_again_leaves_alone_what_somebody_edited():
    load()
    FundingSource.objects.filter(code="eigen-middelen").update(name_nl="Anders")
    assert "1 different" in load()
    assert FundingSource.objects.get(code="eigen-middelen").name_nl == "Anders"
    assert "1 changed" in load(update=True)
