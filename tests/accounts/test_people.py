"""The list of people, a person's page, and what happens to an account: each act for who may."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import workflow
from accounts.enums import AccountAct
from accounts.models import Affiliation, User
from accounts.models.invitation import digest_of
from accounts.roles import Role, roles_of
from core.addresses import addresses_of
from core.errors import NotAllowed
from core.models import AuditEntry
from tests.factories.accounts import make_person
from tests.factories.invitations import InvitationFactory
from tests.factories.partners import OrganisationFactory, RegionFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PEOPLE = "/en/my/people/"
QUERIES = 11


@pytest.fixture
def place():
    return OrganisationFactory(name_nl="Plaats", name_en="Place")


@pytest.fixture
def coordinator(place) -> User:
    return make_person(Role.COORDINATOR, organisation=place, name="Coordinator Here")


@pytest.fixture
def colleague(place) -> User:
    return make_person(Role.PARTNER, organisation=place, name="Colleague Here")


@pytest.fixture
def stranger() -> User:
    return make_person(Role.PARTNER, organisation=OrganisationFactory(), name="Stranger There")


@pytest.fixture
def secretary() -> User:
    return make_person(Role.SECRETARIAT, name="Secretary")


@pytest.fixture
def administrator() -> User:
    return make_person(Role.ADMINISTRATOR, name="Administrator")


def page_for(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def send(person: User, address: str, **fields):
    client = Client()
    client.force_login(person)
    return client.post(address, fields)


def address_of(person: User, act: str = "") -> str:
    return f"/en/my/people/{person.uid}/{act and act + '/'}"


# ── Who sees what ──


@pytest.mark.parametrize("role", [None, Role.PARTNER, Role.LIAISON, Role.TASK_FORCE])
def test_for_who_manages_nobody_there_is_no_list(role, place):
    person = make_person(*filter(None, [role]), organisation=place)
    client = Client()
    client.force_login(person)
    assert client.get(PEOPLE).status_code == 404
    assert client.get(address_of(person)).status_code == 200  # oneself


@pytest.mark.parametrize(
    "address", [PEOPLE, "/en/my/audit/", "/en/my/profile/", "/en/my/security/"]
)
def test_an_anonymous_visitor_is_led_to_the_login_and_back(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


def test_a_coordinator_sees_the_own_organisation(coordinator, colleague, stranger, secretary):
    page = page_for(coordinator, PEOPLE)
    assert colleague.name in page
    for other in (stranger, secretary):
        assert other.name not in page
        assert send(coordinator, address_of(other, "enable")).status_code == 404


def test_the_secretariat_sees_everybody_with_place_roles_and_state(
    secretary, coordinator, colleague, stranger
):
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    page = page_for(secretary, PEOPLE)
    for text in (stranger.name, "Place", "coordinator of an organisation", "disabled"):
        assert text in page


def test_people_stand_by_organisation_in_the_charters_order(secretary):
    third = OrganisationFactory(region=RegionFactory(position=93))
    first = OrganisationFactory(region=RegionFactory(position=91))
    last = make_person(organisation=third, name="Aaa")
    early = make_person(organisation=first, name="Zzz")
    people = list(User.objects.by_organisation())
    assert people.index(early) < people.index(last) < people.index(secretary)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=COLLEAGUE", {"Colleague Here"}),
        ("q=nobody-like-this", set()),
        ("role=coordinator", {"Coordinator Here"}),
        ("state=disabled", {"Stranger There"}),
        ("state=invited", {"Invited Now"}),
        ("state=expired", {"Invited Before"}),
        ("role=partner&state=active", {"Colleague Here"}),
        ("role=liaison", {"Invited Before"}),
    ],
)
def test_the_list_is_searched_and_filtered(
    secretary, coordinator, colleague, stranger, place, query, names
):
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    InvitationFactory(name="Invited Now", organisation=place, invited_by=secretary)
    InvitationFactory(
        name="Invited Before",
        organisation=place,
        role=Role.LIAISON,
        expires_at=timezone.now(),
        invited_by=secretary,
    )
    everybody = {"Colleague Here", "Coordinator Here", "Stranger There", "Invited Now"}
    everybody |= {"Invited Before"}
    page = page_for(secretary, f"{PEOPLE}?{query}")
    assert {name for name in everybody if name in page} == names


def test_the_list_is_filtered_by_organisation_for_who_sees_several(
    secretary, coordinator, colleague, stranger
):
    page = page_for(secretary, f"{PEOPLE}?organisation={colleague.organisation.code}")
    assert colleague.name in page
    assert stranger.name not in page
    assert 'name="organisation"' not in page_for(coordinator, PEOPLE)


def test_a_filter_that_makes_no_sense_says_so(secretary, colleague):
    page = page_for(secretary, f"{PEOPLE}?role=king&page=what")
    assert "This is not right yet" in page
    assert colleague.name in page


def test_a_null_character_reaches_no_database(client, secretary):
    client.force_login(secretary)
    fields = ("q", "organisation", "role", "state")
    page = client.get(PEOPLE, dict.fromkeys([*fields, "page"], "\0"))
    assert page.status_code == 200
    errors = page.context["form"].errors
    assert set(errors) == set(fields)
    assert errors.as_data()["organisation"][0].code == "null_characters_not_allowed"


def test_an_invitation_whose_inviter_may_no_longer_give_its_role_is_to_be_sent_again(
    secretary, coordinator
):
    InvitationFactory(
        invited_by=coordinator,
        organisation=coordinator.organisation,
        token="secret",
        role="partner",
    )
    said = "The link no longer works: send it again"
    assert said not in page_for(secretary, PEOPLE)
    assert workflow.usable_invitation(digest_of("secret"))
    workflow.change_roles(person=coordinator, roles=[Role.PARTNER], by=secretary)
    assert said in page_for(secretary, PEOPLE)
    with pytest.raises(workflow.InvitationUnusable):
        workflow.usable_invitation(digest_of("secret"))


def test_a_long_list_has_pages_that_keep_the_filter(secretary, place):
    for number in range(51):
        make_person(Role.PARTNER, organisation=place, name=f"Number {number:02}")
    page = page_for(secretary, f"{PEOPLE}?q=Number")
    assert "Number 49" in page
    assert "Number 50" not in page
    assert "?q=Number&amp;page=2" in page
    assert "Number 50" in page_for(secretary, f"{PEOPLE}?q=Number&page=2")


def test_example_accounts_are_marked(secretary):
    assert ">example<" not in page_for(secretary, PEOPLE + "?q=Voorbeeld%20P")
    make_person(Role.PARTNER, email="iemand@example.org", name="Op proef")
    assert ">example<" in page_for(secretary, PEOPLE + "?q=Op%20proef")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_number_of_queries_does_not_grow(client, secretary, place, language):
    client.force_login(secretary)
    client.get(PEOPLE)  # the first request of a session writes to it
    counts = []
    for start, stop in ((0, 1), (1, 30)):
        for number in range(start, stop):
            organisation = OrganisationFactory(region=place.region)
            make_person(Role.PARTNER, Role.LIAISON, organisation=organisation)
            InvitationFactory(
                organisation=organisation, invited_by=make_person(), email=f"q{number}@blk.example"
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(addresses_of("people")[language]).status_code == 200
        counts.append(len(queries))
    assert counts == [QUERIES, QUERIES]


# ── Disabling and enabling ──


def test_a_disabled_account_is_logged_out_everywhere_at_once(client, coordinator, colleague):
    client.force_login(colleague)
    assert client.get("/en/my/").status_code == 200
    assert "Disable the account" in page_for(coordinator, address_of(colleague, "disable"))
    assert User.objects.get(pk=colleague.pk).is_active  # asking does nothing
    response = send(coordinator, address_of(colleague, "disable"))
    assert response["Location"] == address_of(colleague)
    assert not User.objects.get(pk=colleague.pk).is_active
    assert client.get("/en/my/").status_code == 302
    entry = AuditEntry.objects.get(act=AccountAct.DISABLED)
    assert (entry.actor, entry.object_uid) == (coordinator.uid, colleague.uid)


def test_an_old_session_stays_dead_when_the_account_is_enabled(
    client, coordinator, secretary, colleague
):
    client.force_login(colleague)  # by Django alone: no row of its own beside the session
    workflow.disable_account(person=colleague, by=coordinator)
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()
    send(secretary, address_of(colleague, "enable"))
    assert User.objects.get(pk=colleague.pk).is_active
    assert client.get("/en/my/").status_code == 302
    assert roles_of(User.objects.get(pk=colleague.pk)) == {Role.PARTNER}


def test_a_coordinator_lets_nobody_log_in_again_and_reads_whom_to_ask(
    coordinator, secretary, colleague
):
    button = "Let this person log in again"
    workflow.disable_account(person=colleague, by=secretary)
    page = page_for(coordinator, address_of(colleague))
    assert "Only the secretariat can arrange that" in page
    assert button not in page
    assert send(coordinator, address_of(colleague, "enable")).status_code == 403
    with pytest.raises(NotAllowed):
        workflow.enable_account(person=colleague, by=coordinator)
    assert not User.objects.get(pk=colleague.pk).is_active
    assert button in page_for(secretary, address_of(colleague))
    assert send(secretary, address_of(colleague, "enable")).status_code == 302
    assert User.objects.get(pk=colleague.pk).is_active


def test_other_peoples_sessions_go_on(client, coordinator, colleague, stranger):
    client.force_login(stranger)
    workflow.disable_account(person=colleague, by=coordinator)
    assert client.get("/en/my/").status_code == 200


def test_disabling_twice_is_recorded_once(coordinator, colleague):
    for _ in range(2):
        workflow.disable_account(person=colleague, by=coordinator)
    assert AuditEntry.objects.filter(act=AccountAct.DISABLED).count() == 1


def test_who_may_see_but_not_manage_is_refused(secretary, administrator, coordinator):
    for by, other in (
        (secretary, administrator),
        (secretary, secretary),
        (coordinator, coordinator),
    ):
        for act in ("disable", "enable", "roles", "move"):
            assert send(by, address_of(other, act)).status_code == 403, act
        page = page_for(by, address_of(other))
        assert "Disable this account" not in page
        assert "Change roles" not in page
    assert User.objects.filter(is_active=True).count() == 3


def test_a_coordinator_disables_but_changes_no_roles_and_moves_nobody(coordinator, colleague):
    page = page_for(coordinator, address_of(colleague))
    assert "Disable this account" in page
    assert "Change roles" not in page
    for act in ("roles", "move"):
        assert send(coordinator, address_of(colleague, act), roles="liaison").status_code == 403


def test_the_last_administrator_stays(administrator):
    other = make_person(Role.ADMINISTRATOR)
    workflow.disable_account(person=other, by=administrator)
    emergency = _may_everything(make_person())
    with pytest.raises(workflow.NoAdministratorLeft):
        workflow.disable_account(person=administrator, by=emergency)
    with pytest.raises(workflow.NoAdministratorLeft):
        workflow.change_roles(person=administrator, roles=[], by=emergency)
    assert roles_of(User.objects.get(pk=administrator.pk)) == {Role.ADMINISTRATOR}


def _may_everything(person: User) -> User:
    person._roles = frozenset(Role)
    return person


# ── Roles and organisation ──


def test_the_secretariat_gives_and_takes_roles(secretary, colleague):
    response = send(secretary, address_of(colleague, "roles"), roles=["liaison", "coordinator"])
    assert response.status_code == 302
    assert roles_of(User.objects.get(pk=colleague.pk)) == {Role.LIAISON, Role.COORDINATOR}
    entry = AuditEntry.objects.get(act=AccountAct.ROLES_CHANGED)
    assert entry.fields == ["coordinator", "liaison", "partner"]


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
def test_the_secretariat_makes_nobody_secretariat_or_administrator(secretary, colleague, role):
    page = send(secretary, address_of(colleague, "roles"), roles=["partner", role])
    assert page.status_code == 200
    assert page.context["roles_form"].errors["roles"]
    assert "Only an administrator gives and takes" in page.content.decode()
    with pytest.raises(NotAllowed):
        workflow.change_roles(person=colleague, roles=[role], by=secretary)
    assert roles_of(User.objects.get(pk=colleague.pk)) == {Role.PARTNER}


def test_an_administrator_gives_every_role_but_never_their_own(administrator, colleague):
    send(administrator, address_of(colleague, "roles"), roles=["administrator"])
    assert roles_of(User.objects.get(pk=colleague.pk)) == {Role.ADMINISTRATOR}
    for roles in (["administrator", "secretariat"], []):
        assert (
            send(administrator, address_of(administrator, "roles"), roles=roles).status_code == 403
        )
    assert roles_of(User.objects.get(pk=administrator.pk)) == {Role.ADMINISTRATOR}


def test_a_role_of_an_organisation_needs_one(secretary):
    person = make_person(Role.TASK_FORCE)
    page = send(secretary, address_of(person, "roles"), roles=["partner"])
    assert "Somebody with this role belongs to an organisation." in page.content.decode()
    assert roles_of(User.objects.get(pk=person.pk)) == {Role.TASK_FORCE}


def test_moving_keeps_the_past_and_ends_being_coordinator(secretary, place):
    person = make_person(Role.COORDINATOR, Role.PARTNER)
    began = timezone.now() - timedelta(days=30)
    workflow.settle_in(person, organisation=place, roles=[Role.COORDINATOR, Role.PARTNER], at=began)
    new = OrganisationFactory(name_en="New place")
    response = send(secretary, address_of(person, "move"), **{"move-organisation": new.code})
    assert response.status_code == 302
    moved = User.objects.get(pk=person.pk)
    assert (moved.organisation, roles_of(moved)) == (new, {Role.PARTNER})
    latest, former = Affiliation.objects.filter(person=person)
    assert (former.organisation, former.since) == (place, began)
    assert former.until == latest.since
    assert AuditEntry.objects.get(act=AccountAct.MOVED).fields == ["coordinator", "organisation"]
    page = page_for(secretary, address_of(person))
    assert "New place" in page
    assert "Place" in page


@pytest.mark.parametrize("elsewhere", [True, False])
def test_being_liaison_ends_in_another_region(secretary, place, elsewhere):
    person = make_person(Role.LIAISON, Role.PARTNER, organisation=place)
    new = OrganisationFactory(region=RegionFactory() if elsewhere else place.region)
    assert "when the new organisation is in another region" in page_for(
        secretary, address_of(person)
    )
    send(secretary, address_of(person, "move"), **{"move-organisation": new.code})
    moved = User.objects.get(pk=person.pk)
    kept = {Role.PARTNER} if elsewhere else {Role.PARTNER, Role.LIAISON}
    assert (moved.organisation, roles_of(moved)) == (new, kept)
    ended = ["liaison"] if elsewhere else []
    assert AuditEntry.objects.get(act=AccountAct.MOVED).fields == [*ended, "organisation"]


def test_a_partner_is_not_moved_to_nowhere(secretary, colleague):
    page = send(secretary, address_of(colleague, "move"), **{"move-organisation": ""})
    assert "belongs to an organisation" in page.content.decode()
    assert User.objects.get(pk=colleague.pk).organisation is not None


def test_moving_to_the_same_organisation_changes_nothing(secretary, coordinator):
    workflow.move_to_organisation(
        person=coordinator, organisation=coordinator.organisation, by=secretary
    )
    assert roles_of(User.objects.get(pk=coordinator.pk)) == {Role.COORDINATOR}
    assert not AuditEntry.objects.filter(act=AccountAct.MOVED).exists()


def test_reading_the_address_of_an_act_does_nothing(secretary, colleague, client):
    client.force_login(secretary)
    assert client.get(address_of(colleague, "enable")).status_code == 405
    for act in ("roles", "move", "deputy"):
        answer = client.get(address_of(colleague, act))
        assert answer["Location"] == colleague.get_absolute_url()
    assert not AuditEntry.objects.exclude(act=AccountAct.LOGGED_IN).exists()


def test_the_form_refuses_the_organisation_where_somebody_is(secretary, colleague):
    here = colleague.organisation.code
    page = send(secretary, address_of(colleague, "move"), **{"move-organisation": here})
    assert "This is where the person belongs already." in page.content.decode()
