"""Examples: loaded where they are allowed, marked everywhere, and gone without a trace."""

from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from charter.models import Charter
from core.changes import keeps_history
from core.models import ExampleSet, MayBeExample
from tests.factories.accounts import make_person
from tests.factories.workagendas import ReactionFactory, ReportingRoundFactory, WorkAgendaFactory
from workagendas.enums import Status, UpdateState
from workagendas.examples.loading import load_examples
from workagendas.examples.removal import PARTS
from workagendas.models import (
    Action,
    ActionGoal,
    AgendaSnapshot,
    Contribution,
    FundingSource,
    Indicator,
    Milestone,
    Participation,
    ProgressUpdate,
    RegionStake,
    ReportingRound,
    WorkAgenda,
)
from workagendas.substance import canonical, digest_of, substance_of

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: str) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def stored() -> dict[str, list]:
    """Return every row of every table, but for sessions and what Django keeps of itself."""
    with connection.cursor() as cursor:
        tables = [
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.label not in ("core.Stamp", "portal.SearchDocument")
        ]
        rows = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows


# ── What is there ──


def test_all_that_the_pages_show_is_there(examples):
    states = list(WorkAgenda.objects.order_by("starts_in", "theme").values_list("state", flat=True))
    assert states == ["adopted", "adopted", "consultation", "draft"]
    assert Action.objects.published().count() == 14
    assert ReportingRound.objects.filter(state="open").count() == 1
    for model in (ProgressUpdate, Contribution):
        assert {*model.objects.values_list("state", flat=True)} == {*UpdateState.values}
        assert model.objects.exclude(corrects=None).exists()
        assert model.objects.exclude(shielded_because="").exists()
    assert sorted(each.can_be_summed for each in Indicator.objects.all()) == [False, True]
    assert RegionStake.objects.published().exists()
    assert RegionStake.objects.exclude(pk__in=RegionStake.objects.published()).exists()


def test_no_real_organisation_is_shown_as_needing_correction(examples):
    assert not ProgressUpdate.objects.filter(status=Status.NEEDS_CORRECTION).exists()


def test_every_row_says_that_it_is_an_example(examples):
    own = [model for model in PARTS if issubclass(model, MayBeExample)]
    for model in own:
        if model is not FundingSource:  # real ones are enough
            assert model.objects.exists(), model
            assert not model.objects.filter(is_example=False).exists(), model
    assert ExampleSet.objects.get().app == "workagendas"


def test_every_model_that_may_hold_examples_is_removed():
    models = {*apps.get_app_config("workagendas").get_models()}
    assert {model for model in models if issubclass(model, MayBeExample)} <= PARTS.keys()


def test_every_example_is_what_its_model_accepts(examples):
    for model in (WorkAgenda, Action, Participation, Milestone, Indicator):
        for row in model.objects.all():
            row.full_clean()
    for agenda in WorkAgenda.objects.published():
        assert {row.reach for row in agenda.actions.with_parties()} <= {"bilateral", "trilateral"}


def test_both_languages_are_complete(examples):
    for model in (WorkAgenda, Action, Participation, Milestone, Indicator):
        for row in model.objects.all():
            assert row.worst_translation_state() == "complete", row


def test_the_last_frozen_text_is_what_the_agenda_says(examples):
    for agenda in WorkAgenda.objects.published():
        first, last = AgendaSnapshot.objects.filter(agenda=agenda).order_by("number")
        assert last.content == canonical(substance_of(agenda))
        assert last.digest == digest_of(last.content)
        assert first.content != last.content
        assert last.reason_nl


def test_the_latest_update_is_the_last_published_one(examples):
    for action in Action.objects.all():
        published = action.progressupdates.filter(state="published").order_by(
            "-round__reference_date", "-id"
        )
        assert action.latest_update == published.first()


def test_loading_again_adds_nothing(examples):
    before = Action.objects.count()
    assert "there already" in run("load_examples")
    assert Action.objects.count() == before


# ── Where they are not wanted ──


def test_where_examples_are_off_nothing_is_loaded(content, settings):
    settings.EXAMPLES = False
    assert run("load_examples", "--if-allowed") == ""
    with pytest.raises(CommandError, match="EXAMPLES=1"):
        run("load_examples")
    assert not WorkAgenda.objects.exists()


def test_without_charter_and_partners_it_says_what_to_do():
    with pytest.raises(CommandError, match="load_content"):
        run("load_examples")


def test_where_something_real_stands_nothing_is_loaded(content):
    real = WorkAgendaFactory(theme=Charter.objects.get().themes.first())
    with pytest.raises(CommandError, match="Nothing was loaded"):
        run("load_examples")
    assert "Nothing was loaded" in run("load_examples", "--if-allowed")
    assert list(WorkAgenda.objects.all()) == [real]
    assert not ReportingRound.objects.exists()


# ── Removed again ──


def test_one_command_removes_them_and_leaves_everything_else_as_it_was(content):
    before = stored()
    load_examples()
    assert stored() != before
    assert "rows removed" in run("remove_examples")
    assert stored() == before


def test_what_somebody_added_to_an_example_goes_with_it(examples):
    action = Action.objects.first()
    action.milestones.create(title_nl="Van iemand", due_on=action.agenda.last_day)
    ReactionFactory(agenda=action.agenda)
    action.participations.first().delete()
    run("remove_examples")
    left = {model for model in PARTS if model._base_manager.exists()}
    assert left == {FundingSource}
    assert not Milestone.history.exists()
    assert not Participation.history.exists()


def test_what_belonged_to_an_example_that_somebody_deleted_leaves_no_history(examples):
    Action.objects.exclude(goal_links=None).first().delete()
    assert ActionGoal.history.filter(history_type="-").exists()
    run("remove_examples")
    for model in PARTS:
        if keeps_history(model) and model is not FundingSource:
            assert not model.history.exists(), model


def test_what_something_real_needs_stays_with_all_the_rest(examples):
    example = WorkAgenda.objects.filter(starts_in=2028).first()
    WorkAgendaFactory(theme=example.theme, starts_in=2030, previous=example)
    with pytest.raises(CommandError, match="nothing was removed"):
        run("remove_examples")
    assert Action.objects.count() == 14
    assert ExampleSet.objects.exists()


def test_removing_nothing_is_no_failure(content):
    real = ReportingRoundFactory()
    assert "0 rows removed" in run("remove_examples")
    assert list(ReportingRound.objects.all()) == [real]


# ── What every page says ──

SENTENCES = {"nl": "Voorbeeldgegevens, niet echt", "en": "Example data, not real"}
PAGES = ["/", "/charter/", "/partners/", "/zomaar/"]


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_so_while_there_are_examples(client, content, language, path):
    url = f"/{language}{path}"
    assert banner(client.get(url)) is None
    ExampleSet.objects.create(app="workagendas", loaded_at=timezone.now())
    response = client.get(url)
    assert banner(response).get_text(strip=True) == SENTENCES[language]
    assert banner(response)["aria-label"]
    html = BeautifulSoup(response.content, "html.parser")
    (robots,) = html.select("meta[name=robots]")
    assert robots["content"] == "noindex"
    if response.status_code == 200:
        assert html.select("link[rel=canonical]")
        assert len(html.select("link[hreflang]")) >= 2


def banner(response):
    return BeautifulSoup(response.content, "html.parser").find(class_="example-banner")


def test_without_examples_pages_may_be_found(client, content):
    assert b"noindex" not in client.get("/nl/").content


def test_the_back_office_says_so_too(admin_page, content):
    assert "example-banner" not in admin_page()
    ExampleSet.objects.create(app="workagendas", loaded_at=timezone.now())
    assert "example-banner" in admin_page()


@pytest.fixture
def admin_page(client):
    client.force_login(make_person(Role.SECRETARIAT))
    return lambda: client.get("/admin/").content.decode()
