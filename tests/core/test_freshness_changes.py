"""What moves the stamp: each committed change of content, once, and nothing else."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import Affiliation, Deputy, Invitation, User
from accounts.roles import Role
from charter.models import SignatureParty
from core import audit
from core.enums import ContentAct
from core.errors import EditedMeanwhile
from core.freshness.changes import content_taken_along, move_the_stamp
from core.freshness.stamp import SharedStamp, shared_stamp
from core.models import AuditEntry, DomainModel
from partners.models import Municipality, Region
from portal.models import Page
from tests.accounts.logging_in import is_logged_in, log_in
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.charter import SignatureFactory
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def moves(django_capture_on_commit_callbacks):
    """Return how often the stamp would move if the transaction in which `act` runs committed."""

    def count(act) -> int:
        connection.run_on_commit.clear()  # the transaction of the test has changed content before
        with django_capture_on_commit_callbacks() as callbacks:
            act()
        return sum(callback is move_the_stamp for callback in callbacks)

    return count


def test_every_way_to_write_content_moves_it(moves):
    region, other = RegionFactory.create_batch(2)
    mol, geel, _dessel = MunicipalityFactory.create_batch(3, region=region)
    page = PageFactory()

    def save_one_field():
        mol.name = "Mol"
        mol.save(update_fields=["name"])

    def bulk_update():
        geel.name = "Geel"
        Municipality.objects.bulk_update([geel], ["name"])

    acts = [
        RegionFactory,
        page.save,
        save_one_field,
        bulk_update,
        lambda: Municipality.objects.bulk_create([MunicipalityFactory.build(region=other)]),
        lambda: region.municipalities.update(at_border=True),
        lambda: Page.objects.update_or_create(key=page.key, defaults={"title_nl": "Nieuw"}),
        mol.delete,
        Municipality.objects.filter(pk=geel.pk).delete,
        Municipality.objects.all().delete,
    ]
    assert [moves(act) for act in acts] == [1] * len(acts)


def test_rows_between_two_others_move_it(moves):
    signature, organisation = SignatureFactory(), OrganisationFactory()
    assert moves(lambda: signature.organisations.add(organisation)) == 1
    assert moves(lambda: signature.organisations.set([])) == 1
    signature.organisations.add(organisation)
    assert moves(lambda: signature.organisations.remove(organisation)) == 1
    signature.organisations.add(organisation)
    assert moves(signature.organisations.clear) == 1
    assert not SignatureParty.objects.exists()


def test_many_writes_in_one_transaction_move_it_once(moves):
    def write():
        for _number in range(3):
            with transaction.atomic():
                MunicipalityFactory()
            RegionFactory()
        Municipality.objects.update(at_border=True)

    assert moves(write) == 1


def test_what_changes_nothing_does_not_move_it(moves):
    mine = RegionFactory()
    Region.objects.update(letter="Z")

    def second_editor():
        with pytest.raises(EditedMeanwhile), transaction.atomic():
            mine.save()

    assert moves(second_editor) == 0
    assert moves(lambda: Region.objects.filter(letter="Q").update(letter="R")) == 0
    assert moves(Municipality.objects.all().delete) == 0
    assert moves(lambda: Region.objects.bulk_create([])) == 0


@transaction.atomic
def change_and_fail():
    RegionFactory()
    with transaction.atomic():
        RegionFactory()
    raise ZeroDivisionError


def fail_in_a_savepoint():
    with pytest.raises(ZeroDivisionError):
        change_and_fail()


def test_a_savepoint_that_is_rolled_back_moves_nothing(moves):
    assert moves(fail_in_a_savepoint) == 0


def test_a_change_after_or_before_such_a_savepoint_does(moves):
    def after():
        fail_in_a_savepoint()
        RegionFactory()

    def before():
        RegionFactory()
        fail_in_a_savepoint()

    def inside():
        with transaction.atomic():
            fail_in_a_savepoint()
            RegionFactory()
            fail_in_a_savepoint()

    assert [moves(act) for act in (after, before, inside)] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_the_stamp_moves_with_the_commit_and_not_before_it_or_without_it():
    stamps = [shared_stamp().current()]
    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    stamps.append(shared_stamp().current())
    with transaction.atomic():
        region = RegionFactory()
        stamps.append(shared_stamp().current())
    stamps.append(shared_stamp().current())
    region.save()  # outside a transaction
    stamps.append(shared_stamp().current())
    start = stamps[0]
    assert stamps[:3] == [start] * 3
    assert len(set(stamps)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_stamp_that_cannot_move_undoes_no_change_and_stops_nobody(monkeypatch, caplog):
    def fail(stamp):
        raise RuntimeError("a fault")

    monkeypatch.setattr(SharedStamp, "move", fail)
    with transaction.atomic():
        region = RegionFactory()
    assert Region.objects.get() == region
    assert "a fault" in caplog.text


def test_logging_in_and_out_moves_nothing(moves):
    person = make_person(Role.PARTNER, password=PASSWORD)
    client = Client()

    def visit():
        log_in(client, person.email)
        assert is_logged_in(client)
        client.post("/accounts/logout/")
        assert not is_logged_in(client)

    assert moves(visit) == 0
    assert User.objects.get().last_login


def test_a_record_in_the_audit_moves_nothing(moves):
    region = RegionFactory()
    assert moves(lambda: audit.record(ContentAct.CHANGED, by=None, on=region)) == 0


def test_what_no_public_page_shows_moves_nothing(moves):
    person, colleague = make_person(), make_person()
    first = date(2026, 3, 18)
    deputy = {"person": person, "deputy": colleague, "starts_on": first, "ends_on": first}
    assert moves(lambda: Deputy.objects.create(**deputy)) == 0
    assert moves(lambda: Deputy.objects.update(ends_on=date(2026, 3, 19))) == 0
    assert moves(Deputy.objects.all().delete) == 0
    assert moves(lambda: User.objects.update(language="en")) == 0


def test_what_a_person_shows_moves_it(moves):
    person = make_person()
    person.shows_name = True
    assert moves(person.save) == 1
    assert moves(lambda: User.objects.update(shows_name=False)) == 1


def test_every_model_but_these_is_content():
    models = {
        model.__name__
        for model in DomainModel.__subclasses__()
        if not model._meta.abstract and not model.is_content
    }
    known = {"Affiliation", "ApiToken", "AuditEntry", "Deputy", "IdempotentRequest"}
    known |= {"Invitation", "KnownDevice", "Notification", "Preference", "Reaction"}
    known |= {"SearchDocument", "Stamp"}
    assert models == known


def test_deleting_what_content_points_at_counts():
    assert content_taken_along(Region)
    assert content_taken_along(User)
    for model in (AuditEntry, Affiliation, Deputy):
        assert not content_taken_along(model), model
    assert not Invitation.is_content
