"""The pages of all agendas and of one."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories.charter import GoalFactory, ThemeFactory
from tests.factories.workagendas import (
    ActionFactory,
    AgendaSnapshotFactory,
    MilestoneFactory,
    MilestoneMoveFactory,
    ProgressUpdateFactory,
    WorkAgendaFactory,
)
from tests.workagendas.reading import (
    action_between,
    page_at,
    path_of,
    path_to,
    three_regions,
    words_of,
)
from workagendas.enums import AgendaState, Status
from workagendas.substance import canonical, digest_of, substance_of

pytestmark = pytest.mark.django_db

OTHERS = [AgendaState.DRAFT, AgendaState.CONSULTATION]


@pytest.fixture
def regions():
    return three_regions()


@pytest.fixture
def agenda(regions):
    return WorkAgendaFactory(
        adopted=True, slug_nl="thema", slug_en="theme", title_nl="Agenda", title_en="Agenda (en)"
    )


def codes(html) -> list[str]:
    return [row.get_text(strip=True) for row in html.select("#actions .action-code")]


def listed(agenda, **query) -> list[str]:
    return codes(page_at(path_of(agenda), query))


def freeze(agenda, **fields):
    content = canonical(substance_of(agenda))
    return AgendaSnapshotFactory(
        agenda=agenda, content=content, digest=digest_of(content), **fields
    )


def test_agendas_are_listed_by_period_newest_first_and_by_theme():
    themes = [ThemeFactory(number=2), ThemeFactory(number=1)]
    for year in (2026, 2028):
        for theme in themes:
            WorkAgendaFactory(
                adopted=True, starts_in=year, theme=theme, title_nl=f"{year} {theme.number}"
            )
    html = page_at(path_to("work_agendas"))
    assert [h2.get_text(strip=True) for h2 in html.main.select("h2")] == ["2028–2029", "2026–2027"]
    titles = [words_of(title) for title in html.select(".row-title")]
    assert titles == ["2028 1", "2028 2", "2026 1", "2026 2"]


@pytest.mark.parametrize("state", OTHERS)
def test_an_agenda_that_is_not_adopted_is_on_no_page(state):
    agenda = WorkAgendaFactory(state=state, title_nl="Geheim voorlopig")
    assert "Geheim voorlopig" not in page_at(path_to("work_agendas")).get_text()
    assert Client().get(path_of(agenda)).status_code == 404


def test_without_agendas_the_page_says_what_will_come():
    assert page_at(path_to("work_agendas")).select_one("p.empty")


def test_a_closed_agenda_says_so(agenda):
    agenda.state = AgendaState.CLOSED
    agenda.save()
    with translation.override("en"):
        assert "closed" in words_of(page_at(path_of(agenda, "en")).select_one(".agenda-state"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_slug_of_the_other_language_leads_to_the_right_address(agenda, language):
    slug = {"nl": "theme", "en": "thema"}[language]
    with translation.override(language):
        wrong = reverse("work_agenda", kwargs={"period": "2026-2027", "slug": slug})
    response = Client().get(wrong, {"goal": "1A"})
    assert response.status_code == 302
    assert response["Location"] == f"{path_of(agenda, language)}?goal=1A"


@pytest.mark.parametrize("period", ["2026-2028", "2028-2029", "0000-0001"])
def test_another_period_has_no_such_agenda(agenda, period):
    path = path_of(agenda).replace("2026-2027", period)
    assert Client().get(path).status_code == 404


def test_an_agenda_in_the_other_language_s_words_does_not_hide_another(agenda):
    other = WorkAgendaFactory(adopted=True, slug_nl="theme", slug_en="other", title_nl="Tweede")
    assert words_of(page_at(path_of(other)).h1) == "Tweede"
    assert words_of(page_at(path_of(agenda, "en")).h1) == "Agenda (en)"


def test_only_public_actions_are_listed(agenda, regions):
    shown = action_between(agenda, regions)
    action_between(agenda, regions, is_public=False)
    action_between(WorkAgendaFactory(adopted=True), regions)
    assert listed(agenda) == [shown.code]


def test_an_action_is_listed_with_its_standing_and_next_milestone(agenda, regions):
    action = action_between(agenda, regions[:2], title_nl="Samen meten")
    MilestoneFactory(action=action, title_nl="Gehaald", achieved_on=date(2026, 2, 1))
    MilestoneFactory(action=action, title_nl="Later", due_on=date(2027, 3, 1))
    MilestoneFactory(action=action, title_nl="Eerst", due_on=date(2027, 2, 1))
    action.latest_update = ProgressUpdateFactory(action=action, status=Status.NEEDS_ATTENTION)
    action.save()
    with translation.override("nl"):
        label = str(Status.NEEDS_ATTENTION.label)
    row = words_of(page_at(path_of(agenda)).select_one(".action-row"))
    for part in ("Samen meten", str(action.lead), "Eerst", "1 februari 2027", "▲", label):
        assert part in row
    assert "30 juni 2026" in row
    assert "Brainport, Limburg" in row.replace(" ,", ",")
    assert "Later" not in row


def test_filters_narrow_the_list(agenda, regions):
    goals = [GoalFactory(theme=agenda.theme, code=code) for code in ("1A", "1B")]
    one, two, three = regions
    pair = action_between(agenda, [one, two], main_goal=goals[0], code="2026-1A-01")
    all_three = action_between(agenda, regions, main_goal=goals[1], code="2026-1B-01")
    across = action_between(agenda, [three, one], code="2026-X-01")
    pair.latest_update = ProgressUpdateFactory(action=pair)
    pair.save()
    assert listed(agenda, goal="1A") == [pair.code]
    assert listed(agenda, goal="X") == [across.code]
    assert listed(agenda, region="limburg") == [pair.code, all_three.code]
    assert listed(agenda, lead=across.lead.code) == [across.code]
    assert listed(agenda, status="on_track") == [pair.code]
    assert listed(agenda, status="none") == [all_three.code, across.code]
    assert listed(agenda, reach="bilateral") == [pair.code, across.code]
    assert listed(agenda, reach="trilateral") == [all_three.code]
    assert listed(agenda, reach="brainport-kempen") == [across.code]
    assert listed(agenda, region="limburg", reach="bilateral") == [pair.code]
    assert listed(agenda, region="kempen", goal="1A") == []


def test_each_filter_in_use_is_a_link_to_the_list_without_it(agenda, regions):
    GoalFactory(theme=agenda.theme, code="1A")
    action_between(agenda, regions)
    html = page_at(path_of(agenda), {"goal": "1A", "region": "kempen"})
    links = [chip["href"] for chip in html.select("a.chip")]
    path = path_of(agenda)
    assert links == [f"{path}?region=kempen#actions", f"{path}?goal=1A#actions"]
    assert html.select_one(".chips li:last-child a")["href"] == f"{path}#actions"
    assert html.select_one("link[rel=canonical]")["href"].endswith("?goal=1A&region=kempen")
    assert html.select_one('meta[name="robots"]')["content"] == "noindex"


@pytest.mark.parametrize("name", ["goal", "region", "lead", "status", "reach"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_filter_value_that_does_not_exist_is_named_and_filters_nothing(
    agenda, regions, name, language
):
    action = action_between(agenda, regions)
    html = page_at(path_of(agenda, language), {name: "zomaar<b>", "x": "y"})
    assert codes(html) == [action.code]
    (error,) = html.select("#actions .field-errors li")
    assert "zomaar<b>" in error.get_text()
    assert html.select_one(f"#filter_{name}")["aria-invalid"] == "true"


def test_an_endless_filter_value_is_named_by_its_beginning(agenda, regions):
    action_between(agenda, regions)
    html = page_at(path_of(agenda), {"goal": "x" * 500})
    (error,) = html.select("#actions .field-errors li")
    assert error.get_text().count("x") == 80


def test_the_other_filters_still_count_beside_one_that_does_not_exist(agenda, regions):
    action_between(agenda, regions[:2])
    html = page_at(path_of(agenda), {"region": "kempen", "status": "zomaar"})
    assert codes(html) == []
    chosen = html.select_one("#filter_region option[selected]")
    assert chosen["value"] == "kempen"


def test_a_long_list_has_pages_that_keep_the_filter(agenda, regions):
    lead = action_between(agenda, regions).lead
    for number in range(60):
        ActionFactory(agenda=agenda, lead=lead, code=f"2026-X-{number + 500}")
    html = page_at(path_of(agenda), {"status": "none"})
    assert len(codes(html)) == 50
    (link,) = html.select(".pagination a")
    second = page_at(path_of(agenda) + link["href"].partition("#")[0])
    assert len(codes(second)) == 11
    assert second.select_one("link[rel=canonical]")["href"].endswith("?status=none&page=2")
    assert len(second.select("#timeline tbody tr")) == 11


def test_timeline_says_the_same_as_a_table(agenda, regions):
    action = action_between(
        agenda, regions, starts_on=date(2026, 3, 1), due_on=date(2027, 9, 30), title_nl="Samen"
    )
    MilestoneFactory(action=action, title_nl="Halverwege", due_on=date(2026, 12, 1))
    html = page_at(path_of(agenda))
    drawing = html.select_one("#timeline svg")
    assert drawing["role"] == "img"
    labels = [html.find(id=name) for name in drawing["aria-labelledby"].split()]
    assert all(labels)
    row = words_of(html.select_one("#timeline tbody tr"))
    for part in (action.code, "maart 2026", "september 2027", "Halverwege", "1 december 2026"):
        assert part in row
    numbers = [bar["x"] for bar in drawing.select("rect")]
    assert numbers
    assert not [number for number in numbers if "," in number]


def test_coverage_names_each_goal_and_counts(agenda, regions):
    goal = GoalFactory(theme=agenda.theme, code="1A", title_nl="Doel")
    GoalFactory(theme=agenda.theme, code="1B", title_nl="Ander doel")
    action_between(agenda, regions[:2], main_goal=goal)
    html = page_at(path_of(agenda, "en"))
    words = [words_of(row) for row in html.select(".coverage-words li")]
    assert words[0].startswith("1A Doel")
    assert "Brainport" in words[0]
    assert words[1].startswith("1B Ander doel")
    cells = [
        [cell.get_text(strip=True) for cell in row.select("td")]
        for row in html.select(".matrix tbody tr")
    ]
    assert cells == [["1", "0", "0", "0"], ["0", "0", "0", "0"], ["0", "0", "0", "0"]]


def test_what_changed_names_moves_with_their_reason(agenda, regions):
    milestone = MilestoneFactory(action=action_between(agenda, regions))
    MilestoneMoveFactory(milestone=milestone, reason="Het duurde langer.")
    html = page_at(path_of(agenda, "en"))
    reason = html.find(string="Het duurde langer.")
    assert reason.parent["lang"] == "nl"


def test_an_amended_agenda_shows_what_differs_and_every_version(agenda, regions):
    action = action_between(agenda, regions, title_nl="Zoals besloten")
    first = freeze(agenda)
    action.title_nl = "Zoals gewijzigd"
    action.save()
    second = freeze(agenda, number=2, reason_nl="Het moest anders.")
    html = page_at(path_of(agenda))
    adopted = html.select_one("#adopted")
    row = words_of(adopted.select_one("tbody tr"))
    assert "Zoals besloten" in row
    assert "Zoals gewijzigd" in row
    assert "Het moest anders." in adopted.get_text()
    digests = [code.get_text() for code in adopted.select("code")]
    assert digests == [second.digest, first.digest]


def test_an_agenda_that_was_not_amended_shows_no_table(agenda, regions):
    freeze(agenda)
    adopted = page_at(path_of(agenda)).select_one("#adopted")
    assert adopted.table is None
    assert len(adopted.select("code")) == 1


def test_a_version_is_downloaded_as_the_bytes_that_were_frozen(agenda, regions):
    action_between(agenda, regions, title_nl="Café")
    frozen = freeze(agenda)
    (link,) = page_at(path_of(agenda)).select("#adopted a")
    response = Client().get(link["href"])
    assert response["Content-Type"] == "application/json"
    assert digest_of(response.content.decode()) == frozen.digest
    assert json.loads(response.content)["title"]["nl"] == "Agenda"
    assert ".json" in response["Content-Disposition"]


def test_versions_that_are_not_there_or_not_public_are_missing(agenda, regions):
    freeze(agenda)
    path = page_at(path_of(agenda)).select_one("#adopted a")["href"]
    assert Client().get(path.replace("1.json", "7.json")).status_code == 404
    assert Client().get(path.replace("thema", "zomaar")).status_code == 404


def test_the_agendas_before_and_after_are_linked_when_they_are_published(agenda):
    later = {"theme": agenda.theme, "starts_in": 2028, "previous": agenda}
    following = WorkAgendaFactory(title_nl="Vervolg", **later)
    assert page_at(path_of(agenda)).select("nav.neighbours") == []
    following.state, following.adopted_on = AgendaState.ADOPTED, date(2027, 12, 1)
    following.decision_nl = "Besloten."
    following.save()
    (link,) = page_at(path_of(agenda)).select("nav.neighbours a")
    assert link["href"] == path_of(following)
    (back,) = page_at(path_of(following)).select("nav.neighbours a")
    assert back["href"] == path_of(agenda)


def test_downloads_name_the_agenda_to_the_api(agenda):
    links = [a["href"] for a in page_at(path_of(agenda)).select("#download a")]
    asked = "workAgenda=2026-2027-thema&format="
    assert [link.partition("?")[2] for link in links] == [
        f"{asked}{kind}&lang=nl" for kind in ("csv", "xlsx", "atom")
    ]


def test_an_agenda_without_actions_or_rounds_says_what_will_come(agenda):
    html = page_at(path_of(agenda))
    assert len(html.select("p.empty")) >= 2
    assert html.select("#actions form") == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_dutch_texts_are_marked_on_the_english_page_only(regions, language):
    agenda = WorkAgendaFactory(adopted=True, title_nl="Alleen Nederlands")
    h1 = page_at(path_of(agenda, language)).h1
    assert h1.get("lang") == {"nl": None, "en": "nl"}[language]
