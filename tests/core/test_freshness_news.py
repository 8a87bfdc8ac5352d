"""Listeners hear once of each committed transaction which models of content changed in it."""

import pytest
from django.db import transaction

from accounts.models import User
from core.freshness import changes
from partners.models import Municipality, Region, StatisticalArea
from tests.factories.accounts import make_person
from tests.factories.partners import MunicipalityFactory, RegionFactory, StatisticalAreaFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]


@pytest.fixture
def heard(monkeypatch) -> list[set]:
    """What a listener hears, one set of models for each time it is told something."""
    told = []
    monkeypatch.setattr(changes, "_listeners", [])
    changes.listen(told.append)
    return told


@transaction.atomic
def change_and_fail():
    MunicipalityFactory()
    raise ZeroDivisionError


def test_a_transaction_is_told_once_with_every_model_that_changed(heard):
    with transaction.atomic():
        region = RegionFactory()
        MunicipalityFactory.create_batch(2, region=region)
        Region.objects.update(letter="Z")
        assert heard == []
    assert heard == [{Region, Municipality}]


def test_each_change_outside_a_transaction_is_told_at_once(heard):
    region = RegionFactory()
    assert heard == [{Region}]
    region.save()
    assert heard == [{Region}] * 2


def test_what_was_rolled_back_or_is_no_content_is_not_told(heard):
    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    person = make_person()
    heard.clear()
    User.objects.filter(pk=person.pk).update(language="en")
    assert heard == []


def test_a_change_after_a_savepoint_that_was_rolled_back_is_told(heard):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            change_and_fail()
        RegionFactory()
    assert heard == [{Region}]


def test_a_change_in_a_savepoint_is_told_with_the_ones_around_it(heard):
    with transaction.atomic():
        with transaction.atomic():
            StatisticalAreaFactory()
        MunicipalityFactory()
    assert heard == [{Region, StatisticalArea, Municipality}]


def test_a_deleted_row_is_told_with_what_may_have_gone_along(heard):
    region = RegionFactory()
    heard.clear()
    region.delete()
    (told,) = heard
    assert {Region, Municipality} <= told


def test_a_listener_that_fails_undoes_nothing_and_stops_nobody(monkeypatch, caplog):
    def fail(_changed):
        raise RuntimeError("a fault")

    monkeypatch.setattr(changes, "_listeners", [fail])
    region = RegionFactory()
    assert Region.objects.get() == region
    assert "a fault" in caplog.text


def test_a_listener_that_connects_twice_is_told_once(heard):
    listener = changes._listeners[0]
    changes.listen(listener)
    RegionFactory()
    assert heard == [{Region}]
