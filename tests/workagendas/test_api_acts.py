"""Acts on agendas in the API: their states, reactions, how regions see actions, adopted texts."""

import hashlib
import json

import pytest
import time_machine

from accounts.roles import Role
from charter.models import Goal
from tests.core.api.calls import call, errors_of, ids_of, require_problem
from tests.factories.accounts import make_person
from tests.factories.workagendas import (
    ActionFactory,
    AgendaSnapshotFactory,
    ParticipationFactory,
    WorkAgendaFactory,
)
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.models import Reaction, RegionStake, WorkAgenda

pytestmark = pytest.mark.django_db

NEXT = "2028-2029-later"
TODAY = "2026-07-15 12:00"


@pytest.fixture
def rows():
    return make_agenda_rows()


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT)


@pytest.fixture
def whole(rows) -> WorkAgenda:
    """A draft that lacks nothing."""
    agenda = WorkAgendaFactory(theme=rows.agenda.theme, starts_in=2028, slug_nl="later")
    for goal in Goal.objects.order_by("code"):
        action = ActionFactory(
            agenda=agenda,
            code=f"2028-{goal.code}-01",
            main_goal=goal,
            lead=rows.lead,
            expected_result_nl="Een voorbeeld.",
        )
        ParticipationFactory(action=action, organisation=rows.partner)
    return agenda


def act(name: str, by, **body):
    return call(f"work-agendas/{NEXT}/{name}", method="post", by=by, body=body)


# ── States ──


def test_an_agenda_goes_from_draft_to_closed(whole, secretary):
    with time_machine.travel(TODAY, tick=False):
        opened = act("open-consultation", secretary, endsOn="2026-07-15")
        assert opened.json()["state"] == "consultation", opened.content
        assert opened.json()["consultationEndsOn"] == "2026-07-15"
        assert opened["ETag"].startswith(f'"{opened.json()["version"]}-')
    with time_machine.travel("2026-07-16 12:00", tick=False):
        decision = {"nl": "Besloten.", "en": "Decided."}
        adopted = act("adopt", secretary, adoptedOn="2026-07-16", decision=decision)
        assert adopted.json()["state"] == "adopted", adopted.content
        assert adopted.json()["decision"] == "Besloten."
    closed = act("close", secretary, reason="De periode is om.")
    assert closed.json()["state"] == "closed"
    require_problem(act("take-back", secretary, reason="Toch niet."), 409, "conflict")


def test_what_is_in_consultation_is_taken_back(whole, secretary):
    act("open-consultation", secretary, endsOn="2027-12-31")
    assert errors_of(act("take-back", secretary)).keys() == {"#/reason"}
    assert act("take-back", secretary, reason="Te vroeg.").json()["state"] == "draft"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_missing_is_told(rows, secretary, language):
    WorkAgendaFactory(theme=rows.agenda.theme, starts_in=2028, slug_nl="later")
    answer = call(
        f"work-agendas/{NEXT}/open-consultation?lang={language}",
        method="post",
        by=secretary,
        body={"endsOn": "2027-12-31"},
    )
    told = require_problem(answer, 409, "conflict", language)
    assert "1A" in told["detail"]


@pytest.mark.parametrize(
    ("name", "body", "pointers"),
    [
        ("open-consultation", {}, {"#/endsOn"}),
        ("open-consultation", {"endsOn": "2020-01-01"}, {"#/endsOn"}),
        ("open-consultation", {"endsOn": "morgen", "x": 1}, {"#/endsOn", "#/x"}),
        ("close", {"reason": " "}, {"#/reason"}),
    ],
)
def test_what_is_wrong_with_an_act_is_pointed_at(whole, secretary, name, body, pointers):
    assert errors_of(act(name, secretary, **body)).keys() == pointers


def test_an_adoption_needs_a_decision_in_dutch_and_a_day_that_was(whole, secretary):
    with time_machine.travel(TODAY, tick=False):
        act("open-consultation", secretary, endsOn="2026-07-15")
    with time_machine.travel("2026-07-20 12:00", tick=False):
        no_dutch = act("adopt", secretary, adoptedOn="2026-07-20", decision={"en": "Decided."})
        assert errors_of(no_dutch).keys() == {"#/decision"}
        to_come = act("adopt", secretary, adoptedOn="2026-07-21", decision={"nl": "Besloten."})
        assert errors_of(to_come).keys() == {"#/adoptedOn"}


def test_an_act_repeated_with_its_key_happens_once(whole, secretary):
    answers = [
        call(
            f"work-agendas/{NEXT}/open-consultation",
            method="post",
            by=secretary,
            body={"endsOn": "2027-12-31"},
            Idempotency_Key="een",
        )
        for _time in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


# ── Adopted texts ──


def test_an_adopted_text_is_given_byte_for_byte(rows):
    content = '{"title":{"en":"","nl":"Één"}}'
    digest = hashlib.sha256(content.encode()).hexdigest()
    AgendaSnapshotFactory(agenda=rows.agenda, content=content, digest=digest)
    base = "work-agendas/2026-2027-clusters/snapshots"
    (told,) = call(base).json()["results"]
    assert told == {
        "number": 1,
        "url": f"http://testserver/api/v1/{base}/1",
        "madeAt": "2026-07-15T12:00:00Z",
        "reason": None,
        "schema": 1,
        "sha256": digest,
    }
    answer = call(f"{base}/1")
    assert answer.content == content.encode()
    assert (answer["Content-Type"], answer["ETag"]) == ("application/json", f'"{digest}"')
    assert call(f"{base}/1", If_None_Match=f'"{digest}"').status_code == 304
    assert call(f"{base}/2").status_code == 404
    assert call(f"{base}/1?x=1").status_code == 400
    assert call("work-agendas/2026-2027-niets/snapshots").status_code == 404


def test_the_adopted_text_holds_nothing_internal(whole, secretary):
    WorkAgenda.objects.filter(pk=whole.pk).update(state="consultation")
    whole.actions.update(internal_notes="Geheim.")
    decision = {"nl": "Besloten."}
    adopted = act("adopt", secretary, adoptedOn="2026-07-01", decision=decision)
    assert adopted.status_code == 200, adopted.content
    told = json.loads(call(f"work-agendas/{NEXT}/snapshots/1").content)
    assert [action["code"] for action in told["actions"]] == ["2028-1A-01", "2028-1B-01"]
    assert "Geheim" not in json.dumps(told)


# ── Reactions ──


def test_a_reaction_is_given_and_answered(whole, rows, secretary):
    act("open-consultation", secretary, endsOn="2027-12-31")
    partner = make_person(Role.PARTNER, organisation=rows.partner)
    body = {
        "workAgenda": NEXT,
        "action": "2028-1A-01",
        "text": "Goed plan.",
        "language": "nl",
    }
    answer = call("reactions", method="post", by=partner, body=body)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["organisation"], told["action"], told["answer"]) == ("partner", "2028-1A-01", "")
    path = f"reactions/{told['id']}/answer"
    body = {"text": "Thank you.", "language": "en"}
    assert call(path, method="post", by=partner, body=body).status_code == 403
    answered = call(path, method="post", by=secretary, body=body).json()
    assert (answered["answer"], answered["answerLanguage"]) == ("Thank you.", "en")
    assert ids_of(call("reactions?isAnswered=true", by=partner)) == [told["id"]]


def test_nobody_reacts_to_what_is_not_in_consultation(rows, secretary):
    body = {"workAgenda": rows.agenda.identifier, "text": "Goed plan.", "language": "nl"}
    require_problem(call("reactions", method="post", by=secretary, body=body), 409, "conflict")
    answer = call("reactions", method="post", by=secretary, body={"text": " ", "action": "x"})
    wanted = {"#/workAgenda", "#/action", "#/text", "#/language"}
    assert errors_of(answer).keys() == wanted
    assert not Reaction.objects.exists()


# ── How regions see actions ──


def test_a_region_writes_for_itself_alone(rows):
    liaison = make_person(Role.LIAISON, organisation=rows.lead)
    kempen = RegionStake.objects.get(region__slug="kempen")
    other = call(f"region-stakes/{kempen.uid}", method="patch", by=liaison, body={})
    assert other.status_code == 403
    body = {"action": "2026-1A-02", "region": "brainport", "effort": "Veel.", "effortLevel": 3}
    answer = call("region-stakes", method="post", by=liaison, body=body)
    assert answer.status_code == 201, answer.content
    path = f"region-stakes/{answer.json()['id']}"
    told = call(path, method="patch", by=liaison, body={"burden": "Some.", "language": "en"})
    assert (told.json()["burden"], told.json()["effortLevel"]) == ("Some.", 3)
    other = {**body, "region": "kempen"}
    assert call("region-stakes", method="post", by=liaison, body=other).status_code == 403


@pytest.mark.parametrize(
    ("members", "status"),
    [({"benefitLevel": 2}, 400), ({"effortLevel": 4}, 400), ({"region": "limburg"}, 400)],
)
def test_a_number_stands_beside_words(rows, members, status):
    liaison = make_person(Role.LIAISON, organisation=rows.lead)
    stake = RegionStake.objects.get(region__slug="brainport")
    answer = call(f"region-stakes/{stake.uid}", method="patch", by=liaison, body=members)
    assert answer.status_code == status


def test_other_words_are_internal_until_the_region_agrees_again(rows):
    liaison = make_person(Role.LIAISON, organisation=rows.lead)
    stake = RegionStake.objects.get(region__slug="brainport")
    assert len(ids_of(call("region-stakes"))) == 3
    path = f"region-stakes/{stake.uid}"
    assert call(path, method="patch", by=liaison, body={"effort": "Anders."}).status_code == 200
    assert ids_of(call("region-stakes")) == []
