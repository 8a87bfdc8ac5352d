"""How people come in: who may invite whom, what an invitation tells, and how it is accepted."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.messages import get_messages
from django.core import mail
from django.utils import timezone

from accounts import workflow
from accounts.enums import AccountAct
from accounts.models import Affiliation, Invitation, User
from accounts.models.invitation import digest_of
from accounts.roles import Role, roles_of
from accounts.workflow import invitations as acts
from core.errors import NotAllowed
from core.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.invitations import InvitationFactory
from tests.factories.partners import OrganisationFactory

pytestmark = [
    pytest.mark.db,
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_passwords"),
]

NEW = "/en/my/invitations/new/"
PEOPLE = "/en/my/people/"
PAGE = "/en/invitation/"
ANSWER = {"name": "Voorbeeld Genodigde", "way": "password", "password": PASSWORD}


@pytest.fixture
def coordinator(client) -> User:
    person = make_person(Role.COORDINATOR, organisation=OrganisationFactory(name_en="Own place"))
    client.force_login(person)
    return person


@pytest.fixture
def secretary() -> User:
    return make_person(Role.SECRETARIAT)


def answer(**other) -> dict:
    fields = {"email": "nieuw@blk.example", "name": "Nieuw Iemand", "role": "partner"}
    return fields | {"language": "en"} | other


def link_in(message) -> str:
    return re.search(r"http://testserver(/\S+/[\w-]{20,}/)", message.body)[1]


def test_an_invitation_is_kept_and_its_link_is_mailed(client, coordinator):
    response = client.post(NEW, answer(email="Nieuw@blk.example"), follow=True)
    assert response.redirect_chain == [(PEOPLE, 302)]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("nieuw@blk.example", Role.PARTNER)
    assert (invitation.organisation, invitation.invited_by) == (
        coordinator.organisation,
        coordinator,
    )
    (message,) = mail.outbox
    assert message.to == ["nieuw@blk.example"]
    assert "Own place invites you" in message.body
    token = link_in(message).rstrip("/").rpartition("/")[2]
    assert digest_of(token) == invitation.digest
    assert "Nieuw Iemand" in response.content.decode()
    entry = AuditEntry.objects.get(act=AccountAct.INVITED)
    assert (entry.actor, entry.object_uid) == (coordinator.uid, invitation.uid)


def test_a_secret_is_kept_nowhere(client, coordinator):
    client.post(NEW, answer())
    token = link_in(mail.outbox[0]).rstrip("/").rpartition("/")[2]
    kept = f"{list(Invitation.objects.values())}{list(AuditEntry.objects.values())}"
    assert token not in kept


def test_a_name_in_a_mail_is_not_escaped_and_stays_on_its_line(client, coordinator):
    client.post(NEW, answer(name="D’Hondt & Zn\nhttps://evil.example"))
    assert "Dear D’Hondt & Zn https://evil.example," in mail.outbox[0].body


@pytest.mark.parametrize("role", [None, Role.PARTNER, Role.LIAISON, Role.TASK_FORCE])
def test_for_who_may_not_invite_there_is_no_such_page(client, role):
    client.force_login(make_person(*filter(None, [role]), organisation=OrganisationFactory()))
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, answer()).status_code == 404
    assert not Invitation.objects.exists()


def test_an_anonymous_visitor_is_led_to_the_login(client):
    response = client.get(NEW)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={NEW}"


def test_a_coordinator_cannot_choose_organisation_or_role(client, coordinator):
    other = OrganisationFactory()
    client.post(NEW, answer(organisation=other.pk, invited_by="1", digest="x"))
    assert Invitation.objects.get().organisation == coordinator.organisation
    for role in set(Role) - {Role.PARTNER}:
        page = client.post(NEW, answer(email="b@blk.example", role=role))
        assert page.status_code == 200
        assert page.context["form"].errors["role"]
    assert Invitation.objects.count() == 1


def test_the_secretariat_invites_everywhere_but_into_no_sensitive_role(client, secretary):
    client.force_login(secretary)
    place = OrganisationFactory()
    client.post(NEW, answer(role=Role.LIAISON, organisation=place.pk))
    assert Invitation.objects.get().organisation == place
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        assert client.post(NEW, answer(email="b@blk.example", role=role)).status_code == 200
        invitation = InvitationFactory.build(role=role, organisation=place)
        with pytest.raises(NotAllowed):
            workflow.invite_person(invitation=invitation, by=secretary)
    assert Invitation.objects.count() == 1


def test_a_role_of_an_organisation_needs_one(client, secretary):
    client.force_login(secretary)
    page = client.post(NEW, answer(organisation=""))
    assert page.context["form"].errors["organisation"] == [
        "Somebody with this role belongs to an organisation."
    ]
    client.post(NEW, answer(role=Role.TASK_FORCE, organisation=""))
    assert Invitation.objects.get().organisation is None


def test_a_known_colleague_is_named_with_a_link(client, coordinator):
    known = make_person(Role.PARTNER, organisation=coordinator.organisation)
    page = client.post(NEW, answer(email=known.email.upper()))
    assert known.get_absolute_url().split("/")[-2] in page.content.decode()
    assert 'value="Nieuw Iemand"' in page.content.decode()
    assert not mail.outbox
    assert not Invitation.objects.exists()


def outcome_of(client, email: str):
    """Return what the inviter sees: status, where to, and the words, with the address blanked."""
    response = client.post(NEW, answer(email=email))
    said = [str(message) for message in get_messages(response.wsgi_request)]
    client.get(PEOPLE)  # where the messages are read, so that the next act begins without
    return response.status_code, response.get("Location"), str(said).replace(email, "…")


def test_whom_a_coordinator_may_not_know_looks_like_anybody_else(client, coordinator):
    stranger = make_person(Role.PARTNER, organisation=OrganisationFactory())
    invited = InvitationFactory(organisation=OrganisationFactory())
    new = outcome_of(client, "nieuw@blk.example")
    assert outcome_of(client, stranger.email) == new
    assert outcome_of(client, invited.email.upper().lower()) == new
    assert new[0] == 302
    assert Invitation.objects.filter(invited_by=coordinator).count() == 1
    to_new, to_stranger, to_invited = mail.outbox
    assert link_in(to_new)
    assert to_stranger.to == [stranger.email]
    assert "You have an account there already" in to_stranger.body
    assert to_invited.to == [invited.email]
    assert "There is an invitation for this e-mail address already" in to_invited.body
    for message in (to_stranger, to_invited):
        assert "invitation/" not in message.body
        assert coordinator.name not in message.body
        assert coordinator.email not in message.body


def test_an_invitation_that_stands_is_offered_to_be_sent_again(client, coordinator):
    invitation = InvitationFactory(organisation=coordinator.organisation, email="a@blk.example")
    page = client.post(NEW, answer(email="A@blk.example")).content.decode()
    assert f"/my/invitations/{invitation.uid}/again/" in page
    assert Invitation.objects.count() == 1


def test_a_mail_that_fails_leaves_the_invitation_and_says_so(client, coordinator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = client.post(NEW, answer(), follow=True).content.decode()
    assert "could not be sent" in page
    assert Invitation.objects.get().is_pending


def test_sent_again_the_old_link_is_void(client, coordinator):
    invitation = InvitationFactory(
        organisation=coordinator.organisation, token="old", expires_at=timezone.now()
    )
    client.post(f"/en/my/invitations/{invitation.uid}/again/")
    renewed = Invitation.objects.get()
    assert renewed.digest != digest_of("old")
    assert renewed.expires_at > timezone.now() + timedelta(days=13)
    assert renewed.invited_by == coordinator
    assert link_in(mail.outbox[0])
    with pytest.raises(workflow.InvitationUnusable):
        workflow.usable_invitation(digest_of("old"))


def test_an_invitation_is_withdrawn_once(client, coordinator):
    invitation = InvitationFactory(organisation=coordinator.organisation)
    address = f"/en/my/invitations/{invitation.uid}/withdraw/"
    assert client.get(address).status_code == 405
    client.post(address)
    assert Invitation.objects.get().withdrawn_at
    assert "accepted or withdrawn already" in client.post(address, follow=True).content.decode()
    assert AuditEntry.objects.filter(act=AccountAct.WITHDREW).count() == 1


def test_another_organisations_invitation_is_out_of_reach(client, coordinator):
    invitation = InvitationFactory()
    for act in ("again", "withdraw"):
        assert client.post(f"/en/my/invitations/{invitation.uid}/{act}/").status_code == 404
    assert not mail.outbox


def test_a_colleagues_invitation_into_a_higher_role_is_seen_and_not_touched(client, coordinator):
    invitation = InvitationFactory(organisation=coordinator.organisation, role=Role.LIAISON)
    assert invitation.name in client.get(PEOPLE).content.decode()
    for act in ("again", "withdraw"):
        assert client.post(f"/en/my/invitations/{invitation.uid}/{act}/").status_code == 403


def test_there_is_an_end_to_inviting_in_a_day(client, coordinator, monkeypatch):
    monkeypatch.setattr(acts, "INVITATIONS_A_DAY", 2)
    for number in range(3):
        page = client.post(NEW, answer(email=f"n{number}@blk.example"))
    assert page.status_code == 200
    assert "Go on tomorrow" in page.content.decode()
    assert Invitation.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        client.force_login(coordinator)
        assert client.post(NEW, answer(email="n9@blk.example")).status_code == 302


# ── Accepting ──


@pytest.fixture
def invitation(secretary) -> Invitation:
    place = OrganisationFactory(name_nl="Voorbeeldplaats", name_en="Example place")
    return InvitationFactory(invited_by=secretary, organisation=place, token="geheim")


def follow(client, token="geheim"):
    return client.get(f"/en/invitation/{token}/", follow=True)


def test_the_page_tells_what_one_is_invited_to_and_not_by_which_person(client, invitation):
    response = follow(client)
    page = response.content.decode()
    assert response.redirect_chain == [(PAGE, 302)]
    for text in ("The secretariat invites you", invitation.email, "Example place", "partner"):
        assert text in page
    assert f'value="{invitation.name}"' in page
    assert invitation.invited_by.email not in page
    assert invitation.invited_by.name not in page
    assert response["Cache-Control"] == "private, no-store"
    assert 'name="robots" content="noindex"' in page


def test_the_secret_stays_out_of_the_page_and_of_referrers(client, invitation):
    step = client.get("/en/invitation/geheim/")
    assert step["Referrer-Policy"] == "no-referrer"
    assert step["Cache-Control"] == "private, no-store"
    assert "geheim" not in client.get(PAGE).content.decode()
    assert "geheim" not in str(dict(client.session.items()))


def test_reading_uses_nothing_up(client, invitation):
    for _ in range(3):
        assert follow(client).status_code == 200
        assert client.head("/en/invitation/geheim/").status_code == 302
    assert Invitation.objects.get().is_pending
    assert not User.objects.filter(email=invitation.email).exists()


def test_accepting_makes_the_account_and_logs_in(client, invitation):
    follow(client)
    response = client.post(PAGE, ANSWER, follow=True)
    assert response.redirect_chain == [("/en/my/", 302)]
    assert "Welcome, Voorbeeld Genodigde." in response.content.decode()
    person = User.objects.get(email=invitation.email)
    assert roles_of(person) == {Role.PARTNER}
    assert person.organisation == invitation.organisation
    assert person.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=person).verified
    assert Affiliation.objects.get(person=person).organisation == invitation.organisation
    assert UserSession.objects.filter(user=person).count() == 1
    assert client.session["_auth_user_backend"] == "accounts.backends.RecognisePeople"
    accepted = Invitation.objects.get()
    assert accepted.accepted_by == person
    entry = AuditEntry.objects.get(act=AccountAct.ACCEPTED)
    assert (entry.actor, entry.object_uid) == (person.uid, invitation.uid)


def test_without_a_password_one_logs_in_by_codes(client, invitation):
    follow(client)
    client.post(PAGE, {"name": "Iemand", "way": "code", "password": "ignored"})
    person = User.objects.get(email=invitation.email)
    assert not person.has_usable_password()
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("password", ["", "kort", "1qaz2wsx3edc", "genodigde-blk"])
def test_a_poor_password_is_refused_and_the_name_stays(client, invitation, password):
    invitation.email = "genodigde@blk.example"
    invitation.save()
    follow(client)
    page = client.post(PAGE, ANSWER | {"name": "Genodigde-Blk", "password": password})
    assert page.status_code == 200
    assert page.context["form"].errors["password"]
    assert 'value="Genodigde-Blk"' in page.content.decode()
    assert Invitation.objects.get().is_pending


def test_more_than_the_form_asks_changes_nothing(client, invitation):
    follow(client)
    more = {"role": "administrator", "roles": "administrator", "is_superuser": "on"}
    client.post(PAGE, ANSWER | more | {"email": "ander@blk.example", "organisation": ""})
    person = User.objects.get(email=invitation.email)
    assert roles_of(person) == {Role.PARTNER}
    assert not person.is_superuser
    assert person.organisation == invitation.organisation


def accept(client):
    follow(client)
    client.post(PAGE, ANSWER)
    client.logout()


def withdraw(client):
    Invitation.objects.update(withdrawn_at=timezone.now())


def expire(client):
    Invitation.objects.update(expires_at=timezone.now())


def disable_the_inviter(client):
    User.objects.update(is_active=False)


def make_an_account(client):
    make_person(email=Invitation.objects.get().email.upper())


def replace(client):
    Invitation.objects.update(digest="another")


@pytest.mark.parametrize(
    "spoil", [accept, withdraw, expire, disable_the_inviter, make_an_account, replace]
)
def test_every_link_that_does_not_work_gets_the_same_answer(client, invitation, spoil):
    spoil(client)
    unknown = follow(client, "never-was")
    response = follow(client)
    assert (response.status_code, unknown.status_code) == (410, 410)
    assert response.content == unknown.content
    assert "send it again" in response.content.decode()
    people = User.objects.count()
    assert client.post(PAGE, ANSWER).status_code == 410
    assert User.objects.count() == people


def test_a_link_withdrawn_while_the_form_was_open_makes_no_account(client, invitation):
    follow(client)
    withdraw(client)
    assert client.post(PAGE, ANSWER).status_code == 410
    assert not User.objects.filter(email=invitation.email).exists()


def test_without_a_link_there_is_nothing_to_accept(client):
    assert client.get(PAGE).status_code == 410


def test_who_is_logged_in_is_asked_to_log_out_first(client, invitation, secretary):
    client.force_login(secretary)
    response = follow(client)
    assert "Log out first" in response.content.decode()
    client.post(PAGE, ANSWER)
    assert Invitation.objects.get().is_pending
