"""My own profile, my data as a file, and how safe my account is."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts import workflow
from accounts.enums import AccountAct
from accounts.models import KnownDevice, User
from accounts.roles import Role, roles_of
from core.addresses import addresses_of
from core.models import AuditEntry
from tests.accounts.logging_in import set_up_app
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.invitations import AffiliationFactory, DeputyFactory, InvitationFactory
from tests.factories.notifications import NotificationFactory, PreferenceFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.tokens import ApiTokenFactory

pytestmark = [
    pytest.mark.db,
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_passwords"),
]

PROFILE, DATA, SECURITY = "/en/my/profile/", "/en/my/profile/data/", "/en/my/security/"


@pytest.fixture
def person(client) -> User:
    place = OrganisationFactory(name_nl="Plaats", name_en="Place")
    person = make_person(
        Role.PARTNER, organisation=place, email="ik@blk.example", name="Ik Zelf", language="en"
    )
    client.force_login(person)
    return person


def answer(person: User, **other) -> dict:
    person = User.objects.get(pk=person.pk)
    fields = {"name": person.name, "function": person.function, "phone": person.phone}
    return fields | {"language": person.language, "seen_version": person.version} | other


def test_a_changed_profile_is_kept_and_recorded_by_the_names_of_its_fields(client, person):
    fields = answer(person, function="Beleidsadviseur", phone="+32 14 00 00 00", shows_name="on")
    page = client.post(PROFILE, fields, follow=True)
    assert "Your profile has been saved." in page.content.decode()
    kept = User.objects.get(pk=person.pk)
    assert (kept.function, kept.phone) == ("Beleidsadviseur", "+32 14 00 00 00")
    assert kept.shows_name
    assert [kept.shows_phone, kept.shows_email, kept.shows_function] == [False] * 3
    entry = AuditEntry.objects.get(act=AccountAct.PROFILE_CHANGED)
    assert entry.fields == ["function", "phone", "shows_name"]
    assert (entry.actor, entry.object_uid) == (person.uid, person.uid)


def test_nothing_is_public_until_chosen(client, person):
    page = client.get(PROFILE)
    assert not any(
        page.context["form"][name].value()
        for name in page.context["form"].fields
        if name.startswith("shows_")
    )
    assert "Nothing is public until you choose it here" in page.content.decode()


def test_saving_without_a_change_records_nothing(client, person):
    client.post(PROFILE, answer(person))
    assert not AuditEntry.objects.filter(act=AccountAct.PROFILE_CHANGED).exists()


def test_after_changing_the_language_the_page_is_in_that_language(client, person):
    response = client.post(PROFILE, answer(person, language="nl"))
    assert response["Location"] == addresses_of("profile")["nl"]


def test_a_second_window_loses_nothing_and_overwrites_nothing(client, person):
    first, second = answer(person, function="Eerste"), answer(person, function="Tweede")
    client.post(PROFILE, first)
    page = client.post(PROFILE, second)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Nothing was overwritten" in text
    assert 'value="Tweede"' in text
    assert "Eerste" in text
    assert User.objects.get(pk=person.pk).function == "Eerste"
    again = second | {"seen_version": page.context["form"]["seen_version"].value()}
    assert client.post(PROFILE, again).status_code == 302
    assert User.objects.get(pk=person.pk).function == "Tweede"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "evil.example/x"),
        ("name", "\u202eAn"),
        ("phone", "call me"),
        ("phone", "=1+1"),
        ("language", "fr"),
    ],
)
def test_what_is_not_right_is_said_at_its_field(client, person, field, value):
    page = client.post(PROFILE, answer(person, **{field: value, "function": "Getypt"}))
    assert page.context["form"].errors[field]
    assert 'value="Getypt"' in page.content.decode()


def test_role_organisation_address_and_state_do_not_change_here(client, person):
    other = OrganisationFactory()
    more = {"email": "ander@blk.example", "organisation": other.pk, "is_superuser": "on"}
    client.post(PROFILE, answer(person, roles="administrator", is_active="", groups="1", **more))
    kept = User.objects.get(pk=person.pk)
    assert (kept.email, kept.organisation) == ("ik@blk.example", person.organisation)
    assert roles_of(kept) == {Role.PARTNER}
    assert kept.is_active
    assert not kept.is_superuser


def test_the_page_shows_place_roles_and_former_organisations(client, person):
    former = OrganisationFactory(name_en="Former place")
    now = timezone.now()
    AffiliationFactory(person=person, organisation=former, until=now)
    AffiliationFactory(person=person, organisation=person.organisation, since=now)
    page = client.get(PROFILE).content.decode()
    for text in ("Place", "Former place", "partner", "ik@blk.example", "/accounts/email/"):
        assert text in page


# ── My data ──


def test_my_data_holds_everything_of_mine_and_nothing_of_others(client, person):
    other = make_person(Role.PARTNER, name="Iemand Anders", email="ander@blk.example")
    inviter = make_person(Role.SECRETARIAT, name="De Uitnodiger", email="uit@blk.example")
    AffiliationFactory(person=person, organisation=person.organisation)
    DeputyFactory(person=person, deputy=other)
    DeputyFactory(person=other, deputy=person)
    InvitationFactory(
        email=person.email, invited_by=inviter, accepted_by=person, accepted_at=timezone.now()
    )
    InvitationFactory(email="derde@blk.example", invited_by=person)
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key="geheim", user_agent="Mijn")
    UserSession.objects.create(user=other, ip="127.0.0.2", session_key="x", user_agent="Andermans")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "zeer-geheim"})
    ApiTokenFactory(person=person, name="Mijn token")
    ApiTokenFactory(person=other, name="Andermans token")
    NotificationFactory(recipient=person, facts={"what": "Mijn bericht"}, meant_for="Iemand Anders")
    NotificationFactory(recipient=other, facts={"what": "Andermans bericht"})
    PreferenceFactory(person=person, choice="daily", muted=["core.translation_outdated"])
    PreferenceFactory(person=other, choice="only_reminders")
    KnownDevice.objects.create(
        person=person, digest="a" * 64, first_seen_at=timezone.now(), last_seen_at=timezone.now()
    )
    workflow.disable_account(person=person, by=inviter)
    workflow.enable_account(person=person, by=inviter)
    client.force_login(person)
    response = client.get(DATA)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    text = response.content.decode()
    data = json.loads(text)
    assert data["account"]["name"] == "Ik Zelf"
    assert data["account"]["roles"] == ["partner"]
    assert data["email_addresses"] == [
        {"email": "ik@blk.example", "verified": True, "primary": True}
    ]
    assert [row["organisation__code"] for row in data["affiliations"]] == [person.organisation.code]
    assert len(data["deputies"]) == len(data["stands_in"]) == len(data["invitations"]) == 1
    assert [row["type"] for row in data["second_factors"]] == ["totp"]
    assert [(row["name"], row["scope"]) for row in data["tokens"]] == [("Mijn token", "read")]
    (told,) = [row for row in data["notifications"] if row["facts"]]
    assert told["facts"] == {"what": "Mijn bericht"}
    assert (told["state"], told["read_at"]) == ("sent", None)
    assert data["mail_choices"] == {"choice": "daily", "muted": ["core.translation_outdated"]}
    assert [row.keys() for row in data["devices"]] == [{"first_seen_at", "last_seen_at"}]
    assert {"accounts.disabled", "accounts.data_taken"} <= {row["act"] for row in data["audit"]}
    for absent in ("Iemand Anders", "ander@", "uit@", "Uitnodiger", "derde@", "Andermans"):
        assert absent not in text
    for secret in ("geheim", "digest", "secret", str(inviter.uid), person.password):
        assert secret not in text


def test_who_was_told_nothing_and_chose_nothing_reads_that(client, person):
    data = client.get(DATA).json()
    assert (data["notifications"], data["mail_choices"]) == ([], None)


def test_taking_my_data_is_recorded(client, person):
    client.get(DATA)
    entry = AuditEntry.objects.get(act=AccountAct.DATA_TAKEN)
    assert (entry.actor, entry.object_uid) == (person.uid, person.uid)


# ── Security ──


def states(client) -> dict[str, str]:
    return {item.title: item.state for item in client.get(SECURITY).context["items"]}


def test_security_says_how_each_way_in_stands(client, person):
    shown = states(client)
    assert shown["Password"].startswith("None")
    assert shown["Second factor (app)"] == "Off"
    assert shown["Passkeys"] == "None"
    assert "Recovery codes" not in shown
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    Authenticator.objects.create(user=person, type="totp", data={})
    codes = RecoveryCodes.activate(person)
    codes.validate_code(codes.generate_codes()[0])
    shown = states(client)
    assert shown["Password"] == "Set"
    assert shown["Second factor (app)"].startswith("On since")
    assert shown["Recovery codes"] == "9 codes left"


def test_security_counts_the_sessions_that_still_work(client, person):
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key="gone", user_agent="x")
    assert states(client)["Sessions"] == "Logged in at 0 places"
    UserSession.objects.create(
        user=person, ip="127.0.0.1", session_key=client.session.session_key, user_agent="x"
    )
    assert states(client)["Sessions"] == "Logged in at 1 place"


def test_security_counts_the_tokens_that_work(client, person):
    ApiTokenFactory(person=person)  # has expired
    assert states(client)["API tokens"] == "None"
    for said in ("1 token works", "2 tokens work"):
        ApiTokenFactory(person=person, expires_at=timezone.now() + timedelta(days=1))
        assert states(client)["API tokens"] == said


def test_every_link_of_security_leads_back_to_it(client, person):
    *items, tokens = client.get(SECURITY).context["items"]
    assert 'href="/en/my/security/"' in client.get(tokens.url).content.decode()
    for item in items:
        assert item.url.startswith("/accounts/")
        assert item.url.endswith("?next=%2Fen%2Fmy%2Fsecurity%2F")


@pytest.mark.parametrize(("role", "needs"), [(Role.SECRETARIAT, True), (Role.TASK_FORCE, False)])
def test_security_says_whether_the_role_needs_a_second_factor(client, settings, role, needs):
    person = make_person(role)
    set_up_app(person)
    client.force_login(person)
    for required in (True, False):
        settings.REQUIRE_SECOND_FACTOR = required
        page = client.get(SECURITY).content.decode()
        said = "Your role needs a second factor. You have one." in page
        assert said is (needs and required)
