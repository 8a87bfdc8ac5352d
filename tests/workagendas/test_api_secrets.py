"""Member by member: who reads what in the API that is not for everybody."""

import json

import pytest

from accounts.roles import Role
from tests.access import EVERYBODY, LOGGED_IN, PUBLIC
from tests.core.api.calls import call, ids_of
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import (
    ProgressUpdateFactory,
    ReactionFactory,
    WorkAgendaFactory,
)
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.enums import AgendaState, UpdateState
from workagendas.models import Reaction, ReportingRound, StakeConsent

pytestmark = pytest.mark.django_db

OVERSEE = {Role.SECRETARIAT, Role.TASK_FORCE}
OF_THE_LEAD = {Role.PARTNER, Role.COORDINATOR, Role.LIAISON}
ELSEWHERE, LEAD = "elsewhere", "lead"


@pytest.fixture
def rows():
    return make_agenda_rows()


def reader(who: str, where: str, rows):
    """Return nobody, a disabled person with every role, or one with this role.

    The person is of the organisation that leads the action, or of one with no part in it.
    """
    organisation = rows.lead if where == LEAD else OrganisationFactory(region=rows.regions[1])
    if who == PUBLIC:
        return None
    if who not in LOGGED_IN:
        return make_person(*Role, organisation=organisation, is_active=False)
    return make_person(who, organisation=organisation)


def works_on_it(who: str, where: str) -> bool:
    return who in OVERSEE or (where == LEAD and who in OF_THE_LEAD)


WALK = [(who, where) for who in EVERYBODY for where in (LEAD, ELSEWHERE)]


@pytest.mark.parametrize(("who", "where"), WALK)
def test_internal_notes_and_money_are_for_who_works_on_the_action(rows, who, where):
    told = call("actions/2026-1A-01", by=reader(who, where, rows)).json()
    opened = works_on_it(who, where)
    assert told["internalNotes"] == ("Geheim." if opened else None)
    lines = ["eigen", "verborgen"] if opened else ["eigen"]
    assert [line["funding"] for line in told["budgetLines"]] == lines


@pytest.mark.parametrize(("who", "where"), WALK)
def test_an_internal_action_is_named_to_who_sees_it(rows, who, where):
    person = reader(who, where, rows)
    told = call("actions/2026-1A-01", by=person).json()
    named = ["2026-1A-02", *(["2026-1A-03"] if works_on_it(who, where) else [])]
    assert (told["dependsOn"], told["relatedActions"]) == (named, named)
    everything = {answer: call(answer, by=person).content.decode() for answer in ANSWERS}
    is_told = {answer: "2026-1A-03" in text for answer, text in everything.items()}
    assert any(is_told.values()) == works_on_it(who, where)


ANSWERS = ["actions", "actions?format=csv", "milestones", "work-agendas", "progress-updates"]


@pytest.mark.parametrize(("who", "where"), WALK)
def test_help_needed_is_for_the_own_organisation_and_the_secretariat(rows, who, where):
    person = reader(who, where, rows)
    (told,) = call("progress-updates", by=person).json()["results"]
    opened = who == Role.SECRETARIAT or (where == LEAD and who in OF_THE_LEAD)
    assert told["helpNeeded"] == ("Hulp nodig." if opened else None)
    if not opened:
        feeds = [call(f"progress-updates?format={each}", by=person) for each in ("csv", "atom")]
        assert not any("Hulp nodig." in feed.content.decode() for feed in feeds)


@pytest.mark.parametrize(("who", "where"), WALK)
def test_a_draft_report_is_read_by_its_own_organisation_alone(rows, who, where):
    draft = ProgressUpdateFactory(
        action=rows.other, round=ReportingRound.objects.get(), state=UpdateState.DRAFT
    )
    person = reader(who, where, rows)
    opened = where == LEAD and who in OF_THE_LEAD
    assert (str(draft.uid) in ids_of(call("progress-updates", by=person))) == opened
    path = f"progress-updates/{draft.uid}"
    assert call(path, by=person).status_code == (200 if opened else 404)
    feed = call("progress-updates?format=atom", by=person).content.decode()
    assert str(draft.uid) not in feed


@pytest.mark.parametrize(("who", "where"), WALK)
def test_until_all_agree_a_region_alone_reads_how_it_sees_an_action(rows, who, where):
    StakeConsent.objects.first().delete()
    told = call("region-stakes", by=reader(who, where, rows)).json()["results"]
    regions = [row["region"] for row in told]
    if who in OVERSEE:
        assert regions == ["brainport", "limburg", "kempen"]
    elif who in OF_THE_LEAD:
        assert regions == ["brainport" if where == LEAD else "limburg"]
    else:
        assert regions == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_reactions_are_for_people_with_a_role(rows, who):
    asked = WorkAgendaFactory(
        theme=rows.agenda.theme, starts_in=2028, state=AgendaState.CONSULTATION
    )
    reaction = ReactionFactory(agenda=asked, organisation=rows.partner)
    answer = call("reactions", by=reader(who, ELSEWHERE, rows))
    if who not in LOGGED_IN:
        assert answer.status_code == 401
        return
    (told,) = answer.json()["results"]
    assert told["id"] == str(reaction.uid)
    assert (told["organisation"], told["workAgenda"]) == ("partner", asked.identifier)


def test_a_reaction_to_an_internal_action_is_for_who_sees_the_action(rows):
    asked = WorkAgendaFactory(
        theme=rows.agenda.theme, starts_in=2028, state=AgendaState.CONSULTATION
    )
    reaction = ReactionFactory(agenda=asked, action=rows.hidden)
    assert ids_of(call("reactions", by=make_person(Role.PARTNER))) == []
    assert ids_of(call("reactions", by=make_person(Role.SECRETARIAT))) == [str(reaction.uid)]


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_wrote_is_told_to_nobody(rows, who):
    author = make_person(Role.PARTNER, organisation=rows.lead, name="Voorbeeld Schrijver")
    for model in (type(rows.update), Reaction):
        model.objects.update(author=author)
    person = reader(who, LEAD, rows)
    for plural in ("actions", "progress-updates", "contributions", "reactions"):
        text = call(f"{plural}?translations=all", by=person).content.decode()
        assert "Schrijver" not in text
        assert author.email not in text
        assert not {"author", "enteredBy", "reviewer", "contact"} & json.loads(text).keys()


def test_what_one_person_reads_is_kept_by_no_cache(rows):
    person = make_person(Role.SECRETARIAT)
    for path in ("actions", "actions/2026-1A-01", "progress-updates", "region-stakes"):
        assert call(path, by=person)["Cache-Control"] == "no-store"
        assert "no-cache" in call(path)["Cache-Control"]
    assert call("reactions", by=person)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", [Role.PARTNER, Role.COORDINATOR, Role.LIAISON, Role.ADMINISTRATOR])
def test_an_error_tells_nobody_that_another_region_wrote(rows, who):
    StakeConsent.objects.all().delete()
    taken = rows.action.stakes.get(region=rows.regions[2])
    person = make_person(who, organisation=rows.lead)
    body = {"action": "2026-1A-01", "region": taken.region.slug, "language": "nl", "effort": "x"}
    answer = call("region-stakes", method="post", by=person, body=body)
    assert answer.status_code == 403, answer.content


@pytest.mark.parametrize("who", [Role.SECRETARIAT, Role.TASK_FORCE, Role.LIAISON])
def test_a_draft_that_was_withdrawn_was_never_handed_in(rows, who):
    withdrawn = ProgressUpdateFactory(
        action=rows.action,
        organisation=rows.lead,
        round=rows.update.round,
        state=UpdateState.WITHDRAWN,
        published_at=None,
    )
    person = make_person(who, organisation=OrganisationFactory(region=rows.lead.region))
    assert str(withdrawn.uid) not in ids_of(call("progress-updates", by=person))
