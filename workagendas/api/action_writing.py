"""What may be written of an action, with the rows beside it, and what is wrong with that."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from charter.models import Goal
from core import edits
from core.api.fields import Reference, References, TranslatedText
from core.days import first_day, last_day
from partners.models import Organisation
from workagendas.api.amendments import AmendmentSerializer, for_history, pointing_at
from workagendas.api.beside import LIST_MESSAGES, Nested, named_twice, replace_rows
from workagendas.api.budget import BudgetLineWriteSerializer, write_lines
from workagendas.api.contacts import ContactReference
from workagendas.models import Action, ActionGoal, ActionRelation, Participation, WorkAgenda
from workagendas.workflow import DependencyCycle, set_dependencies

CODE_TO_COME = "2026-X-00"  # of an action that has none yet; no action is called so


class ParticipationWriteSerializer(Nested):
    organisation = Reference(rows=Organisation.objects.visible_to)
    part = TranslatedText(required=False, max_length=300)

    class Meta:
        model = Participation
        fields = ["organisation", "part"]

    def _refused(self, columns: dict[str, object], unread: set[str]) -> dict[str, object]:
        errors = super()._refused(columns, unread)
        organisation = columns.get("organisation")
        if organisation and organisation.pk in self.root.taking_part:
            errors.pop("organisation", None)  # who left keeps the part that it had
        return errors


class ActionWriteSerializer(AmendmentSerializer):
    """The portal gives the code; state and status follow from what the lead reports.

    `partners`, `furtherGoals`, `dependsOn`, `relatedActions` and `budgetLines` are sent whole:
    what is left out goes. A day that is known to the month or the year means its first day (start)
    or last (end).
    """

    fixed_once_added = ("work_agenda",)
    rows_of_their_own = (
        *("participations", "further_goals", "depends_on", "related_actions", "budget_lines"),
    )

    work_agenda = Reference(source="agenda", rows=WorkAgenda.objects.visible_to)
    main_goal = Reference(rows=Goal.objects.visible_to, required=False, allow_null=True)
    further_goals = References(rows=Goal.objects.visible_to, required=False)
    lead = Reference(rows=Organisation.objects.visible_to)
    partners = ParticipationWriteSerializer(
        source="participations", many=True, required=False, error_messages=LIST_MESSAGES
    )
    contact = ContactReference(
        required=False,
        allow_null=True,
        help_text=_("The e-mail address with which the contact person logs in."),
    )
    title = TranslatedText(max_length=160)
    description = TranslatedText(required=False)
    expected_result = TranslatedText(required=False)
    depends_on = References(rows=Action.objects.visible_to, required=False)
    related_actions = References(rows=Action.objects.visible_to, required=False)
    budget_lines = BudgetLineWriteSerializer(
        many=True, required=False, error_messages=LIST_MESSAGES
    )

    class Meta:
        model = Action
        fields = [
            *["work_agenda", "title", "description", "expected_result", "main_goal"],
            *["is_cross_cutting", "further_goals", "lead", "partners", "contact"],
            *["starts_on", "starts_precision", "due_on", "due_precision", "depends_on"],
            *["related_actions", "budget_lines", "is_public", "internal_notes", "reason"],
        ]

    @cached_property
    def taking_part(self) -> set[int]:
        """Return the keys of the organisations that take part already, beside the lead."""
        if self.instance is None:
            return set()
        return {each.organisation_id for each in self.instance.participations.all()}

    def new_row(self) -> Action:
        return Action(code=CODE_TO_COME)

    def _refused(self, columns: dict[str, object], unread: set[str]) -> dict[str, object]:
        row = self.instance or self.new_row()
        _write_days_as_meant(columns, row)
        errors = super()._refused(columns, unread)
        lead = columns.get("lead", getattr(self.instance, "lead", None))
        return errors | self._refused_beside(columns, lead)

    def _refused_beside(self, columns: dict, lead: Organisation | None) -> dict[str, object]:
        errors, parts = {}, self.beside.get("participations")
        if parts is None and lead and lead.pk in self.taking_part:
            errors["lead"] = [_("This organisation takes part already.")]
        wrong = named_twice(parts or (), "organisation", "organisation")
        for place, each in enumerate(parts or ()):
            if each["organisation"] == lead:
                wrong[place] = {"organisation": [_("This organisation leads the action.")]}
        if wrong:
            errors["partners"] = wrong
        main_goal = columns.get("main_goal", getattr(self.instance, "main_goal", None))
        if main_goal and main_goal in self._further_goals():
            errors["furtherGoals"] = [_("This is the main goal already.")]
        if self.instance in self.beside.get("related_actions", ()):
            errors["relatedActions"] = [_("An action is not related to itself.")]
        return errors

    def _further_goals(self) -> list[Goal]:
        """Return the further goals as they will be."""
        if "further_goals" in self.beside:
            return self.beside["further_goals"]
        return list(self.instance.further_goals.all()) if self.instance else []


def _write_days_as_meant(columns: dict[str, object], row: Action) -> None:
    """A day that is known to the month or the year is what it is stored as."""
    for name, precision, meant in (
        ("starts_on", "starts_precision", first_day),
        ("due_on", "due_precision", last_day),
    ):
        if {name, precision} & columns.keys():
            day = columns.get(name, getattr(row, name))
            if day:
                columns[name] = meant(day, columns.get(precision, getattr(row, precision)))


def write_beside(action: Action, written: ActionWriteSerializer, *, by: User) -> bool:
    """The action has the partners, goals and other actions that were sent.

    Says whether any of that differs from before.
    """
    sent, history = written.beside, {"by": by, "reason": for_history(written.reason)}
    of_it, differs = {"action": action}, False
    if (parts := sent.get("participations")) is not None:
        wanted = [{**each, "position": place} for place, each in enumerate(parts)]
        differs |= replace_rows(Participation, of_it, ("organisation",), wanted, **history)
    if (goals := sent.get("further_goals")) is not None:
        wanted = [{"goal": goal} for goal in goals]
        differs |= replace_rows(ActionGoal, of_it, ("goal",), wanted, **history)
    if (needs := sent.get("depends_on")) is not None:
        with pointing_at({DependencyCycle: "dependsOn"}):
            differs |= set_dependencies(action=action, needs=needs, **history)
    if (lines := sent.get("budget_lines")) is not None:
        differs |= write_lines(action, lines, **history)
    if (others := sent.get("related_actions")) is not None:
        differs |= _relate(action, others, **history)
    return differs


def _relate(action: Action, others: list[Action], *, by: User, reason: str) -> bool:
    """Exactly these actions are related to it. A relation is kept once, the older row first."""
    wanted = {tuple(sorted((action.pk, other.pk))) for other in others}
    there = {
        (row.first_id, row.second_id): row
        for row in (*action.later_relations.all(), *action.earlier_relations.all())
    }
    for gone in there.keys() - wanted:
        edits.delete(there[gone], by=by, reason=reason)
    for first, second in sorted(wanted - there.keys()):
        row = ActionRelation(first_id=first, second_id=second)
        edits.add(row, by=by, reason=reason)
    return there.keys() != wanted
