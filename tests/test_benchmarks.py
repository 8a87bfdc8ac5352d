"""The benchmark itself, in small: that it still runs, asks what it means to ask, and tells it."""

import json
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import redis
from django.utils import translation
from rest_framework.test import APIRequestFactory

from benchmarks import report
from benchmarks.growth import grown, measure_growth
from benchmarks.load import ask
from benchmarks.plain_actions import PlainActions
from benchmarks.run import measure, measure_one, measure_works, values_of
from benchmarks.server import environment, load_content, serving
from benchmarks.targets import (
    BARE,
    COMPARISONS,
    GROWTHS,
    OF_LOADED,
    PAGE,
    UNCACHED,
    WORKS,
    Target,
)
from tests.core.api.calls import HOST, call
from tests.factories.accounts import UserFactory
from tests.factories.portal import PageFactory
from tests.notifications.services.workers import address_of_database
from tests.serving import ROOT
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.models import Action

FAST, SLOW = [1000.0, 0.5], [500.0, 2.0]
EQUAL = {"target": 6.0, "twin": 6.0, "ratio": [1, 1, 1], "worst": 1}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The server that is measured, on SQLite and without Redis."""
    folder = tmp_path_factory.mktemp("benchmark")
    database = f"sqlite:///{folder / 'portal.sqlite3'}"
    variables = environment(database=database, redis="", static_root=folder / "static")
    variables["COLLECTED_STATIC"] = "0"
    load_content(variables)
    with serving(variables) as running:
        yield running


def test_every_target_and_its_twin_are_measured(server):
    found = measure(server, COMPARISONS, rounds=2, seconds=0.05)
    assert found.keys() == {each.key for each in COMPARISONS}
    for each in COMPARISONS:
        for name in ("rate", "cpu"):
            assert found[each.key][name]["target"] > 0
            assert found[each.key][name]["twin"] > 0
    assert 1 < int(ask(server.port, f"{BARE}/queries").body) <= 8


@pytest.mark.parametrize(("path", "is_numbered"), [(f"{UNCACHED}{PAGE}", False), (PAGE, True)])
def test_an_answer_that_comes_from_elsewhere_is_refused(server, path, is_numbered):
    with pytest.raises(RuntimeError, match=r"Django worked on \d+ of \d+ answers"):
        measure_one(server, Target("not so", path, is_numbered), seconds=0.2)


def test_an_address_that_does_not_answer_is_refused(server):
    with pytest.raises(RuntimeError, match="404"):
        measure_one(server, Target("nothing", "/nl/nothing/", True), seconds=0.1)


@pytest.mark.db
@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_every_work_and_its_twin_are_measured(redis_url, tmp_path):
    PageFactory()
    variables = environment(database=address_of_database(), redis=redis_url, static_root=tmp_path)
    variables["COLLECTED_STATIC"] = "0"
    found = measure_works(variables, 2, mails=12, acts=3)
    assert found.keys() == {each.key for each in WORKS}
    for each in found.values():
        assert each["target"] > 0
        assert each["twin"] > 0
    assert not list(redis.from_url(redis_url).scan_iter(f"{variables['BENCHMARK_KEYS']}*"))


@pytest.mark.full
@pytest.mark.db
@pytest.mark.postgresql
@pytest.mark.redis
def test_what_grows_is_measured_on_both_sides(redis_url, tmp_path):
    url = address_of_database()
    with grown(url, redis_url, tmp_path, actions=4, updates=12, collected=False) as server:
        growths = measure_growth(server, server, rounds=2, seconds=0.05)
        compared = measure(server, OF_LOADED, rounds=2, seconds=0.05)
    assert growths.keys() == {each.key for each in GROWTHS}
    assert min(took for each in growths.values() for side in each.values() for took in side) > 0
    assert compared["made-actions"]["rate"]["target"] > 0


@pytest.mark.django_db
def test_the_plain_twin_tells_of_actions_what_the_api_tells():
    rows = make_agenda_rows()
    contact = UserFactory(name="Lies Voorbeeld", shows_name=True)
    Action.objects.filter(pk=rows.action.pk).update(contact=contact)
    asked = APIRequestFactory().get("/", HTTP_HOST=urlsplit(HOST).netloc)
    with translation.override("en"):
        twin = PlainActions.as_view({"get": "list"})(asked).render()
    told = call("actions?lang=en")
    assert len(values_of(told.content)) == 2
    assert values_of(twin.content) == values_of(told.content)


def test_ratios_are_made_within_a_round():
    found = report.summary(target=[FAST, FAST, SLOW], twin=[SLOW, SLOW, SLOW])
    assert found["rate"] == {"target": 1000, "twin": 500, "ratio": [1.5, 2, 2], "worst": 1}
    assert found["cpu"] == {"target": 0.5, "twin": 2, "ratio": [0.25, 0.25, 0.625], "worst": 1}


@pytest.fixture
def record() -> dict:
    return json.loads(report.NUMBERS.read_text("utf-8"))


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        ([FAST, FAST, FAST], []),
        (
            [SLOW, SLOW, SLOW],
            [
                "requests per second, against the twin: at least 1, not 0.5.",
                "CPU time of a request, against the twin: at most 1, not 4.",
            ],
        ),
    ],
)
def test_a_goal_that_is_missed_is_told_in_a_sentence(record, rows, sentences):
    record["comparisons"] = {
        each.key: report.summary([[9000, 0.1]] * 3, [FAST] * 3) | {"queries": 8}
        for each in (*COMPARISONS, *OF_LOADED)
    }
    record["growths"] = {each.key: EQUAL for each in GROWTHS}
    record["comparisons"]["kept-page"] = report.summary(target=rows, twin=[FAST] * 3)
    record["works"] = {"mails": EQUAL | {"ratio": [3, 3, 3]}, "act": EQUAL}
    told = [line for line in report.page(record).splitlines() if line.startswith("Missed: ")]
    assert told == [f"Missed: the charter, from the page cache, {text}" for text in sentences]
    assert report.page(record).count("**missed**") == len(sentences)


def test_a_goal_that_some_rounds_meet_is_said_to_be_in_doubt(record):
    rows = [FAST, FAST, SLOW, SLOW, SLOW]
    record["comparisons"]["kept-page"] = report.summary(target=rows, twin=[FAST] * 5)
    assert "not 0.5. At least a quarter of the rounds met it." in report.page(record)


def test_a_goal_for_what_runs_outside_requests_is_judged_too(record):
    mails = report.compared(target=[200, 200, 400], twin=[100, 100, 100], wants_more=True)
    assert (mails["ratio"], mails["worst"]) == ([2, 2, 3], 2)
    record["works"] = {"mails": mails, "act": EQUAL | {"ratio": [1.6, 1.7, 1.8]}}
    page = report.page(record)
    assert "mails per second, against the twin: at least 2.5, not 2. At least a quarter" in page
    assert "time of an act, against the twin: at most 1.5, not 1.7.\n" in page


def test_the_page_in_docs_is_made_of_the_recorded_numbers(record):
    assert report.PAGE.read_text("utf-8") == report.page(record)


def test_without_the_services_of_production_it_says_what_to_set():
    outcome = subprocess.run(
        [sys.executable, "-m", "benchmarks.run"],
        cwd=ROOT,
        env={"DATABASE_URL": "sqlite:///portal.sqlite3", "REDIS_URL": ""},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1
    assert "Set DATABASE_URL to a PostgreSQL" in outcome.stderr
    assert "Traceback" not in outcome.stderr
