"""What the secretariat writes in the API: agendas, actions, milestones, indicators, rounds."""

from datetime import date

import pytest

from accounts.roles import Role
from core.models import AuditEntry
from tests.core.api.calls import call, errors_of, ids_of, require_problem
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import WorkAgendaFactory
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.enums import AgendaState
from workagendas.models import (
    Action,
    ActionDependency,
    ActionGoal,
    ActionRelation,
    AgendaSnapshot,
    Milestone,
    MilestoneMove,
    Participation,
    WorkAgenda,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ANY = {"If_Match": "*"}
NEXT = "2028-2029-later"


@pytest.fixture
def rows():
    made = make_agenda_rows()
    WorkAgendaFactory(theme=made.agenda.theme, starts_in=2028, slug_nl="later")
    Action.objects.update(expected_result_nl="Een voorbeeld.")
    return made


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT)


def new_action(**members) -> dict:
    return {
        "workAgenda": NEXT,
        "title": {"nl": "Nieuw", "en": "New"},
        "mainGoal": "1A",
        "lead": "trekker",
    } | members


# ── Agendas ──


def test_an_agenda_is_added_as_a_draft_at_its_address(rows, secretary):
    body = {
        "theme": "1",
        "startsIn": 2030,
        "slug": {"nl": "clusters", "en": "clusters"},
        "title": {"nl": "Agenda"},
        "previous": NEXT,
    }
    answer = call("work-agendas", method="post", by=secretary, body=body)
    assert (answer.status_code, answer.json()["state"]) == (201, "draft")
    assert answer["Location"].endswith("/work-agendas/2030-2031-clusters")
    assert answer.json()["previous"] == NEXT


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Een periode is twee kalenderjaren en begint in een even jaar vanaf 2026"),
        ("en", "A period is two calendar years and begins in an even year from 2026 on"),
    ],
)
def test_a_period_begins_in_an_even_year(rows, secretary, language, sentence):
    body = {
        "theme": "1",
        "startsIn": 2027,
        "slug": {"nl": "x", "en": "x"},
        "title": {"nl": "Agenda"},
    }
    answer = call("work-agendas", method="post", by=secretary, body=body, Accept_Language=language)
    assert answer.status_code == 400
    assert errors_of(answer)["#/startsIn"].startswith(sentence)


def test_a_page_has_an_address_in_each_language_that_an_address_can_hold(rows, secretary):
    body = {"theme": "1", "startsIn": 2030, "slug": {"nl": "Twee Woorden"}, "title": {"nl": "X"}}
    answer = call("work-agendas", method="post", by=secretary, body=body)
    assert errors_of(answer).keys() == {"#/slug/nl", "#/slug/en"}


def test_theme_period_address_and_state_stay(rows, secretary):
    body = {"theme": "1", "startsIn": 2032, "slug": {"nl": "y"}, "state": "closed"}
    answer = call(f"work-agendas/{NEXT}", method="patch", by=secretary, body=body, **ANY)
    assert errors_of(answer).keys() == {"#/theme", "#/startsIn", "#/slug", "#/state"}


@pytest.mark.parametrize("path", ["work-agendas/2026-2027-clusters", "actions/2026-1A-01"])
def test_a_change_says_which_version_was_read(rows, secretary, path):
    body = {"title": {"nl": "Anders"}, "reason": "Daarom."}
    answer = call(path, method="patch", by=secretary, body=body)
    require_problem(answer, 428, "precondition-required")
    answer = call(path, method="patch", by=secretary, body=body, If_Match='"99-x"')
    require_problem(answer, 412, "lost-update")
    seen = call(path, by=secretary)["ETag"]
    answer = call(path, method="patch", by=secretary, body=body, If_Match=seen)
    assert (answer.status_code, answer.json()["title"]) == (200, "Anders")


def test_a_draft_is_deleted_and_what_was_adopted_stays(rows, secretary):
    gone = call(f"work-agendas/{NEXT}", method="delete", by=secretary, **ANY)
    assert gone.status_code == 204
    partner = make_person(Role.PARTNER, organisation=rows.lead)
    for path in ("work-agendas/2026-2027-clusters", "actions/2026-1A-02"):
        stays = call(path, method="delete", by=secretary, **ANY)
        require_problem(stays, 409, "conflict")
        assert call(path, method="delete", by=partner, **ANY).status_code == 403


# ── Actions ──


def test_an_action_gets_its_code_and_all_that_belongs_to_it(rows, secretary):
    body = new_action(
        partners=[{"organisation": "partner", "part": {"nl": "Doet mee.", "en": "Joins."}}],
        furtherGoals=["1B"],
        dependsOn=["2026-1A-01"],
        relatedActions=["2026-1A-02"],
        startsOn="2028-03-18",
        dueOn="2029-02-10",
        internalNotes="Alleen voor ons.",
    )
    answer = call("actions?lang=en", method="post", by=secretary, body=body)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["code"] == "2028-1A-01"
    assert told["partners"] == [{"organisation": "partner", "region": "kempen", "part": "Joins."}]
    assert told["furtherGoals"] == ["2026-1B"]
    assert told["dependsOn"] == ["2026-1A-01"]
    assert told["relatedActions"] == ["2026-1A-02"]
    assert (told["startsOn"], told["dueOn"]) == ("2028-03-01", "2029-02-28")
    assert call("actions", method="post", by=secretary, body=new_action()).json()["code"] == (
        "2028-1A-02"
    )


def test_the_same_call_with_the_same_key_adds_one_action(rows, secretary):
    for _time in range(2):
        answer = call(
            "actions", method="post", by=secretary, body=new_action(), Idempotency_Key="a"
        )
        assert answer.json()["code"] == "2028-1A-01"
    assert Action.objects.filter(agenda__starts_in=2028).count() == 1


def test_lists_are_sent_whole_and_what_is_left_out_stays(rows, secretary):
    path = "actions/2026-1A-01"
    other = OrganisationFactory(code="ander", region=rows.regions[1])
    body = {
        "partners": [{"organisation": "ander", "part": {"nl": "Ook."}}],
        "furtherGoals": [],
        "dependsOn": [],
        "relatedActions": ["2026-1A-03"],
        "reason": {"nl": "Daarom.", "en": "Because."},
    }
    answer = call(path, method="patch", by=secretary, body=body, **ANY)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert [each["organisation"] for each in told["partners"]] == [other.code]
    assert (told["furtherGoals"], told["dependsOn"]) == ([], [])
    assert told["relatedActions"] == ["2026-1A-03"]
    for model in (Participation, ActionGoal, ActionDependency, ActionRelation):
        gone = model.history.filter(history_type="-")
        assert {row.history_change_reason for row in gone} == {"Daarom."}, model
    body = {"title": {"nl": "Anders"}, "reason": "Daarom."}
    told = call(path, method="patch", by=secretary, body=body, **ANY).json()
    assert [each["organisation"] for each in told["partners"]] == [other.code]


WRONG = [
    ({"lead": "netwerk"}, "#/lead", "heeft het charter niet ondertekend"),
    ({"lead": "vertrokken"}, "#/lead", "heeft de samenwerking verlaten"),
    ({"dueOn": "2027-12-31"}, "#/dueOn", "valt buiten de periode van de werkagenda"),
    ({"startsOn": "2029-05-01", "dueOn": "2029-01-01"}, "#/dueOn", "Het einde ligt voor het begin"),
    ({"mainGoal": None}, "#/mainGoal", "doelstelling"),
    ({"mainGoal": "9Z"}, "#/mainGoal", "bestaat niet"),
    ({"furtherGoals": ["1A"]}, "#/furtherGoals", ""),
    ({"furtherGoals": ["1B", "1B"]}, "#/furtherGoals", ""),
    ({"furtherGoals": ["1B", "9Z"]}, "#/furtherGoals/1", "bestaat niet"),
    ({"furtherGoals": "1B"}, "#/furtherGoals", ""),
    ({"partners": [{"organisation": "trekker"}]}, "#/partners/0/organisation", ""),
    ({"partners": [{"organisation": "vertrokken"}]}, "#/partners/0/organisation", "verlaten"),
    ({"partners": [{"organisation": "partner"}] * 2}, "#/partners/1/organisation", ""),
    ({"partners": [{"part": {"nl": "x"}}]}, "#/partners/0/organisation", "ontbreekt"),
    ({"partners": ["partner"]}, "#/partners/0", ""),
    ({"partners": [{"organisation": "partner", "role": "x"}]}, "#/partners/0/role", ""),
    ({"title": {"nl": ""}}, "#/title/nl", ""),
    ({"code": "2028-1A-07"}, "#/code", ""),
    ({"status": "on_track"}, "#/status", ""),
]


@pytest.mark.parametrize(
    ("members", "pointer", "words"), WRONG, ids=[f"{m} {p}" for m, p, _w in WRONG]
)
def test_what_is_wrong_with_an_action_is_pointed_at(rows, secretary, members, pointer, words):
    OrganisationFactory(code="netwerk", relation="network", name_in_charter="", region=None)
    OrganisationFactory(code="vertrokken", left_on=date(2026, 1, 1), region=rows.regions[1])
    body = new_action(**members)
    answer = call("actions?lang=nl", method="post", by=secretary, body=body)
    require_problem(answer, 400, "invalid-input")
    errors = errors_of(answer)
    assert errors.keys() == {pointer}
    assert words in errors[pointer]
    assert not Action.objects.filter(agenda__starts_in=2028).exists()


def test_who_takes_part_already_does_not_lead_as_well(rows, secretary):
    body = {"lead": "partner", "reason": "Daarom."}
    answer = call("actions/2026-1A-01", method="patch", by=secretary, body=body, **ANY)
    require_problem(answer, 400, "invalid-input")
    assert errors_of(answer) == {"#/lead": "Deze organisatie doet al mee."}
    body["partners"] = []
    answer = call("actions/2026-1A-01", method="patch", by=secretary, body=body, **ANY)
    assert "#/lead" not in errors_of(answer)


def test_who_left_keeps_the_part_that_it_had(rows, secretary):
    for organisation in (rows.lead, rows.partner):
        type(organisation).objects.filter(pk=organisation.pk).update(left_on=date(2026, 1, 1))
    body = {
        "lead": "trekker",
        "internalNotes": "Gewijzigd.",
        "partners": [{"organisation": "partner", "part": {"nl": "Doet mee.", "en": "Takes part."}}],
    }
    answer = call("actions/2026-1A-01", method="patch", by=secretary, body=body, **ANY)
    assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_circle_of_actions_is_named(rows, secretary, language):
    added = call(
        "actions", method="post", by=secretary, body=new_action(dependsOn=["2026-1A-01"])
    ).json()
    answer = call(
        f"actions/2026-1A-01?lang={language}",
        method="patch",
        by=secretary,
        body={"dependsOn": [added["code"]], "reason": {"nl": "Daarom."}},
        **ANY,
    )
    require_problem(answer, 400, "invalid-input", language)
    assert "2026-1A-01 → 2028-1A-01 → 2026-1A-01" in errors_of(answer)["#/dependsOn"]
    assert AgendaSnapshot.objects.count() == 0


# ── What was adopted ──


@pytest.mark.parametrize("reason", [None, "", {"en": "Because."}])
def test_what_was_adopted_is_amended_with_a_reason_in_dutch(rows, secretary, reason):
    body = {"title": {"nl": "Anders"}} | ({} if reason is None else {"reason": reason})
    answer = call("actions/2026-1A-01", method="patch", by=secretary, body=body, **ANY)
    require_problem(answer, 400, "invalid-input")
    assert errors_of(answer).keys() == {"#/reason"}
    assert not Action.objects.filter(title_nl="Anders").exists()


def test_an_amendment_keeps_the_text_of_before_and_after(rows, secretary):
    body = {"title": {"nl": "Anders"}, "reason": {"nl": "Daarom.", "en": "Because."}}
    call("actions/2026-1A-01", method="patch", by=secretary, body=body, **ANY)
    (kept,) = AgendaSnapshot.objects.all()
    assert (kept.reason_nl, kept.reason_en) == ("Daarom.", "Because.")
    body = {"internalNotes": "Dit is geen deel van de tekst."}
    assert (
        call("actions/2026-1A-01", method="patch", by=secretary, body=body, **ANY).status_code
        == 200
    )
    assert AgendaSnapshot.objects.count() == 1


def test_what_was_closed_is_changed_no_more(rows, secretary):
    WorkAgenda.objects.filter(pk=rows.agenda.pk).update(state=AgendaState.CLOSED)
    body = {"title": {"nl": "Anders"}, "reason": "Daarom."}
    for path in ("actions/2026-1A-01", "work-agendas/2026-2027-clusters"):
        answer = call(path, method="patch", by=secretary, body=body, **ANY)
        require_problem(answer, 409, "conflict")
    added = new_action(workAgenda="2026-2027-clusters")
    require_problem(call("actions", method="post", by=secretary, body=added), 409, "conflict")


# ── Milestones ──


@pytest.fixture
def milestone(rows) -> Milestone:
    return Milestone.objects.get(achieved_on=None)


def test_a_milestone_is_added_with_a_reason_once_the_agenda_is_adopted(rows, secretary):
    body = {"action": "2026-1A-01", "title": {"nl": "Mijlpaal"}, "dueOn": "2027-01-01"}
    answer = call("milestones", method="post", by=secretary, body=body)
    assert errors_of(answer).keys() == {"#/reason"}
    answer = call("milestones", method="post", by=secretary, body=body | {"reason": "Daarom."})
    assert answer.status_code == 201
    body["dueOn"] = "2028-01-01"
    answer = call("milestones", method="post", by=secretary, body=body | {"reason": "Daarom."})
    assert errors_of(answer).keys() == {"#/dueOn"}


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PARTNER])
def test_a_milestone_is_moved_with_a_reason_by_the_lead_too(rows, milestone, role):
    person = make_person(role, organisation=rows.lead)
    path = f"milestones/{milestone.uid}"
    answer = call(path, method="patch", by=person, body={"dueOn": "2027-02-01"})
    assert errors_of(answer).keys() == {"#/reason"}
    body = {"dueOn": "2027-02-01", "reason": {"en": "Later."}}
    assert call(path, method="patch", by=person, body=body).json()["dueOn"] == "2027-02-01"
    (move,) = MilestoneMove.objects.all()
    assert (move.reason, move.language) == ("Later.", "en")
    assert str(move.was_due_on) == "2026-12-01"


def test_the_lead_says_that_a_milestone_was_reached_and_no_more(rows, milestone):
    partner = make_person(Role.PARTNER, organisation=rows.lead)
    path = f"milestones/{milestone.uid}"
    told = call(path, method="patch", by=partner, body={"achievedOn": "2026-07-01"})
    assert told.json()["achievedOn"] == "2026-07-01"
    told = call(path, method="patch", by=partner, body={"achievedOn": None})
    assert told.json()["achievedOn"] is None
    later = call(path, method="patch", by=partner, body={"achievedOn": "2090-01-01"})
    assert errors_of(later).keys() == {"#/achievedOn"}
    assert call(path, method="patch", by=partner, body={}).status_code == 200
    for body in ({"title": {"nl": "Anders"}}, {"achievedOn": "2026-07-01", "title": "x"}):
        assert call(path, method="patch", by=partner, body=body).status_code == 403
    stranger = make_person(Role.PARTNER, organisation=rows.partner)
    for body in ({}, {"achievedOn": "2026-07-01"}, {"dueOn": "2027-01-01", "reason": "x"}):
        assert call(path, method="patch", by=stranger, body=body).status_code == 403


def test_a_milestone_that_was_reached_is_not_moved(rows, secretary):
    reached = Milestone.objects.exclude(achieved_on=None).get()
    body = {"dueOn": "2027-01-01", "reason": "Later."}
    answer = call(f"milestones/{reached.uid}", method="patch", by=secretary, body=body)
    require_problem(answer, 409, "conflict")


def test_a_milestone_of_an_adopted_agenda_is_not_deleted_without_a_reason(
    rows, secretary, milestone
):
    answer = call(f"milestones/{milestone.uid}", method="delete", by=secretary)
    require_problem(answer, 409, "conflict")
    assert Milestone.objects.count() == 2
    path = f"milestones/{milestone.uid}/remove"
    for reason in ({"en": "No longer needed."}, {"nl": " "}):
        answer = call(path, method="post", by=secretary, body={"reason": reason})
        assert errors_of(answer).keys() == {"#/reason"}
    assert Milestone.objects.count() == 2
    partner = make_person(Role.PARTNER, organisation=rows.lead)
    assert call(path, method="post", by=partner, body={"reason": "x"}).status_code == 403


def test_a_milestone_goes_with_a_reason_that_is_kept(rows, secretary, milestone):
    path, body = f"milestones/{milestone.uid}/remove", {"reason": {"nl": "Niet meer nodig."}}
    for _time in range(2):  # the same key does the same once
        answer = call(path, method="post", by=secretary, body=body, Idempotency_Key="weg")
        assert (answer.status_code, answer.content) == (204, b"")
    assert not Milestone.objects.filter(pk=milestone.pk).exists()
    (kept,) = AgendaSnapshot.objects.all()
    assert kept.reason_nl == "Niet meer nodig."
    gone = Milestone.history.filter(id=milestone.pk).latest()
    assert (gone.history_type, gone.history_change_reason) == ("-", "Niet meer nodig.")


# ── Indicators and rounds ──


def test_an_indicator_has_the_goals_and_definitions_that_are_sent(rows, secretary):
    path = "indicators/bedrijven"
    definition = {"region": "limburg", "definition": {"nl": "Zo."}, "source": {"nl": "Bron"}}
    body = {"goals": ["1B"], "regionalDefinitions": [definition], "addsUp": True}
    told = call(path, method="patch", by=secretary, body=body).json()
    assert told["goals"] == ["2026-1B"]
    assert [each["region"] for each in told["regionalDefinitions"]] == ["limburg"]
    assert told["canBeSummed"] is False
    body = {"regionalDefinitions": []}
    assert call(path, method="patch", by=secretary, body=body).json()["canBeSummed"] is True
    body = {"regionalDefinitions": [definition, definition]}
    answer = call(path, method="patch", by=secretary, body=body)
    assert errors_of(answer).keys() == {"#/regionalDefinitions/1/region"}
    body = {"regionalDefinitions": [{"region": "limburg"}], "decimals": 5}
    answer = call(path, method="patch", by=secretary, body=body)
    assert errors_of(answer).keys() == {
        "#/decimals",
        "#/regionalDefinitions/0/definition",
        "#/regionalDefinitions/0/source",
    }


def test_a_region_has_one_value_on_a_day(rows, secretary):
    body = {
        "indicator": "bedrijven",
        "region": "limburg",
        "measuredOn": "2026-03-31",
        "value": 13.25,
        "status": "final",
    }
    answer = call("indicator-values", method="post", by=secretary, body=body)
    assert (answer.status_code, answer.json()["value"]) == (201, 13.25)
    twice = call("indicator-values", method="post", by=secretary, body=body)
    assert twice.status_code == 400
    path = f"indicator-values/{answer.json()['id']}"
    answer = call(path, method="patch", by=secretary, body={"region": "kempen", "value": "14"})
    assert errors_of(answer).keys() == {"#/region", "#/value"}
    assert call(path, method="delete", by=secretary).status_code == 204


def test_reports_are_read_here_and_not_written(rows, secretary):
    for plural in ("progress-updates", "contributions"):
        for path, method in ((plural, "post"), (f"{plural}/{rows.update.uid}", "patch")):
            assert call(path, method=method, by=secretary, body={}).status_code == 405


def test_each_write_is_recorded(rows, secretary):
    call("actions", method="post", by=secretary, body=new_action())
    assert AuditEntry.objects.filter(actor=secretary.uid, object_type="workagendas.action").exists()
    assert ids_of(call("actions?workAgenda=2028-2029-later", by=secretary)) == ["2028-1A-01"]
