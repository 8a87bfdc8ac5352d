"""Who I am and my tokens, as the API tells it: only to me."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from accounts.roles import Role
from tests.accounts.logging_in import Browser
from tests.accounts.test_tokens import make_token
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ME, TOKENS = "/api/v1/me", "/api/v1/tokens"


@pytest.fixture
def person(db):
    organisation = OrganisationFactory(code="prov", region__slug="k")
    return make_person(Role.PARTNER, organisation=organisation)


@pytest.fixture
def session(person):
    client = Browser(headers={"accept-language": "en"})
    client.force_login(person, "accounts.backends.RecognisePeople")
    return client


def bearer(secret: str) -> Client:
    return Browser(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


def create(client: Client, **body):
    return client.post(TOKENS, {"name": "Voorbeeld"} | body, content_type="application/json")


def test_me_tells_account_place_and_roles(session, person):
    answer = session.get(ME)
    assert answer.json() == {
        "id": str(person.uid),
        "version": person.version,
        "email": person.email,
        "name": person.name,
        "function": "",
        "phone": "",
        "language": "nl",
        "organisation": "prov",
        "region": "k",
        "roles": ["partner"],
        "showsName": False,
        "showsFunction": False,
        "showsEmail": False,
        "showsPhone": False,
    }
    assert answer["Cache-Control"] == "no-store"


def test_me_without_an_organisation_has_no_region():
    _token, secret = make_token(make_person(Role.ADMINISTRATOR))
    answer = bearer(secret).get(ME).json()
    assert (answer["organisation"], answer["region"]) == (None, None)


@pytest.mark.parametrize("address", [ME, TOKENS])
def test_nobody_in_particular_is_asked_who_they_are(client, address):
    answer = client.get(address)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_is_made_told_once_and_works(session, person):
    answer = create(session, scope="write", days=7)
    assert answer.status_code == 201
    made = answer.json()
    assert bearer(made["token"]).get(ME).json()["email"] == person.email
    (listed,) = session.get(TOKENS).json()["results"]
    assert listed["id"] == made["id"]
    assert (listed["scope"], listed["state"]) == ("write", "usable")
    assert made["token"] not in session.get(TOKENS).content.decode()
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert made["token"] not in mail.outbox[0].body


def test_what_is_wrong_with_a_new_token_is_told_at_once(session):
    answer = create(session, name="", scope="all", days=0, digest="x")
    assert answer.status_code == 400
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"#/name", "#/scope", "#/days", "#/digest"}
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("name", ["a\u200bb", "een\nregel"])
def test_a_name_of_more_than_a_line_of_signs_is_said_at_the_name(session, name):
    answer = create(session, name=name)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/name"]


def test_a_space_that_does_not_break_is_a_space(session):
    assert create(session, name="Rapport\xa0week").json()["name"] == "Rapport week"


@pytest.mark.parametrize("body", [[], "x", 1, None])
def test_a_body_that_is_no_object_is_refused(session, body):
    answer = session.post(TOKENS, json.dumps(body), content_type="application/json")
    assert answer.status_code == 400


def test_a_new_token_wants_a_fresh_login(session):
    session.get(ME)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        answer = create(session)
    assert answer.status_code == 403
    assert not ApiToken.objects.exists()


def test_an_idempotency_key_is_refused_for_tokens(session):
    answer = session.post(
        TOKENS, {"name": "x"}, content_type="application/json", headers={"idempotency-key": "k"}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["header"] == "Idempotency-Key"
    assert not ApiToken.objects.exists()


def test_a_token_neither_makes_nor_sees_tokens(person):
    token, secret = make_token(person, scope="write")
    machine = bearer(secret)
    assert machine.get(TOKENS).status_code == 403
    assert create(machine).status_code == 403
    assert machine.delete(f"{TOKENS}/{token.uid}").status_code == 403
    assert ApiToken.objects.usable().count() == 1


def test_revoking_ends_a_token(session, person):
    token, secret = make_token(person)
    assert session.delete(f"{TOKENS}/{token.uid}").status_code == 204
    assert bearer(secret).get(ME).status_code == 401
    assert session.get(TOKENS).json()["results"][0]["state"] == "revoked"


@pytest.mark.parametrize("role", [Role.PARTNER, Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_the_tokens_of_others_are_not_there(role, person):
    token, _secret = make_token(person)
    other = Browser()
    other.force_login(make_person(role), "accounts.backends.RecognisePeople")
    assert other.get(TOKENS).json()["results"] == []
    assert other.delete(f"{TOKENS}/{token.uid}").status_code == 404
    assert ApiToken.objects.usable().count() == 1


@pytest.mark.parametrize("number", [1, 30])
def test_listing_tokens_asks_the_same_however_many(
    session, person, number, django_assert_num_queries
):
    for place in range(number):
        ApiToken.objects.create(
            person=person,
            name=f"Voorbeeld {place}",
            digest=f"{place:064x}",
            hint="blk_abcd",
            created_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
        )
    session.get(TOKENS)
    with django_assert_num_queries(3):
        assert len(session.get(TOKENS).json()["results"]) == number
