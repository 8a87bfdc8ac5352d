"""Who stands in for whom, and until when."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import workflow
from accounts.desk import tasks_for
from accounts.enums import AccountAct
from accounts.models import Deputy, User
from accounts.roles import Role
from core.models import AuditEntry
from tests.factories.accounts import make_person
from tests.factories.invitations import DeputyFactory
from tests.factories.partners import OrganisationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def cast() -> tuple[User, User, User]:
    """A coordinator and two partners of one organisation."""
    place = {"organisation": OrganisationFactory()}
    return (
        make_person(Role.COORDINATOR, **place),
        make_person(Role.PARTNER, name="Annelies", **place),
        make_person(Role.PARTNER, name="Bram", **place),
    )


def ask(client, by, person, **fields):
    client.force_login(by)
    return client.post(f"/en/my/people/{person.uid}/deputy/", fields)


SUMMER = {"starts_on": "2026-07-01", "ends_on": "2026-07-31"}


def test_a_coordinator_names_a_colleague(client, cast):
    coordinator, annelies, bram = cast
    assert ask(client, coordinator, annelies, deputy=bram.uid, **SUMMER).status_code == 302
    term = Deputy.objects.get()
    assert (term.person, term.deputy) == (annelies, bram)
    assert (term.starts_on, term.ends_on) == (date(2026, 7, 1), date(2026, 7, 31))
    assert AuditEntry.objects.get(act=AccountAct.DEPUTY_NAMED).object_uid == annelies.uid


def test_only_colleagues_who_may_log_in_can_be_chosen(client, cast):
    coordinator, annelies, _bram = cast
    disabled = make_person(Role.PARTNER, organisation=annelies.organisation, is_active=False)
    stranger = make_person(Role.PARTNER, organisation=OrganisationFactory())
    for other in (disabled, stranger, annelies):
        page = ask(client, coordinator, annelies, deputy=other.uid, **SUMMER)
        assert page.context["deputy_form"].errors["deputy"]
        with pytest.raises(workflow.NotAColleague):
            workflow.name_deputy(
                person=annelies,
                deputy=other,
                starts_on=date(2026, 7, 1),
                ends_on=date(2026, 7, 1),
                by=coordinator,
            )
    assert not Deputy.objects.exists()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"organisation": None}])
def test_the_deputy_counts_as_they_are_now_and_not_as_they_were_read(cast, fields):
    coordinator, annelies, bram = cast
    User.objects.filter(pk=bram.pk).update(**fields)
    days = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 7, 1)}
    with pytest.raises(workflow.NotAColleague):
        workflow.name_deputy(person=annelies, deputy=bram, by=coordinator, **days)
    assert not Deputy.objects.exists()


def test_terms_do_not_overlap_and_what_was_typed_stays(client, cast):
    coordinator, annelies, bram = cast
    DeputyFactory(person=annelies, deputy=bram)
    again = {"starts_on": "2026-07-31", "ends_on": "2026-08-02"}
    page = ask(client, coordinator, annelies, deputy=bram.uid, **again).content.decode()
    assert "Somebody stands in for this person in that time already." in page
    assert 'value="2026-08-02"' in page
    after = {"starts_on": "2026-08-01", "ends_on": "2026-08-02"}
    assert ask(client, coordinator, annelies, deputy=bram.uid, **after).status_code == 302


def test_an_end_before_the_start_is_said(client, cast):
    coordinator, annelies, bram = cast
    dates = {"starts_on": "2026-07-02", "ends_on": "2026-07-01"}
    page = ask(client, coordinator, annelies, deputy=bram.uid, **dates)
    assert page.context["deputy_form"].errors["ends_on"] == ["The end lies before the start."]


def test_a_partner_names_nobody(client, cast):
    _coordinator, annelies, bram = cast
    assert ask(client, annelies, annelies, deputy=bram.uid, **SUMMER).status_code == 403
    assert ask(client, annelies, bram, deputy=annelies.uid, **SUMMER).status_code == 404


def end(client, by, term):
    client.force_login(by)
    return client.post(f"/en/my/deputies/{term.uid}/end/")


def test_a_running_term_ends_yesterday_and_is_remembered(client, cast):
    coordinator, annelies, bram = cast
    today = timezone.localdate()
    term = DeputyFactory(
        person=annelies, deputy=bram, starts_on=today - timedelta(days=3), ends_on=today
    )
    assert end(client, coordinator, term).status_code == 302
    assert Deputy.objects.get().ends_on == today - timedelta(days=1)
    assert not Deputy.objects.on(today).exists()
    assert AuditEntry.objects.filter(act=AccountAct.DEPUTY_ENDED).count() == 1


def test_a_term_that_did_not_begin_goes(client, cast):
    coordinator, annelies, bram = cast
    tomorrow = timezone.localdate() + timedelta(days=1)
    end(
        client,
        coordinator,
        DeputyFactory(person=annelies, deputy=bram, starts_on=tomorrow, ends_on=tomorrow),
    )
    assert not Deputy.objects.exists()


def test_a_term_elsewhere_is_out_of_reach(client, cast):
    coordinator, *_partners = cast
    term = DeputyFactory()
    assert end(client, coordinator, term).status_code == 404
    assert Deputy.objects.get() == term


def test_who_moves_away_stands_in_for_nobody(cast):
    _coordinator, annelies, bram = cast
    today = timezone.localdate()
    DeputyFactory(person=annelies, deputy=bram, starts_on=today, ends_on=today)
    DeputyFactory(
        person=bram, deputy=annelies, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2)
    )
    workflow.move_to_organisation(
        person=bram, organisation=OrganisationFactory(), by=make_person(Role.SECRETARIAT)
    )
    (past,) = Deputy.objects.all()
    assert past.person == bram


def test_both_see_a_running_term_on_their_desk(cast):
    _coordinator, annelies, bram = cast
    today = timezone.localdate()
    DeputyFactory(person=annelies, deputy=bram, starts_on=today, ends_on=today)
    assert "Bram" in tasks_for(annelies)[0].text
    assert "Annelies" in tasks_for(bram)[0].text
