"""What everybody reads of agendas and actions in the API: members, filters, files, and the cost."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from accounts.roles import Role
from portal.api import INSIDE, RESOURCES
from portal.openapi import document
from tests.core.api.calls import HOST, call, errors_of, ids_of, place
from tests.factories.accounts import UserFactory, make_person
from tests.factories.charter import GoalFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.workagendas import (
    ActionDependencyFactory,
    ActionFactory,
    ActionGoalFactory,
    BudgetLineFactory,
    ContributionFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReactionFactory,
    RegionalDefinitionFactory,
    RegionStakeFactory,
    ReportingRoundFactory,
    StakeConsentFactory,
    WorkAgendaFactory,
)
from tests.workagendas.api_rows import make_agenda_rows, make_regions
from workagendas.enums import AgendaState
from workagendas.models import Action, WorkAgenda

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PLURALS = [
    *("work-agendas", "actions", "milestones", "indicators", "indicator-values"),
    *("reporting-rounds", "progress-updates", "contributions", "region-stakes"),
    "funding-sources",
]
DOCUMENT = json.loads(document())


@pytest.fixture
def rows():
    return make_agenda_rows()


# ── What a reader gets ──


def test_an_agenda(rows):
    told = call("work-agendas/2026-2027-clusters?lang=en").json()
    assert told == place("work-agendas", "2026-2027-clusters") | {
        "version": 1,
        "theme": "2026-1",
        "startsIn": 2026,
        "endsIn": 2027,
        "slug": "clusters-en",
        "title": "Example",
        "introduction": "Een voorbeeld.",
        "state": "adopted",
        "consultationEndsOn": None,
        "adoptedOn": "2026-06-01",
        "decision": "Besloten.",
        "previous": None,
        "next": None,
        "untranslated": ["introduction", "decision"],
        "isExample": False,
    }


def test_an_action(rows):
    told = call("actions/2026-1A-01?lang=en").json()
    assert told == place("actions", "2026-1A-01") | {
        "version": 2,
        "workAgenda": "2026-2027-clusters",
        "code": "2026-1A-01",
        "title": "Example action",
        "description": "Een voorbeeld.",
        "expectedResult": None,
        "mainGoal": "2026-1A",
        "isCrossCutting": False,
        "furtherGoals": ["2026-1B"],
        "lead": "trekker",
        "partners": [{"organisation": "partner", "region": "kempen", "part": "Takes part."}],
        "contact": None,
        "regions": ["brainport", "kempen"],
        "reach": "bilateral",
        "state": "planned",
        "status": "on_track",
        "percentage": 40,
        "headline": "Een voorbeeld.",
        "referenceDate": "2026-06-30",
        "latestUpdate": str(rows.update.uid),
        "startsOn": "2026-03-01",
        "startsPrecision": "month",
        "dueOn": "2027-06-30",
        "duePrecision": "month",
        "milestones": 2,
        "milestonesAchieved": 1,
        "dependsOn": ["2026-1A-02"],
        "relatedActions": ["2026-1A-02"],
        "budgetLines": [
            {
                "funding": "eigen",
                "organisation": None,
                "amount": 12.5,
                "note": None,
                "isPublic": True,
            }
        ],
        "isPublic": True,
        "internalNotes": None,
        "untranslated": ["description"],
        "isExample": False,
    }


def test_an_agenda_before_or_after_is_named_to_who_may_see_it(rows):
    WorkAgendaFactory(theme=rows.agenda.theme, starts_in=2028, previous=rows.agenda)
    (later,) = WorkAgenda.objects.filter(starts_in=2028)
    secretary = make_person(Role.SECRETARIAT)
    path = f"work-agendas/{rows.agenda.identifier}"
    assert call(path).json()["next"] is None
    assert call(path, by=secretary).json()["next"] == later.identifier
    told = call(f"work-agendas/{later.identifier}", by=secretary).json()
    assert told["previous"] == rows.agenda.identifier


def test_each_row_has_the_members_that_the_document_names(rows):
    contact = UserFactory(name="Lies Voorbeeld", shows_name=True)
    Action.objects.filter(pk=rows.action.pk).update(contact=contact)
    for plural in PLURALS:
        operation = DOCUMENT["paths"][f"/{plural}/{{identifier}}"]["get"]
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        schema = DOCUMENT["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
        validator = Draft202012Validator(schema | {"components": DOCUMENT["components"]})
        told = call(plural).json()["results"]
        assert told, plural
        for row in told:
            assert row.keys() == schema["properties"].keys(), plural
            validator.validate(row)
            assert row == call(row["url"].removeprefix(HOST)).json()


def test_the_last_member_of_each_row_says_whether_it_is_an_example():
    for resource in [RESOURCES[plural] for plural in PLURALS] + [INSIDE["reactions"]]:
        assert resource.serializer_class.Meta.fields[-1] == "is_example"


# ── Which rows, in which order ──

ORDERED = [
    ("actions", ["2026-1A-01", "2026-1A-02"]),
    ("actions?sort=-code", ["2026-1A-02", "2026-1A-01"]),
    ("actions?sort=dueOn", ["2026-1A-01", "2026-1A-02"]),
    ("actions?workAgenda=2026-2027-clusters", ["2026-1A-01", "2026-1A-02"]),
    ("actions?theme=1", ["2026-1A-01", "2026-1A-02"]),
    ("actions?goal=1A", ["2026-1A-01", "2026-1A-02"]),
    ("actions?goal=2026-1B", ["2026-1A-01"]),
    ("actions?region=kempen", ["2026-1A-01"]),
    ("actions?region=limburg", []),
    ("actions?lead=trekker", ["2026-1A-01", "2026-1A-02"]),
    ("actions?lead=partner", []),
    ("actions?partner=partner", ["2026-1A-01"]),
    ("actions?organisation=partner", ["2026-1A-01"]),
    ("actions?regions=brainport,kempen", ["2026-1A-01"]),
    ("actions?regions=kempen,%20brainport", ["2026-1A-01"]),
    ("actions?regions=brainport", ["2026-1A-02"]),
    ("actions?regions=brainport,limburg", []),
    ("actions?regions=brainport,limburg,kempen", []),
    ("actions?reach=bilateral", ["2026-1A-01"]),
    ("actions?reach=trilateral", []),
    ("actions?status=on_track", ["2026-1A-01"]),
    ("actions?status=none", ["2026-1A-02"]),
    ("actions?state=planned&isCrossCutting=true", []),
    ("actions?dueBefore=2027-06-30", []),
    ("actions?dueBefore=2027-07-01", ["2026-1A-01"]),
    ("actions?dueAfter=2027-06-30", []),
    ("actions?dueAfter=2027-06-29", ["2026-1A-01"]),
    ("actions?q=1A-02", ["2026-1A-02"]),
    ("work-agendas?startsIn=2026", ["2026-2027-clusters"]),
    ("work-agendas?startsIn=2028", []),
    ("work-agendas?state=adopted&theme=1", ["2026-2027-clusters"]),
    ("indicators?goal=1A", ["bedrijven"]),
    ("indicators?goal=1B", []),
    ("reporting-rounds?state=closed", ["2026-06-30"]),
    ("reporting-rounds?state=open", []),
]


@pytest.mark.parametrize(("asked", "found"), ORDERED, ids=[asked for asked, _found in ORDERED])
def test_which_rows_in_which_order(rows, asked, found):
    assert ids_of(call(asked)) == found


def test_reach_counts_each_region_once(rows):
    ParticipationFactory(action=rows.action, organisation__region=rows.regions[2])
    assert ids_of(call("actions?reach=bilateral")) == [rows.action.code]
    ParticipationFactory(action=rows.action, organisation__region=rows.regions[1])
    assert ids_of(call("actions?reach=trilateral")) == [rows.action.code]
    assert call("actions/2026-1A-01").json()["reach"] == "trilateral"


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("milestones?action=2026-1A-01", 2),
        ("milestones?isAchieved=true", 1),
        ("milestones?dueAfter=2026-09-01", 1),
        ("milestones?workAgenda=2026-2027-clusters", 2),
        ("indicator-values?indicator=bedrijven&region=limburg", 1),
        ("indicator-values?region=kempen", 0),
        ("indicator-values?measuredBefore=2026-06-30", 0),
        ("progress-updates?action=2026-1A-01&round=2026-06-30", 1),
        ("progress-updates?status=needs_attention", 0),
        ("progress-updates?organisation=partner", 0),
        ("contributions?organisation=partner&workAgenda=2026-2027-clusters", 1),
        ("region-stakes?action=2026-1A-01", 3),
        ("region-stakes?region=kempen", 1),
    ],
)
def test_how_many_rows(rows, asked, number):
    assert len(ids_of(call(asked))) == number


def test_regions_say_how_they_see_an_action_in_the_order_of_the_charter(rows):
    told = call("region-stakes").json()["results"]
    assert [row["region"] for row in told] == ["brainport", "limburg", "kempen"]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("actions?municipality=mol", "municipality"),
        ("actions?status=late", "status"),
        ("actions?reach=2", "reach"),
        ("actions?regions=brainport,antwerpen", "regions"),
        ("actions?regions=kempen,", "regions"),
        ("actions?regions=,", "regions"),
        ("actions?dueBefore=2027", "dueBefore"),
        ("actions?dueBefore=2027-02-30", "dueBefore"),
        ("actions?workAgenda=2026-2027-niets", "workAgenda"),
        ("actions?sort=status", "sort"),
        ("work-agendas?startsIn=2026.5", "startsIn"),
        ("progress-updates?page=2", "page"),
        ("progress-updates?sort=state", "sort"),
        ("actions?format=atom", "format"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_key_or_value_that_does_not_exist_is_named(rows, asked, key, language):
    answer = call(f"{asked}&lang={language}")
    assert (answer.status_code, errors_of(answer).keys()) == (400, {key})


def test_an_internal_action_filters_nothing_for_the_public(rows):
    wrong = errors_of(call(f"milestones?action={rows.hidden.code}&lang=en"))
    assert wrong == {"action": "“2026-1A-03” does not exist."}


def test_what_grows_without_bound_has_a_cursor_and_no_total(rows):
    for plural in ("progress-updates", "contributions"):
        assert call(plural).json().keys() == {"results", "links"}


# ── Files ──


def test_a_title_that_a_spreadsheet_would_run_is_only_text(rows):
    Action.objects.filter(pk=rows.other.pk).update(title_nl="=1+1")
    text = call("actions?format=csv&lang=nl").content.decode()
    assert {row["titel"] for row in csv.DictReader(io.StringIO(text))} >= {"'=1+1"}
    book = load_workbook(io.BytesIO(call("actions?format=xlsx&lang=nl").content))
    cells = [cell for line in book.active.iter_rows() for cell in line if cell.value == "=1+1"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


def test_a_file_says_in_its_last_column_whether_a_row_is_an_example(rows):
    Action.objects.filter(pk=rows.other.pk).update(is_example=True)
    text = call("actions?format=csv&lang=en").content.decode()
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[-1] for line in lines] == ["is an example", "false", "true"]


def test_partners_and_money_are_in_one_cell_each(rows):
    text = call("actions?format=csv&lang=en").content.decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["partners"], row["budget lines"]) == ("partner", "eigen")


# ── What it costs ──

QUERIES = {
    "work-agendas": 2,
    "actions": 7,
    "milestones": 1,
    "indicators": 3,
    "indicator-values": 1,
    "reporting-rounds": 1,
    "progress-updates": 1,
    "contributions": 1,
    "region-stakes": 1,
    "funding-sources": 1,
}


def make_many(number: int) -> None:
    agenda, regions = WorkAgendaFactory(adopted=True), make_regions()
    closed, indicator = ReportingRoundFactory(), IndicatorFactory()
    for n in range(number):
        region, other = regions[n % 3], regions[(n + 1) % 3]
        WorkAgendaFactory(adopted=True)
        action = ActionFactory(agenda=agenda, lead__region=region)
        ParticipationFactory(action=action, organisation__region=other)
        ActionGoalFactory(action=action, goal=GoalFactory())
        MilestoneFactory(action=action)
        BudgetLineFactory(action=action, is_public=True, organisation=action.lead)
        ActionDependencyFactory(action=action, needs=ActionFactory(agenda=agenda, lead=action.lead))
        update = ProgressUpdateFactory(action=action, round=closed)
        Action.objects.filter(pk=action.pk).update(latest_update=update)
        ContributionFactory(action=action, round=closed, organisation=action.lead)
        definition = RegionalDefinitionFactory(indicator=IndicatorFactory(), region=region)
        IndicatorGoalFactory(indicator=definition.indicator, goal=GoalFactory())
        IndicatorValueFactory(
            indicator=indicator, region=region, measured_on=date(2026, 1, 1) + timedelta(days=n)
        )
        RegionStakeFactory(action=action, region=region)
        day = date(2027 + n, 6, 30)
        ReportingRoundFactory(reference_date=day, due_on=day)
    for region in regions:
        StakeConsentFactory(agenda=agenda, region=region)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
def test_reactions_ask_the_same_however_many(client, django_assert_num_queries, number, language):
    partner = make_person(Role.PARTNER, organisation=OrganisationFactory())
    for _ in range(number):
        lead = OrganisationFactory(region=partner.organisation.region)
        agenda = WorkAgendaFactory(state=AgendaState.CONSULTATION)
        action = ActionFactory(agenda=agenda, lead=lead)
        ReactionFactory(agenda=agenda, action=action, organisation=lead)
    client.force_login(partner, "accounts.backends.RecognisePeople")
    client.get("/api/v1/me")
    with django_assert_num_queries(4):
        told = client.get(f"/api/v1/reactions?lang={language}&pageSize=200").json()["results"]
    assert len(told) == number


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
def test_a_list_asks_the_same_however_many_rows(django_assert_num_queries, number, language):
    make_many(number)
    for plural, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            told = call(f"{plural}?lang={language}&pageSize=200").json()["results"]
        assert len(told) >= number, plural
