"""What the database refuses about agendas, actions and what is reported about them."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError

from tests.factories.accounts import UserFactory
from tests.factories.charter import GoalFactory, ThemeFactory
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    HAPPENED_AT,
    ActionDependencyFactory,
    ActionFactory,
    ActionGoalFactory,
    ActionRelationFactory,
    AgendaSnapshotFactory,
    BudgetLineFactory,
    ContributionFactory,
    FundingSourceFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    MilestoneMoveFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReactionFactory,
    RegionalDefinitionFactory,
    RegionStakeFactory,
    ReportingRoundFactory,
    StakeConsentFactory,
    WorkAgendaFactory,
)
from workagendas.enums import AgendaState, RoundState, UpdateState
from workagendas.models import ActionRelation, Contribution, ProgressUpdate, WorkAgenda

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DAY = date(2026, 6, 30)


def reviewed_by_its_author(factory):
    person = UserFactory()
    factory(author=person, reviewer=person)


def a_correction_of_itself(factory, model):
    row = factory()
    model.objects.filter(pk=row.pk).update(corrects=row.pk)


def an_agenda_before_itself():
    agenda = WorkAgendaFactory()
    WorkAgenda.objects.filter(pk=agenda.pk).update(previous=agenda.pk)


def needing_itself():
    action = ActionFactory()
    ActionDependencyFactory(action=action, needs=action)


def related_the_wrong_way_round():
    older, newer = ActionFactory(), ActionFactory()
    ActionRelation.objects.create(first=newer, second=older)


def related_to_itself():
    action = ActionFactory()
    ActionRelation.objects.create(first=action, second=action)


def empty(factory, column: str) -> list:
    """Return the writes that leave a Dutch text out: as nothing, and as an empty one."""
    return [partial(factory, **{column: None}), partial(factory, **{column: ""})]


def of_both_kinds(check: str, *, update, contribution) -> list:
    return [(f"progress_update_{check}", update), (f"contribution_{check}", contribution)]


def both(check: str, **values) -> list:
    return of_both_kinds(
        check,
        update=partial(ProgressUpdateFactory, **values),
        contribution=partial(ContributionFactory, **values),
    )


CODES = ("2026-2B", "2026-2b-08", "26-2B-08", "2026-XX-01", "2026-2B-8", "2026-0A-01")
ALL_WORDS = dict.fromkeys(("effort", "benefit", "burden"), "Een voorbeeld.")
ADOPTED = {"adopted": True}

# Each: the constraint's name, and a write that breaks it and nothing else.
CHECKS = [
    *[("action_code_is_year_goal_and_number", partial(ActionFactory, code=code)) for code in CODES],
    (
        "action_has_main_goal_or_is_cross_cutting",
        partial(ActionFactory, main_goal=None, is_cross_cutting=False),
    ),
    (
        "action_has_main_goal_or_is_cross_cutting",
        lambda: ActionFactory(main_goal=GoalFactory(), is_cross_cutting=True),
    ),
    (
        "action_ends_after_it_starts",
        partial(ActionFactory, starts_on=date(2027, 1, 1), due_on=date(2026, 12, 1)),
    ),
    ("action_state_is_known", partial(ActionFactory, state="lost")),
    ("action_starts_precision_is_known", partial(ActionFactory, starts_precision="hour")),
    ("action_due_precision_is_known", partial(ActionFactory, due_precision="hour")),
    *[("action_title_nl_required", write) for write in empty(ActionFactory, "title_nl")],
    ("action_relation_older_first", related_the_wrong_way_round),
    ("action_relation_older_first", related_to_itself),
    ("action_dependency_on_another", needing_itself),
    ("work_agenda_period_begins_in_an_even_year", partial(WorkAgendaFactory, starts_in=2027)),
    ("work_agenda_period_begins_in_an_even_year", partial(WorkAgendaFactory, starts_in=2024)),
    (
        "region_stake_says_something",
        partial(RegionStakeFactory, effort="", effort_level=None),
    ),
    (
        "progress_update_shielded_without_words",
        partial(ProgressUpdateFactory, shielded_because="Een naam."),
    ),
    (
        "progress_update_shielded_without_words",
        partial(
            ProgressUpdateFactory, shielded_because="Een naam.", headline="", happened="Toch iets."
        ),
    ),
    (
        "contribution_shielded_without_words",
        partial(ContributionFactory, shielded_because="Een naam."),
    ),
    (
        "indicator_value_measured_in_our_time",
        partial(IndicatorValueFactory, measured_on=date(1899, 12, 31)),
    ),
    (
        "reporting_round_within_the_cooperation",
        partial(ReportingRoundFactory, starts_on=date(2025, 12, 31)),
    ),
    (
        "reporting_round_within_the_cooperation",
        partial(ReportingRoundFactory, due_on=date(2101, 1, 1)),
    ),
    (
        "work_agenda_dutch_address_is_plain",
        partial(WorkAgendaFactory, slug_nl="Innovatie"),
    ),
    (
        "work_agenda_english_address_is_plain",
        partial(WorkAgendaFactory, slug_en="with_lines"),
    ),
    ("work_agenda_state_is_known", partial(WorkAgendaFactory, state="lost")),
    *[("work_agenda_title_nl_required", write) for write in empty(WorkAgendaFactory, "title_nl")],
    (
        "work_agenda_adopted_with_day_and_decision",
        partial(WorkAgendaFactory, **ADOPTED, adopted_on=None),
    ),
    (
        "work_agenda_adopted_with_day_and_decision",
        partial(WorkAgendaFactory, **ADOPTED, decision_nl=""),
    ),
    (
        "work_agenda_adopted_with_day_and_decision",
        partial(WorkAgendaFactory, **ADOPTED, decision_nl=None),
    ),
    ("work_agenda_adopted_with_day_and_decision", partial(WorkAgendaFactory, adopted_on=DAY)),
    *[
        ("work_agenda_introduction_nl_required_once_out", write)
        for write in empty(
            partial(WorkAgendaFactory, state=AgendaState.CONSULTATION), "introduction_nl"
        )
    ],
    ("work_agenda_follows_another", an_agenda_before_itself),
    ("agenda_snapshot_amended_with_reason", partial(AgendaSnapshotFactory, number=2)),
    (
        "agenda_snapshot_amended_with_reason",
        partial(AgendaSnapshotFactory, number=2, reason_nl="", reason_en="Because."),
    ),
    ("agenda_snapshot_amended_with_reason", partial(AgendaSnapshotFactory, number=0)),
    *[
        ("funding_source_name_nl_required", write)
        for write in empty(FundingSourceFactory, "name_nl")
    ],
    ("budget_line_amount_is_not_negative", partial(BudgetLineFactory, amount=-1)),
    *[
        (f"indicator_{field}_nl_required", write)
        for field in ("name", "definition", "unit", "source")
        for write in empty(IndicatorFactory, f"{field}_nl")
    ],
    ("indicator_direction_is_known", partial(IndicatorFactory, direction="left")),
    ("indicator_frequency_is_known", partial(IndicatorFactory, frequency="never")),
    ("indicator_decimals_are_at_most_four", partial(IndicatorFactory, decimals=5)),
    ("indicator_baseline_has_its_day", partial(IndicatorFactory, baseline=1)),
    ("indicator_baseline_has_its_day", partial(IndicatorFactory, baseline_on=DAY)),
    ("indicator_target_has_its_day", partial(IndicatorFactory, target=1)),
    ("indicator_target_has_its_day", partial(IndicatorFactory, target_on=DAY)),
    *[
        (f"regional_definition_{field}_nl_required", write)
        for field in ("definition", "source")
        for write in empty(RegionalDefinitionFactory, f"{field}_nl")
    ],
    ("indicator_value_status_is_known", partial(IndicatorValueFactory, status="maybe")),
    *[("milestone_title_nl_required", write) for write in empty(MilestoneFactory, "title_nl")],
    (
        "milestone_move_to_another_day",
        partial(MilestoneMoveFactory, was_due_on=DAY, due_on=DAY),
    ),
    ("milestone_move_says_why", partial(MilestoneMoveFactory, reason="")),
    ("milestone_move_language_is_known", partial(MilestoneMoveFactory, language="fr")),
    ("reaction_has_text", partial(ReactionFactory, text="")),
    ("reaction_answer_is_whole", partial(ReactionFactory, answered_at=HAPPENED_AT)),
    ("reaction_answer_is_whole", partial(ReactionFactory, answer="Ja.")),
    (
        "reaction_answer_is_whole",
        partial(ReactionFactory, answer="Ja.", answered_at=HAPPENED_AT),
    ),
    (
        "reaction_answer_is_whole",
        partial(ReactionFactory, answer_language="nl", answered_at=HAPPENED_AT),
    ),
    ("reaction_language_is_known", partial(ReactionFactory, language="fr")),
    (
        "reporting_round_ends_after_it_starts",
        partial(ReportingRoundFactory, ends_on=date(2025, 12, 31)),
    ),
    (
        "reporting_round_is_due_after_its_reference_date",
        partial(ReportingRoundFactory, due_on=date(2026, 6, 29)),
    ),
    ("reporting_round_state_is_known", partial(ReportingRoundFactory, state="lost")),
    *[
        ("reporting_round_name_nl_required", write)
        for write in empty(ReportingRoundFactory, "name_nl")
    ],
    *of_both_kinds(
        "reviewer_is_not_author",
        update=partial(reviewed_by_its_author, ProgressUpdateFactory),
        contribution=partial(reviewed_by_its_author, ContributionFactory),
    ),
    *of_both_kinds(
        "corrects_another",
        update=partial(a_correction_of_itself, ProgressUpdateFactory, ProgressUpdate),
        contribution=partial(a_correction_of_itself, ContributionFactory, Contribution),
    ),
    *both("published_with_its_moment", published_at=None),
    *both("published_with_its_moment", state=UpdateState.APPROVED, published_at=HAPPENED_AT),
    *both("state_is_known", state="lost"),
    *both("language_is_known", language="fr"),
    ("progress_update_percentage_in_range", partial(ProgressUpdateFactory, percentage=101)),
    ("progress_update_status_is_known", partial(ProgressUpdateFactory, status="lost")),
    (
        "progress_update_handed_in_with_status_and_headline",
        partial(ProgressUpdateFactory, status=""),
    ),
    (
        "progress_update_handed_in_with_status_and_headline",
        partial(ProgressUpdateFactory, state=UpdateState.SUBMITTED, headline=""),
    ),
    ("contribution_handed_in_with_text", partial(ContributionFactory, text="")),
    *[
        (f"region_stake_{word}_level_has_words", partial(RegionStakeFactory, **values))
        for word in ("effort", "benefit", "burden")
        for values in (
            ALL_WORDS | {word: "", f"{word}_level": 0},
            ALL_WORDS | {f"{word}_level": 4},
        )
    ],
    ("region_stake_language_is_known", partial(RegionStakeFactory, language="fr")),
]


def twice(factory, **shared):
    """Write two rows that share these values; what is callable is made once."""
    made = {name: value() if callable(value) else value for name, value in shared.items()}
    factory(**made)
    factory(**made)


def a_pair_twice():
    first, second = ActionFactory(), ActionFactory()
    twice(ActionRelationFactory, first=first, second=second)


def reported_twice(factory):
    twice(factory, action=ActionFactory(), round=ReportingRoundFactory(), organisation=a_partner())


def a_partner():
    return OrganisationFactory()


def two_open_rounds():
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        ReportingRoundFactory(reference_date=day, state=RoundState.OPEN)


def columns(table: str, *names: str) -> str:
    return ", ".join(f"workagendas_{table}.{name}" for name in names)


# Each: the constraint's name, what SQLite says instead of it, and a write that breaks it.
UNIQUES = [
    (
        "action_goal_once",
        columns("actiongoal", "action_id", "goal_id"),
        partial(twice, ActionGoalFactory, action=ActionFactory, goal=GoalFactory),
    ),
    (
        "participation_once_an_organisation",
        columns("participation", "action_id", "organisation_id"),
        partial(twice, ParticipationFactory, action=ActionFactory, organisation=a_partner),
    ),
    (
        "action_relation_once",
        columns("actionrelation", "first_id", "second_id"),
        a_pair_twice,
    ),
    (
        "action_dependency_once",
        columns("actiondependency", "action_id", "needs_id"),
        partial(twice, ActionDependencyFactory, action=ActionFactory, needs=ActionFactory),
    ),
    (
        "work_agenda_one_a_theme_and_period",
        columns("workagenda", "theme_id", "starts_in"),
        partial(twice, WorkAgendaFactory, theme=ThemeFactory),
    ),
    (
        "work_agenda_one_at_a_dutch_address",
        columns("workagenda", "starts_in", "slug_nl"),
        partial(twice, WorkAgendaFactory, slug_nl="natuur"),
    ),
    (
        "work_agenda_one_at_an_english_address",
        columns("workagenda", "starts_in", "slug_en"),
        partial(twice, WorkAgendaFactory, slug_en="nature"),
    ),
    (
        "agenda_snapshot_number_once_an_agenda",
        columns("agendasnapshot", "agenda_id", "number"),
        partial(twice, AgendaSnapshotFactory, agenda=partial(WorkAgendaFactory, adopted=True)),
    ),
    (
        "indicator_goal_once",
        columns("indicatorgoal", "indicator_id", "goal_id"),
        partial(twice, IndicatorGoalFactory, indicator=IndicatorFactory, goal=GoalFactory),
    ),
    (
        "regional_definition_once_a_region",
        columns("regionaldefinition", "indicator_id", "region_id"),
        partial(twice, RegionalDefinitionFactory, indicator=IndicatorFactory, region=RegionFactory),
    ),
    (
        "indicator_value_once_a_region_and_day",
        columns("indicatorvalue", "indicator_id", "region_id", "measured_on"),
        partial(twice, IndicatorValueFactory, indicator=IndicatorFactory, region=RegionFactory),
    ),
    ("reporting_round_one_open", columns("reportinground", "state"), two_open_rounds),
    (
        "progress_update_once_a_round",
        columns("progressupdate", "action_id", "round_id", "organisation_id"),
        partial(reported_twice, ProgressUpdateFactory),
    ),
    (
        "contribution_once_a_round",
        columns("contribution", "action_id", "round_id", "organisation_id"),
        partial(reported_twice, ContributionFactory),
    ),
    (
        "region_stake_once_an_action",
        columns("regionstake", "action_id", "region_id"),
        partial(twice, RegionStakeFactory, action=ActionFactory, region=RegionFactory),
    ),
    (
        "stake_consent_once_a_region",
        columns("stakeconsent", "agenda_id", "region_id"),
        partial(twice, StakeConsentFactory, agenda=WorkAgendaFactory, region=RegionFactory),
    ),
]


@pytest.mark.parametrize(("name", "write"), CHECKS, ids=[name for name, _write in CHECKS])
def test_database_refuses(name, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        write()


@pytest.mark.parametrize(
    ("name", "columns", "write"), UNIQUES, ids=[name for name, _columns, _write in UNIQUES]
)
def test_database_refuses_a_second(name, columns, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {columns}$"):
        write()


@pytest.mark.parametrize("factory", [ProgressUpdateFactory, ContributionFactory])
def test_what_was_withdrawn_and_what_corrects_do_not_count(factory):
    first = factory(organisation=OrganisationFactory())
    same = {"action": first.action, "round": first.round, "organisation": first.organisation}
    factory(**same, state=UpdateState.WITHDRAWN)
    factory(**same, corrects=first)
