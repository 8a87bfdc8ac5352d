"""The page of one action."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.enums import Language
from tests.factories.accounts import UserFactory
from tests.factories.charter import GoalFactory
from tests.factories.workagendas import (
    ActionDependencyFactory,
    ActionGoalFactory,
    ActionRelationFactory,
    BudgetLineFactory,
    ContributionFactory,
    MilestoneFactory,
    MilestoneMoveFactory,
    ProgressUpdateFactory,
    RegionStakeFactory,
    ReportingRoundFactory,
    StakeConsentFactory,
    WorkAgendaFactory,
)
from tests.workagendas.reading import action_between, page_at, path_of, three_regions, words_of
from workagendas.enums import AgendaState, UpdateState
from workagendas.story import A_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    return three_regions()


@pytest.fixture
def agenda():
    return WorkAgendaFactory(adopted=True, slug_nl="thema", slug_en="theme")


@pytest.fixture
def action(agenda, regions):
    return action_between(agenda, regions, code="2026-X-01", title_nl="Samen meten")


def text_at(row, language: str = "nl") -> str:
    return words_of(page_at(path_of(row, language)).main)


def story_at(path: str, **query) -> list[str]:
    return [words_of(entry) for entry in page_at(path, query).select(".story-entries > li")]


@pytest.mark.parametrize("state", [AgendaState.DRAFT, AgendaState.CONSULTATION])
def test_an_action_of_an_agenda_that_is_not_adopted_is_missing(regions, state):
    action = action_between(WorkAgendaFactory(state=state), regions)
    assert Client().get(path_of(action)).status_code == 404


def test_an_internal_action_is_missing(agenda, regions):
    action = action_between(agenda, regions, is_public=False)
    assert Client().get(path_of(action)).status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_any_other_way_to_an_action_leads_to_its_address(action, language):
    path = path_of(action, language)
    slug = {"nl": "/thema/", "en": "/theme/"}[language]
    for wrong in (path.replace(slug, "/zomaar/"), path.replace("2026-X-01", "2026-x-01")):
        response = Client().get(wrong)
        assert response.status_code == 302
        assert response["Location"] == path


def test_the_page_names_everybody_with_their_part(action):
    text = text_at(action)
    assert str(action.lead) in text
    for each in action.participations.all():
        assert str(each.organisation) in text
    assert text.count("Doet mee.") == 2


def test_goals_are_linked_the_main_one_first(agenda, regions):
    goals = [GoalFactory(theme=agenda.theme, code=code) for code in ("1A", "1B")]
    action = action_between(agenda, regions, main_goal=goals[1])
    ActionGoalFactory(action=action, goal=goals[0])
    links = [a["href"] for a in page_at(path_of(action)).select(".action-facts a")]
    assert links[:2] == [path_of(goals[1]), path_of(goals[0])]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "in Brainport"),
        (2, "between Brainport and Limburg"),
        (3, "between the three regions"),
    ],
)
def test_reach_is_said_in_words(agenda, regions, number, shown):
    assert shown in text_at(action_between(agenda, regions[:number]), "en")


def test_days_are_as_exact_as_they_are_known(action):
    action.starts_on, action.starts_precision = date(2026, 3, 12), "day"
    action.due_on, action.due_precision = date(2027, 5, 1), "year"
    action.save()
    text = text_at(action)
    assert "12 maart 2026" in text
    assert "december 2027" not in text


CHOICES = ["name", "function", "email", "phone"]


@pytest.mark.parametrize("chosen", [[], ["email"], ["name", "phone"], CHOICES])
def test_a_contact_person_is_shown_as_far_as_they_chose(action, chosen):
    person = UserFactory(
        name="Voor Beeld", function="Adviseur", email="voor@blk.example", phone="+31 40 000 00 00"
    )
    for what in chosen:
        setattr(person, f"shows_{what}", True)
    person.save()
    action.contact = person
    action.save()
    html = str(page_at(path_of(action)))
    for what in CHOICES:
        assert (getattr(person, what) in html) == (what in chosen), what


def test_a_contact_whose_account_was_disabled_is_not_shown(action):
    action.contact = UserFactory(name="Voor Beeld", shows_name=True, is_active=False)
    action.save()
    assert "Voor Beeld" not in str(page_at(path_of(action)))


def test_only_public_amounts_are_shown(action):
    BudgetLineFactory(action=action, amount=1250, is_public=True)
    BudgetLineFactory(action=action, amount=987654)
    assert "€ 1.250,00" in text_at(action)
    assert "€ 1,250.00" in text_at(action, "en")
    assert "987" not in text_at(action)


def test_internal_notes_and_asked_help_are_on_no_page(action):
    action.internal_notes = "Blijft binnen."
    action.save()
    ProgressUpdateFactory(action=action, help_needed="Ook dit blijft binnen.")
    assert "binnen" not in str(page_at(path_of(action)))


def test_published_actions_beside_this_one_are_linked_by_what_they_are(agenda, action, regions):
    first, later, other = [action_between(agenda, regions) for _number in range(3)]
    hidden = action_between(agenda, regions, is_public=False, title_nl="Verborgen")
    ActionDependencyFactory(action=action, needs=first)
    ActionDependencyFactory(action=action, needs=hidden)
    ActionDependencyFactory(action=later, needs=action)
    ActionRelationFactory(first=action, second=other)
    html = page_at(path_of(action))
    links = [a["href"] for a in html.select("section .action-facts a")]
    assert links == [path_of(first), path_of(later), path_of(other)]
    assert "Verborgen" not in html.get_text()


def test_a_milestone_shows_each_old_day_with_its_reason(action):
    milestone = MilestoneFactory(action=action, title_nl="Plan klaar", due_on=date(2027, 3, 1))
    for was, now, reason in [
        (date(2026, 9, 1), date(2026, 12, 1), "Te weinig mensen."),
        (date(2026, 12, 1), date(2027, 3, 1), "De gegevens kwamen laat."),
    ]:
        MilestoneMoveFactory(milestone=milestone, was_due_on=was, due_on=now, reason=reason)
    row = page_at(path_of(action, "en")).find(id=milestone.anchor)
    text = words_of(row)
    assert text.index("Te weinig mensen.") < text.index("De gegevens kwamen laat.")
    for day in ("1 March 2027", "1 September 2026", "1 December 2026"):
        assert day in text
    assert row.find(string="Te weinig mensen.").parent["lang"] == "nl"


def test_stakes_are_shown_when_all_three_regions_agreed(agenda, action, regions):
    for region in reversed(regions):
        RegionStakeFactory(action=action, region=region, effort=f"Moeite van {region.slug}.")
    for region in regions[:2]:
        StakeConsentFactory(agenda=agenda, region=region)
    assert "Moeite van" not in text_at(action)
    StakeConsentFactory(agenda=agenda, region=regions[2])
    text = text_at(action, "en")
    places = [text.index(f"Moeite van {region.slug}. (1 of 3)") for region in regions]
    assert places == sorted(places)


def test_the_story_is_one_list_newest_first(action):
    update = ProgressUpdateFactory(action=action, headline="Verslag.", **_published(7))
    ContributionFactory(
        action=action,
        round=update.round,
        organisation=action.lead,
        text="Bijdrage.",
        **_published(9),
    )
    milestone = MilestoneFactory(
        action=action, title_nl="Gehaalde mijlpaal", achieved_on=date(2026, 8, 1)
    )
    MilestoneMoveFactory(
        milestone=milestone, reason="Verzet.", moved_at=datetime(2026, 6, 1, 12, tzinfo=UTC)
    )
    entries = story_at(path_of(action))
    for entry, part in zip(
        entries, ["Bijdrage.", "Gehaalde mijlpaal", "Verslag.", "Verzet."], strict=True
    ):
        assert part in entry


def test_on_one_day_the_lead_s_word_stands_above_contributions(action):
    update = ProgressUpdateFactory(action=action, headline="Verslag.")
    for party in action.participations.all():
        ContributionFactory(
            action=action, round=update.round, organisation=party.organisation, text="Bijdrage."
        )
    entries = story_at(path_of(action))
    assert ["Verslag." in entry for entry in entries] == [True, False, False]


def _published(month: int) -> dict:
    return {"published_at": datetime(2026, month, 1, 12, tzinfo=UTC)}


@pytest.mark.parametrize("state", [state for state in UpdateState if state != "published"])
def test_what_is_not_published_is_not_in_the_story(action, state):
    update = ProgressUpdateFactory(action=action, state=state)
    ContributionFactory(action=action, round=update.round, organisation=action.lead, state=state)
    assert story_at(path_of(action)) == []


def test_words_carry_their_language_and_the_author_is_the_organisation(action):
    person = UserFactory(name="Voor Beeld")
    update = ProgressUpdateFactory(
        action=action, author=person, headline="In eigen woorden.", language=Language.DUTCH
    )
    html = page_at(path_of(action, "en"))
    entry = html.find(id=update.anchor)
    assert entry.find(string="In eigen woorden.").find_parent(lang="nl")
    assert str(action.lead) in words_of(entry)
    assert "Voor Beeld" not in html.get_text()
    assert not page_at(path_of(action)).find(id=update.anchor).find(lang=True)


def test_a_correction_and_what_it_corrects_say_so(action):
    wrong = ProgressUpdateFactory(action=action, headline="Fout.")
    right = ProgressUpdateFactory(
        action=action, round=wrong.round, corrects=wrong, headline="Goed."
    )
    html = page_at(path_of(action))
    notices = [html.find(id=row.anchor).select_one("p.notice") for row in (right, wrong)]
    assert all(notices)
    assert notices[0].get_text() != notices[1].get_text()


def test_a_shielded_text_is_replaced_by_its_note(action):
    update = ProgressUpdateFactory(
        action=action,
        headline="",
        shielded_because="Er stond een naam in.",
    )
    action.latest_update = update
    action.save()
    html = page_at(path_of(action))
    assert "Er stond een naam in." in words_of(html.find(id=update.anchor))
    assert html.find(id=update.anchor).select_one(".status")


def test_a_long_story_has_pages_that_lose_nothing(action):
    lead = action.lead
    days = [date(2026 + number, 1, 1) for number in range(A_PAGE + 5)]
    for day in days:
        round_ = ReportingRoundFactory(
            starts_on=day, ends_on=day, reference_date=day, due_on=day, name_nl=f"Ronde {day.year}"
        )
        moment = datetime(day.year, 6, 1, 12, tzinfo=UTC)
        ProgressUpdateFactory(
            action=action,
            organisation=lead,
            round=round_,
            headline=f"Verslag {day.year}.",
            published_at=moment,
        )
    first, second = (story_at(path_of(action), page=page) for page in (1, 2))
    assert (len(first), len(second)) == (A_PAGE, 5)
    years = [day.year for day in reversed(days)]
    for entry, year in zip(first + second, years, strict=True):
        assert f"Verslag {year}." in entry
    html = page_at(path_of(action), {"page": 2})
    assert html.select_one("link[rel=canonical]")["href"].endswith("?page=2")
    assert html.select_one(".pagination a[rel=prev]")
    assert not html.select(".pagination a[rel=next]")


@pytest.mark.parametrize("page", ["0", "-1", "zomaar", "9999999999", "²"])
def test_a_page_of_the_story_that_is_none_is_no_error(action, page):
    assert page_at(path_of(action), {"page": page}).h1


def test_an_action_with_nothing_yet_says_so(agenda, regions):
    html = page_at(path_of(action_between(agenda, regions)))
    assert len(html.select("p.empty")) == 2


def test_the_way_to_a_report_leads_to_the_page_of_the_story_where_it_stands(action):
    party = action.participations.first().organisation
    milestone = MilestoneFactory(action=action, achieved_on=date(2028, 6, 1))
    MilestoneMoveFactory(milestone=milestone, moved_at=datetime(2029, 6, 1, 12, tzinfo=UTC))
    reports = []
    for year in range(2026, 2026 + A_PAGE):
        day = date(year, 1, 1)
        told = {
            "action": action,
            "round": ReportingRoundFactory(
                starts_on=day, ends_on=day, reference_date=day, due_on=day
            ),
            "published_at": datetime(year, 6, 1, 12, tzinfo=UTC),
        }
        reports.append(ProgressUpdateFactory(**told, organisation=action.lead))
        reports.append(ContributionFactory(**told, organisation=party))
        reports.append(ContributionFactory(**told, organisation=action.lead))
    pages = set()
    for report in reports:
        for language, permanent in (("nl", f"/id/{report.PLURAL}/{report.uid}"), ("en", None)):
            path, _hash, anchor = path_of(report, language).partition("#")
            if permanent:
                assert Client().get(permanent)["Location"] == f"{path}#{anchor}"
            html = page_at(path)
            assert html.find(id=anchor), report.published_at
        canonical = html.select_one("link[rel=canonical]")["href"]
        pages.add(canonical.partition("?")[2])
    assert pages == {"", "page=2", "page=3", "page=4"}


@pytest.mark.parametrize("asked", ["zomaar", "00000000-0000-0000-0000-000000000000"])
def test_a_report_that_does_not_stand_in_the_story_is_no_error(action, asked):
    hidden = ProgressUpdateFactory(action=action, state=UpdateState.SUBMITTED)
    for report in (asked, str(hidden.uid)):
        assert page_at(path_of(action), {"report": report}).h1


def test_a_wrong_way_to_a_report_keeps_which_one_it_was(action):
    path = path_of(action).replace("/thema/", "/zomaar/")
    asked = f"?report={ProgressUpdateFactory(action=action).uid}"
    assert Client().get(path + asked)["Location"] == path_of(action) + asked
