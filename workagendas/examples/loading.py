"""The example agendas with all that belongs to them, from workagendas/data/examples."""

import json
from datetime import date, datetime, time
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Language
from accounts.models import User
from charter.models import Charter
from core.errors import DomainError
from core.models import ExampleSet
from partners.models import Organisation, Region
from workagendas.enums import PUBLISHED_AGENDAS
from workagendas.examples import APP
from workagendas.models import (
    Action,
    ActionDependency,
    ActionGoal,
    ActionRelation,
    BudgetLine,
    Contribution,
    FundingSource,
    Indicator,
    IndicatorGoal,
    IndicatorValue,
    Milestone,
    MilestoneMove,
    Participation,
    ProgressUpdate,
    Reaction,
    RegionalDefinition,
    RegionStake,
    ReportingRound,
    StakeConsent,
    WorkAgenda,
)
from workagendas.workflow import freeze

DATA = Path(__file__).resolve().parents[1] / "data" / "examples"
DAYS = {"starts_on", "ends_on", "due_on", "achieved_on", "was_due_on", "adopted_on", "measured_on"}
DAYS |= {"consultation_ends_on", "reference_date", "baseline_on", "target_on", "round"}


class NothingToBuildOn(DomainError):
    """The charter, the partners or the funding sources are not there."""


class PlaceTaken(DomainError):
    """Something real stands where an example would come."""


def load_examples() -> bool:
    """The examples are there, marked as examples; say whether they were added now.

    Where there are some already, nothing changes. Raises `NothingToBuildOn` and `PlaceTaken`.
    """
    if ExampleSet.objects.filter(app=APP).exists():
        return False
    try:
        with transaction.atomic():
            _Builder().build()
            ExampleSet.objects.create(app=APP, loaded_at=timezone.now())
    except IntegrityError as refused:
        raise PlaceTaken(
            "The portal holds work agendas, rounds or indicators of its own where the examples "
            "would come. Nothing was loaded."
        ) from refused
    return True


def rows_of(name: str) -> list[dict]:
    """Return the rows of a file; days and moments are read as such."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"), object_hook=_with_days)


def _with_days(row: dict) -> dict:
    for name, value in row.items():
        if isinstance(value, str) and name in DAYS:
            row[name] = date.fromisoformat(value)
        elif isinstance(value, str) and name.endswith("_at"):
            row[name] = datetime.fromisoformat(value)
    return row


class _Builder:
    """One pass over the files; remembers what was made by the name that the files give it."""

    def __init__(self):
        charter = Charter.objects.in_force().first()
        if charter is None or not FundingSource.objects.exists():
            raise NothingToBuildOn(
                "The charter and the partners are not there yet: run manage.py load_content first."
            )
        self.themes = {theme.number: theme for theme in charter.themes.prefetch_related("goals")}
        self.goals = {goal.code: goal for each in self.themes.values() for goal in each.goals.all()}
        self.regions = {region.slug: region for region in Region.objects.all()}
        self.organisations = {each.code: each for each in Organisation.objects.all()}
        self.funding = {each.code: each for each in FundingSource.objects.all()}
        self.agendas: dict[tuple[int, int], WorkAgenda] = {}
        self.actions: dict[str, Action] = {}

    def build(self) -> None:
        agendas = rows_of("agendas")
        for row in agendas:
            self._agenda(row)
        self._links([action for row in agendas for action in row["actions"]])
        self._budget(rows_of("budget"))
        for row in agendas:
            self._adoption(row)
        self._stakes(rows_of("stakes"))
        self._indicators(rows_of("indicators"))
        self._reports()

    # ── Agendas and their actions ────────────────────────────────────────────────────────────────

    def _agenda(self, row: dict) -> None:
        kept = ("actions", "reactions", "amended", "stakes_agreed_at", "theme")
        key = (row["theme"], row["starts_in"])
        agenda = self.agendas[key] = WorkAgenda.objects.create(
            **_without(row, *kept),
            theme=self.themes[row["theme"]],
            previous=self.agendas.get((row["theme"], row["starts_in"] - 2)),
            is_example=True,
        )
        for action in row["actions"]:
            self._action(agenda, action)
        for reaction in row.get("reactions", ()):
            Reaction.objects.create(
                **_without(reaction, "organisation", "author"),
                agenda=agenda,
                organisation=self.organisations[reaction["organisation"]],
                author=User.objects.filter(email__iexact=reaction["author"] or "").first(),
                is_example=True,
            )
        if agreed_at := row.get("stakes_agreed_at"):
            for region in self.regions.values():
                StakeConsent.objects.create(
                    agenda=agenda, region=region, agreed_at=agreed_at, is_example=True
                )

    def _action(self, agenda: WorkAgenda, row: dict) -> None:
        apart = ("main_goal", "lead", "further_goals", "needs", "related", "partners", "milestones")
        goal = row["main_goal"]
        action = self.actions[row["code"]] = Action.objects.create(
            **_without(row, *apart),
            agenda=agenda,
            main_goal=self.goals[goal] if goal else None,
            is_cross_cutting=goal is None,
            lead=self.organisations[row["lead"]],
            is_public=True,
            is_example=True,
        )
        for code in row["further_goals"]:
            ActionGoal.objects.create(action=action, goal=self.goals[code])
        for position, partner in enumerate(row["partners"], start=1):
            Participation.objects.create(
                **_without(partner, "organisation"),
                action=action,
                organisation=self.organisations[partner["organisation"]],
                position=position,
            )
        for milestone in row["milestones"]:
            first_due = milestone.get("moved", milestone).get("was_due_on", milestone["due_on"])
            values = _without(milestone, "moved") | {"due_on": first_due}
            Milestone.objects.create(action=action, is_example=True, **values)

    def _links(self, rows: list[dict]) -> None:
        for row in rows:
            action = self.actions[row["code"]]
            for code in row["needs"]:
                ActionDependency.objects.create(action=action, needs=self.actions[code])
            for code in row["related"]:
                pair = sorted([action, self.actions[code]], key=lambda each: each.pk)
                ActionRelation.objects.create(first=pair[0], second=pair[1])

    def _budget(self, rows: list[dict]) -> None:
        for row in rows:
            BudgetLine.objects.create(
                **_without(row, "action", "funding", "organisation"),
                action=self.actions[row["action"]],
                funding=self.funding[row["funding"]],
                organisation=self.organisations[row["organisation"]],
                is_example=True,
            )

    def _adoption(self, row: dict) -> None:
        """The text as it was adopted is frozen, then milestones move, then the text is again."""
        if row["state"] not in PUBLISHED_AGENDAS:
            return
        agenda = self.agendas[row["theme"], row["starts_in"]]
        noon = datetime.combine(row["adopted_on"], time(12), timezone.get_default_timezone())
        freeze(agenda, by=None, at=noon)
        for action in row["actions"]:
            for milestone in action["milestones"]:
                self._move(self.actions[action["code"]], milestone)
        if amended := row.get("amended"):
            reasons = {"nl": amended["reason_nl"], "en": amended["reason_en"]}
            freeze(agenda, by=None, at=amended["made_at"], reasons=reasons)

    def _move(self, action: Action, row: dict) -> None:
        if moved := row.get("moved"):
            milestone = action.milestones.get(title_nl=row["title_nl"])
            MilestoneMove.objects.create(
                **moved,
                milestone=milestone,
                due_on=row["due_on"],
                language=Language.DUTCH,
                is_example=True,
            )
            milestone.due_on = row["due_on"]
            milestone.save()

    # ── What is said about actions, and measured ─────────────────────────────────────────────────

    def _stakes(self, rows: list[dict]) -> None:
        for row in rows:
            RegionStake.objects.create(
                **_without(row, "action", "region"),
                action=self.actions[row["action"]],
                region=self.regions[row["region"]],
                is_example=True,
            )

    def _indicators(self, rows: list[dict]) -> None:
        for row in rows:
            apart = _without(row, "goals", "definitions", "values")
            indicator = Indicator.objects.create(**apart, is_example=True)
            for code in row["goals"]:
                IndicatorGoal.objects.create(indicator=indicator, goal=self.goals[code])
            for model, name in ((RegionalDefinition, "definitions"), (IndicatorValue, "values")):
                for values in row.get(name, ()):
                    region = self.regions[values["region"]]
                    values = _without(values, "region")
                    model.objects.create(
                        **values, indicator=indicator, region=region, is_example=True
                    )

    def _reports(self) -> None:
        """Rounds, updates and contributions; a correction comes after what it corrects."""
        self.rounds = {
            row["reference_date"]: ReportingRound.objects.create(**row, is_example=True)
            for row in rows_of("rounds")
        }
        for row in rows_of("updates"):
            lead = self.actions[row["action"]].lead
            update = self._report(ProgressUpdate, row, lead)
            if update.published_at:
                update.action.latest_update = update
                update.action.save(update_fields=["latest_update"])
        for row in rows_of("contributions"):
            self._report(Contribution, row, self.organisations[row["organisation"]])

    def _report(self, model, row: dict, organisation: Organisation):
        """The report is there; `corrects` in its row means the one that the same gave before."""
        action, round_ = self.actions[row["action"]], self.rounds[row["round"]]
        same = model.objects.filter(action=action, round=round_, organisation=organisation)
        return model.objects.create(
            **_without(row, "action", "round", "organisation", "corrects"),
            action=action,
            round=round_,
            organisation=organisation,
            corrects=same.get() if row.get("corrects") else None,
            is_example=True,
        )


def _without(row: dict, *names: str) -> dict:
    return {name: value for name, value in row.items() if name not in names}
