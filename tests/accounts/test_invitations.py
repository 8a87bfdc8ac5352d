"""How people come in: who may invite whom, what an invitation tells, and how it is accepted."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts import workflow
from accounts.enums import AccountAct
from accounts.models import Affiliation, Invitation, User
from accounts.models.invitation import digest_of
from accounts.roles import Role, roles_of
from accounts.workflow import invitations as acts
from core.errors import NotAllowed
from core.models import AuditEntry
from notifications.enums import NotificationState
from notifications.models import Notification
from tests.accounts.test_tokens import everything_stored
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
    assert Invitation.objects.get().digest in everything_stored()
    assert token not in everything_stored()


def test_a_name_in_a_mail_is_not_escaped_and_stays_on_its_line(client, coordinator):
    client.post(NEW, answer(name="D’Hondt & Zn\n van\there"))
    assert "Dear D’Hondt & Zn van here," in mail.outbox[0].body


NO_NAMES = ["https://evil.example", "Evil.example/x", "a@evil.example", "An\x07", "An\x85na\x9b"]
NO_NAMES += ["\u202eAn", "A\u2066n", "An\u200f", "An\u061c"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused(client, coordinator, name):
    page = client.post(NEW, answer(name=name))
    assert page.context["form"].errors["name"] == [
        "Write a name without a web address, “/” or “@”, and without invisible characters."
    ]
    assert not mail.outbox
    assert not Invitation.objects.exists()


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


def nobody_yet(email: str) -> None:
    pass


def an_account_elsewhere(email: str) -> None:
    make_person(Role.PARTNER, organisation=OrganisationFactory(), email=email.upper())


def a_disabled_account_elsewhere(email: str) -> None:
    make_person(Role.PARTNER, organisation=OrganisationFactory(), email=email, is_active=False)


def invited_elsewhere(email: str) -> None:
    there = make_person(Role.COORDINATOR, organisation=OrganisationFactory())
    InvitationFactory(email=email, organisation=there.organisation, invited_by=there)


def invited_by_the_secretariat(email: str) -> None:
    by = make_person(Role.SECRETARIAT)
    InvitationFactory(email=email, organisation=None, role=Role.TASK_FORCE, invited_by=by)


ADDRESSES = [  # who has the address that a coordinator invites, and which mail goes to it
    (nobody_yet, "Follow the link below"),
    (an_account_elsewhere, "You have an account there already"),
    (a_disabled_account_elsewhere, "You have an account there already"),
    (invited_elsewhere, "There is an invitation for this e-mail address already"),
    (invited_by_the_secretariat, "There is an invitation for this e-mail address already"),
]
# What differs by itself: numbers, days and times stay; what stands for the reader alone goes.
OWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|nonce-\S+|value=.\w{64}.")


def answers_to(client, by: User, email: str) -> list:
    """Return all that the inviter gets to see: of inviting twice, the list, and sending again."""
    client.force_login(by)
    first = client.post(NEW, answer(email=email), follow=True)
    listed = client.get(PEOPLE)
    second = client.post(NEW, answer(email=email))
    (row,) = first.context["invitations"]
    again = client.post(f"/en/my/invitations/{row.uid}/again/", follow=True)
    third = client.post(NEW, answer(email=email))
    withdrawn = client.post(f"/en/my/invitations/{row.uid}/withdraw/", follow=True)
    pages = [first, listed, second, again, third, withdrawn]
    return [(page.status_code, OWN.sub("", page.content.decode())) for page in pages]


def test_whom_a_coordinator_may_not_know_looks_like_anybody_else_at_each_step(client):
    place = OrganisationFactory(name_en="Own place")
    seen = []
    with time_machine.travel(timezone.now(), tick=False):
        for has_the_address, _mail in ADDRESSES:
            by = make_person(
                Role.COORDINATOR, organisation=place, name="Same", email="s@blk.example"
            )
            has_the_address("nieuw@blk.example")
            seen.append(answers_to(client, by, "nieuw@blk.example"))
            Invitation.objects.all().delete()
            User.objects.all().delete()
    assert [status for status, _page in seen[0]] == [200] * 6
    assert "is on its way" in seen[0][0][1]
    assert "Works until" in seen[0][1][1]
    assert "This address has an invitation already." in seen[0][2][1]
    for other in seen[1:]:
        assert other == seen[0]


@pytest.mark.parametrize(("has_the_address", "text"), ADDRESSES)
def test_who_has_the_address_already_is_told_and_gets_no_link(
    client, coordinator, has_the_address, text
):
    has_the_address("nieuw@blk.example")
    User.objects.update(language="en")
    Invitation.objects.update(language="en")
    client.post(NEW, answer(email="nieuw@blk.example"))
    row = Invitation.objects.get(organisation=coordinator.organisation)
    client.post(f"/en/my/invitations/{row.uid}/again/")
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert [address.lower() for address in message.to] == ["nieuw@blk.example"]
        assert text in message.body
        assert ("/invitation/" in message.body) is (has_the_address is nobody_yet)
        assert coordinator.name not in message.body
        assert coordinator.email not in message.body
    acts = AuditEntry.objects.filter(actor=coordinator.uid, object_uid=row.uid)
    assert set(acts.values_list("act", flat=True)) == {AccountAct.INVITED, AccountAct.REMINDED}


@pytest.mark.parametrize(
    ("has_the_address", "subject"),
    [
        (an_account_elsewhere, "You have an account on the portal"),
        (invited_elsewhere, "You were invited to the portal"),
    ],
)
def test_who_is_told_reads_it_in_their_own_language(client, coordinator, has_the_address, subject):
    has_the_address("nieuw@blk.example")
    User.objects.update(language="en")
    Invitation.objects.update(language="en")
    client.post(NEW, answer(email="nieuw@blk.example", language="nl"))
    (message,) = mail.outbox
    assert subject in message.subject
    assert "http://testserver/en/" in message.body


def test_of_two_invitations_the_first_accepted_counts(coordinator, secretary):
    email = "nieuw@blk.example"
    first = InvitationFactory(email=email, organisation=coordinator.organisation, token="first")
    other = InvitationFactory(email=email, token="other")
    Invitation.objects.update(invited_by=secretary)
    for token in ("first", "other"):
        assert workflow.usable_invitation(digest_of(token))
    workflow.accept_invitation(digest=other.digest, name="Iemand", password=None)
    with pytest.raises(workflow.InvitationUnusable):
        workflow.accept_invitation(digest=first.digest, name="Iemand", password=None)
    assert User.objects.filter(email=email).count() == 1


@pytest.mark.parametrize("spoil", ["expire", "disable_the_inviter"])
def test_an_invitation_elsewhere_counts_only_while_its_link_works(client, coordinator, spoil):
    invited_elsewhere("nieuw@blk.example")
    elsewhere = Invitation.objects.get()
    if spoil == "expire":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        User.objects.filter(pk=elsewhere.invited_by_id).update(is_active=False)
    client.post(NEW, answer(email="nieuw@blk.example"))
    assert link_in(mail.outbox[0])


def test_an_invitation_without_a_link_keeps_nobody_elses_back(client, coordinator, secretary):
    first = InvitationFactory(email="nieuw@blk.example", invited_by=secretary)
    there = make_person(Role.COORDINATOR, organisation=OrganisationFactory())
    client.force_login(there)
    client.post(NEW, answer(email="nieuw@blk.example"))
    workflow.withdraw_invitation(invitation=first, by=secretary)
    client.force_login(coordinator)
    client.post(NEW, answer(email="nieuw@blk.example"))
    told, invited = mail.outbox
    assert "/invitation/" not in told.body
    assert link_in(invited)


def test_sent_again_the_earlier_of_two_invitations_keeps_its_link(client, coordinator):
    earlier = InvitationFactory(
        email="nieuw@blk.example", organisation=coordinator.organisation, invited_by=coordinator
    )
    invited_elsewhere("nieuw@blk.example")
    client.post(f"/en/my/invitations/{earlier.uid}/again/")
    assert link_in(mail.outbox[0])


def test_the_secretariat_is_told_who_has_the_address(client, secretary):
    client.force_login(secretary)
    place = OrganisationFactory()
    invited_elsewhere("a@blk.example")
    an_account_elsewhere("b@blk.example")
    for email, known in (("a@blk.example", "pending"), ("b@blk.example", "known")):
        page = client.post(NEW, answer(email=email, organisation=place.pk))
        assert page.status_code == 200
        assert page.context[known]
    row = InvitationFactory(email="b@blk.example", organisation=place)
    again = client.post(f"/en/my/invitations/{row.uid}/again/", follow=True).content.decode()
    assert "This person has an account already." in again
    assert not mail.outbox


def test_inviting_at_the_same_moment_as_a_colleague_is_recorded_and_counts(client, coordinator):
    place, before = coordinator.organisation, [""]

    def a_colleague_is_first(execute, sql, *rest):
        """Between the look whether somebody was invited and the write, a colleague writes."""
        if sql.startswith("SAVEPOINT") and 'FROM "accounts_invitation"' in before.pop():
            InvitationFactory(email="nieuw@blk.example", organisation=place, invited_by=coordinator)
        before.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(a_colleague_is_first):
        response = client.post(NEW, answer(email="nieuw@blk.example"))
    assert response.status_code == 302
    row = Invitation.objects.get()
    entry = AuditEntry.objects.get(act=AccountAct.INVITED)
    assert (entry.actor, entry.object_uid) == (coordinator.uid, row.uid)
    assert "/uitnodiging/" not in mail.outbox[0].body


def test_an_invitation_that_stands_is_offered_to_be_sent_again(client, coordinator):
    invitation = InvitationFactory(organisation=coordinator.organisation, email="a@blk.example")
    page = client.post(NEW, answer(email="A@blk.example")).content.decode()
    assert f"/my/invitations/{invitation.uid}/again/" in page
    assert Invitation.objects.count() == 1


def test_a_mail_server_that_is_down_keeps_the_letter_and_shows_nowhere(
    client, coordinator, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = client.post(NEW, answer(), follow=True).content.decode()
    assert "The invitation to nieuw@blk.example is on its way." in page
    assert Invitation.objects.get().is_pending
    letter = Notification.objects.get()
    assert (letter.state, letter.tries) == (NotificationState.PENDING, 1)


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


@pytest.mark.parametrize("name", NO_NAMES)
def test_nobody_comes_in_under_what_is_no_name(client, invitation, name):
    follow(client)
    page = client.post(PAGE, ANSWER | {"name": name})
    assert page.status_code == 200
    assert page.context["form"].errors["name"]
    assert Invitation.objects.get().is_pending


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


def test_whoever_tries_links_leaves_no_session_behind(client, invitation):
    response = follow(client, "never-was")
    assert response.status_code == 410
    assert "sessionid" not in client.cookies
    assert not Session.objects.exists()


def test_after_a_link_that_does_not_work_an_earlier_one_is_not_open_any_more(client, invitation):
    assert follow(client).status_code == 200
    assert follow(client, "never-was").status_code == 410


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
