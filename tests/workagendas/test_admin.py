"""The other screens for work agendas: agendas, milestones, indicators, rounds, and what is read."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from core.models import AuditEntry
from partners.models import Region
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory, ThemeFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionFactory,
    AgendaSnapshotFactory,
    ContributionFactory,
    FundingSourceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReactionFactory,
    RegionalDefinitionFactory,
    RegionStakeFactory,
    ReportingRoundFactory,
    WorkAgendaFactory,
)
from tests.workagendas.back_office import add, add_page, change_page, edit, errors_on, form_on
from workagendas.models import (
    AgendaSnapshot,
    FundingSource,
    Indicator,
    Milestone,
    MilestoneMove,
    RegionalDefinition,
    WorkAgenda,
)

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("language", ["nl", "en"])


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARIAT, name="Voorbeeld Secretaris", language="en")
    client.force_login(person)
    return person


def speak(client, language: str) -> None:
    client.force_login(make_person(Role.SECRETARIAT, language=language))


# ── Agendas ──


def new_agenda(client, **values):
    fields = {"theme": ThemeFactory().pk, "starts_in": "2028", "title_nl": "Nieuw"}
    fields |= {"slug_nl": "nieuw", "slug_en": "new"}
    return add(client, WorkAgenda, **(fields | values))


def test_an_agenda_is_added_as_a_draft(client, secretary):
    assert new_agenda(client).status_code == 302
    assert WorkAgenda.objects.get(slug_nl="nieuw").state == "draft"


@BOTH
def test_a_wrong_address_is_an_error_at_its_own_field(client, language):
    speak(client, language)
    errors = new_agenda(client, slug_nl="Niet Zo").context["adminform"].form.errors
    assert set(errors) == {"slug_nl"}
    errors = new_agenda(client, slug_en="niet/zo").context["adminform"].form.errors
    assert set(errors) == {"slug_en"}


def test_an_address_that_is_taken_is_an_error_at_its_own_field(client, secretary):
    WorkAgendaFactory(starts_in=2028, slug_nl="nieuw", slug_en="other")
    errors = new_agenda(client).context["adminform"].form.errors
    assert set(errors) == {"slug_nl"}


@BOTH
def test_a_period_that_begins_in_an_odd_year_is_refused(client, language):
    speak(client, language)
    response = new_agenda(client, starts_in="2027")
    assert "2026–2027, 2028–2029" in errors_on(response)
    assert form_on(response)["title_nl"] == "Nieuw"
    assert not WorkAgenda.objects.exists()


def test_states_and_frozen_texts_are_read_and_moved_on_my_desk(client, secretary):
    agenda = WorkAgendaFactory(adopted=True)
    AgendaSnapshotFactory(agenda=agenda)
    page = client.get(change_page(agenda)).content.decode()
    for name in ("state", "adopted_on", "decision_nl", "starts_in", "theme"):
        assert f'name="{name}"' not in page
    assert reverse("desk_agenda", kwargs=agenda.place) in page
    assert "text-1.json" in page
    edit(client, agenda, state="draft", adopted_on="2026-01-01", starts_in="2030", reason="x")
    agenda.refresh_from_db()
    assert (agenda.state, agenda.starts_in) == ("adopted", 2026)


def test_the_title_of_an_adopted_agenda_changes_with_a_reason(client, secretary):
    agenda = WorkAgendaFactory(adopted=True)
    response = edit(client, agenda, title_nl="Beter")
    assert "Say in Dutch why it is changed" in errors_on(response)
    assert form_on(response)["title_nl"] == "Beter"
    assert client.post(change_page(agenda), form_on(response) | {"reason": "Duidelijker"})
    assert WorkAgenda.objects.get().title_nl == "Beter"
    assert AgendaSnapshot.objects.get().reason_nl == "Duidelijker"


# ── Milestones ──


@BOTH
def test_moving_a_milestone_asks_why_and_keeps_the_old_day(client, language):
    speak(client, language)
    milestone = MilestoneFactory(due_on=date(2026, 12, 1))
    response = edit(client, milestone, due_on="2027-02-01", title_nl="Anders")
    assert "moved_because" in response.context["adminform"].form.errors
    assert form_on(response)["due_on"] == "2027-02-01"
    sent = form_on(response) | {"moved_because": "Het duurt langer"}
    assert client.post(change_page(milestone), sent).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title_nl, milestone.due_on) == ("Anders", date(2027, 2, 1))
    move = MilestoneMove.objects.get()
    assert (move.was_due_on, move.reason, move.language) == (
        date(2026, 12, 1),
        "Het duurt langer",
        language,
    )


def test_a_move_in_an_adopted_agenda_is_frozen_once(client, secretary):
    agenda = WorkAgendaFactory(adopted=True)
    milestone = MilestoneFactory(action__agenda=agenda)
    sent = {"due_on": "2027-02-01", "moved_because": "Het duurt langer"}
    assert edit(client, milestone, **sent).status_code == 302
    assert AgendaSnapshot.objects.count() == 1


def test_a_milestone_is_reached_and_not_after_all(client, secretary):
    milestone = MilestoneFactory()
    assert edit(client, milestone, achieved_on="2026-03-20").status_code == 302
    assert Milestone.objects.get().achieved_on == date(2026, 3, 20)
    assert edit(client, milestone, achieved_on="").status_code == 302
    assert Milestone.objects.get().achieved_on is None


@BOTH
def test_days_that_cannot_be_are_refused_at_their_field(client, language):
    speak(client, language)
    milestone = MilestoneFactory()
    response = edit(client, milestone, due_on="2028-01-01", moved_because="Later")
    assert "01-01-2026" in errors_on(response)
    response = edit(client, milestone, achieved_on="2099-01-01")
    assert "achieved_on" in response.context["adminform"].form.errors


def test_a_reached_milestone_is_not_moved(client, secretary):
    milestone = MilestoneFactory(achieved_on=date(2026, 3, 20))
    response = edit(client, milestone, due_on="2027-02-01", moved_because="Later")
    assert "due_on" in response.context["adminform"].form.errors


def test_a_new_milestone_belongs_to_an_action_chosen_by_typing(client, secretary):
    action = ActionFactory()
    response = add(client, Milestone, action=str(action), title_nl="Begin", due_on="2026-05-01")
    assert response.status_code == 302, errors_on(response)
    assert Milestone.objects.get().action == action


@BOTH
def test_the_action_of_a_new_milestone_is_found_by_its_code_or_its_title(client, language):
    speak(client, language)
    agenda = WorkAgendaFactory()
    bus = ActionFactory(agenda=agenda, title_nl="Een snelle bus", title_en="A fast bus")
    ActionFactory(agenda=agenda, title_nl="Een snel pad", title_en="A fast path")
    for typed in (bus.code, bus.code.lower(), "bus"):
        response = add(client, Milestone, action=typed, title_nl=typed, due_on="2026-05-01")
        assert response.status_code == 302, errors_on(response)
    assert bus.milestones.count() == 3
    response = add(
        client,
        Milestone,
        action="snel" if language == "nl" else "fast",
        title_nl="Begin",
        due_on="2026-05-01",
    )
    assert "action" in response.context["adminform"].form.errors
    assert form_on(response)["action"] in ("snel", "fast")


# ── Indicators, money and rounds ──


def test_an_indicator_has_its_goals_and_definitions_of_regions(client, secretary):
    indicator, region = IndicatorFactory(), RegionFactory()
    goal = GoalFactory()
    sent = {
        "about": [str(goal.pk)],
        "regional_definitions-0-region": region.pk,
        "regional_definitions-0-definition_nl": "Hier anders.",
        "regional_definitions-0-source_nl": "Voorbeeld",
    }
    response = edit(client, indicator, **sent)
    assert response.status_code == 302, errors_on(response)
    assert list(indicator.goals.all()) == [goal]
    assert RegionalDefinition.objects.get().region == region
    edit(client, indicator, about=[])
    assert not indicator.goals.exists()
    acts = AuditEntry.objects.filter(object_type="workagendas.indicatorgoal").order_by("id")
    assert [entry.act for entry in acts] == ["core.added", "core.deleted"]


def test_a_definition_without_dutch_is_an_error_of_its_row(client, secretary):
    sent = {"regional_definitions-0-region": RegionFactory().pk}
    response = edit(client, IndicatorFactory(), **sent)
    assert "Regional definition 1, Definition [nl]" in errors_on(response)


def test_a_funding_source_is_added_and_keeps_its_code(client, secretary):
    assert add(client, FundingSource, code="nieuw", name_nl="Nieuw").status_code == 302
    source = FundingSource.objects.get()
    edit(client, source, code="anders", name_nl="Anders")
    source.refresh_from_db()
    assert (source.code, source.name_nl) == ("nieuw", "Anders")


def test_the_state_of_a_round_is_read(client, secretary):
    round_ = ReportingRoundFactory()
    assert "state" not in form_on(client.get(change_page(round_)))


@pytest.mark.parametrize(
    "make",
    [ProgressUpdateFactory, ContributionFactory, ReactionFactory, RegionStakeFactory],
)
def test_what_partners_wrote_is_only_read(client, secretary, make):
    row = make()
    assert client.get(change_page(row)).status_code == 200
    assert client.post(change_page(row), {"text": "Anders"}).status_code == 403
    assert client.get(add_page(type(row))).status_code == 403


@BOTH
def test_what_two_fields_break_is_said_at_the_one_to_change(client, language):
    speak(client, language)
    january, indicator = date(2026, 1, 1), IndicatorFactory()
    IndicatorValueFactory(indicator=indicator, region=RegionFactory(), measured_on=january)
    later = IndicatorValueFactory(indicator=indicator, region=Region.objects.get())
    for row, sent, field in (
        (ActionFactory(), {"starts_on": "2026-09-01", "due_on": "2026-03-01"}, "due_on"),
        (indicator, {"target": "5", "target_on": ""}, "target_on"),
        (later, {"measured_on": "2026-01-01"}, "measured_on"),
    ):
        assert set(edit(client, row, **sent).context["adminform"].form.errors) == {field}


# ── Lists ──

WRITTEN = {"nl": ["1 november 2026", "1.234,50"], "en": ["1 November 2026", "1,234.50"]}


@BOTH
def test_values_stand_in_their_list_as_the_reader_writes_days_and_numbers(client, language):
    speak(client, language)
    indicator = IndicatorFactory(decimals=2)
    IndicatorValueFactory(indicator=indicator, value="1234.5", measured_on=date(2026, 11, 1))
    html = BeautifulSoup(client.get("/admin/workagendas/indicatorvalue/").content, "html.parser")
    row = html.find(id="result_list").tbody
    for field, words in zip(["measured_on", "measured"], WRITTEN[language], strict=True):
        assert row.find(class_=f"field-{field}").get_text() == words


@BOTH
def test_moments_are_written_alike_everywhere(client, language):
    speak(client, language)
    at = datetime(2026, 11, 1, 14, 5, tzinfo=UTC)
    reaction = ReactionFactory(written_at=at)
    month = {"nl": "november", "en": "November"}[language]
    for page in (change_page(reaction), "/admin/workagendas/reaction/"):
        assert f"1 {month} 2026, 15:05" in client.get(page).content.decode()
    milestone = MilestoneFactory()
    milestone.history.update(history_date=at)
    history = change_page(milestone).replace("/change/", "/history/")
    assert f"1 {month} 2026, 15:05" in client.get(history).content.decode()


LISTS = {
    "workagenda": ["q=agenda", "state__exact=draft"],
    "action": [
        *["q=voorbeeld", "agenda=1", "lead=1", "state__exact=planned", "status=on_track"],
        *["status=none", "is_public__exact=1", "translation=missing"],
    ],
    "milestone": ["agenda=1", "reached=no", "q=voorbeeld"],
    "indicator": ["q=wat", "direction__exact=up"],
    "indicatorvalue": ["status__exact=final"],
    "reportinground": ["state__exact=closed"],
    "fundingsource": ["q=bron"],
    "progressupdate": ["agenda=1", "state__exact=published", "status__exact=on_track"],
    "contribution": ["agenda=1"],
    "reaction": ["agenda=1"],
    "regionstake": ["agenda=1"],
}


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


@BOTH
def test_number_of_queries_of_a_list_does_not_grow(client, language):
    speak(client, language)
    agenda, region = WorkAgendaFactory(adopted=True), RegionFactory()
    indicator, round_ = IndicatorFactory(), ReportingRoundFactory()
    paths = [
        f"/admin/workagendas/{model}/?{query}"
        for model, queries in LISTS.items()
        for query in ["", *queries]
    ]

    def add_rows(start: int, stop: int) -> None:
        for n in range(start, stop):
            action = ActionFactory(agenda=agenda, lead=OrganisationFactory(region=region))
            action.latest_update = ProgressUpdateFactory(action=action, round=round_)
            action.save()
            organisation = OrganisationFactory(region=region)
            ParticipationFactory(action=action, organisation=organisation)
            ContributionFactory(action=action, round=round_, organisation=organisation)
            MilestoneFactory(action=action)
            ReactionFactory(agenda=agenda, action=action, organisation=organisation)
            RegionStakeFactory(action=action, region=region)
            IndicatorValueFactory(
                indicator=indicator, region=region, measured_on=date(2026, 1, n + 1)
            )
            RegionalDefinitionFactory(indicator=indicator)
            FundingSourceFactory()

    add_rows(0, 1)
    queries_of(client, "/admin/")
    few = {path: queries_of(client, path) for path in paths}
    add_rows(1, 12)
    many = {path: queries_of(client, path) for path in paths}
    assert few == many
    assert max(many.values()) <= 12


def test_actions_are_found_by_what_the_secretariat_asks_for(client, secretary):
    mine, other = ActionFactory(title_nl="Zonnepanelen"), ActionFactory(is_public=False)
    update = ProgressUpdateFactory(action=mine)
    mine.latest_update = update
    mine.save()
    for query in (
        "q=zonnepan",
        f"q={mine.code}",
        f"agenda={mine.agenda_id}",
        f"lead={mine.lead_id}",
        "status=on_track",
        "is_public__exact=1",
    ):
        found = client.get(f"/admin/workagendas/action/?{query}").context["cl"].result_list
        assert list(found) == [mine], query
    found = client.get("/admin/workagendas/action/?status=none").context["cl"].result_list
    assert list(found) == [other]


def test_the_screen_of_an_indicator_asks_the_same_for_many_regions(client, secretary):
    indicator = IndicatorFactory()
    RegionalDefinitionFactory(indicator=indicator)
    queries_of(client, change_page(indicator))
    few = queries_of(client, change_page(indicator))
    RegionalDefinitionFactory.create_batch(5, indicator=indicator)
    assert queries_of(client, change_page(indicator)) == few
    assert Indicator.objects.count() == 1
