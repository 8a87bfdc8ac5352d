"""The form of an action: its own fields, and the goals and actions that it hangs together with."""

from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from charter.models import Goal
from core import edits
from core.errors import DomainError
from workagendas.admin.amending import AmendingForm
from workagendas.admin.codes import CodesField
from workagendas.models import Action, ActionGoal, ActionRelation
from workagendas.workflow import DependencyCycle, next_code, require_no_cycle, set_dependencies


class ActionForm(AmendingForm):
    """An edit of an action with its links.

    What somebody else linked or unlinked meanwhile stays: of the links, only what this editor
    changed is written.
    """

    also_serves = ModelMultipleChoiceField(
        label=_("Further goals"),
        queryset=Goal.objects.none(),
        widget=CheckboxSelectMultiple,
        required=False,
        show_hidden_initial=True,
    )
    needs = CodesField(
        label=_("Depends on"),
        help_text=_("The codes of the actions that come first, like 2026-2B-08, 2026-X-01."),
    )
    related = CodesField(
        label=_("Related actions"),
        help_text=_("Codes of actions that have to do with this one."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["also_serves"].queryset = Goal.objects.with_charter().order_by(
            "-theme__charter__year", "code"
        )
        if not self.instance._state.adding:
            self.initial |= {name: links(self.instance) for name, links in STORED.items()}

    def clean(self) -> dict:
        cleaned = super().clean()
        main_goal = cleaned.get("main_goal")
        if main_goal and main_goal in cleaned.get("also_serves", ()):
            self.add_error("also_serves", _("This is the main goal already."))
        if not self.instance._state.adding:
            self._look_at_links(cleaned)
        return cleaned

    def _look_at_links(self, cleaned: dict) -> None:
        if self.instance in cleaned.get("related", ()):
            self.add_error("related", _("An action is not related to itself."))
        for other in cleaned.get("needs", ()):
            try:
                require_no_cycle(action=self.instance, needs=other)
            except DependencyCycle as refused:
                self.add_error("needs", str(refused))

    def _post_clean(self) -> None:
        """A new action is checked under the code that it would get now; the act gives it."""
        agenda = self.cleaned_data.get("agenda")
        if self.instance._state.adding and agenda:
            try:
                self.instance.code = next_code(agenda, self.cleaned_data.get("main_goal"))
            except DomainError as refused:
                self.add_error(None, str(refused))
        super()._post_clean()

    def write_links(self, *, by: User, reason: str) -> None:
        """The action has the links of the form. Called inside `amending`."""
        action = self.instance
        for goal in self._added("also_serves"):
            edits.add(ActionGoal(action=action, goal=goal), by=by, reason=reason)
        for link in action.goal_links.filter(goal__in=self._removed("also_serves")):
            edits.delete(link, by=by, reason=reason)
        self._write_needs(by, reason)
        for other in self._added("related"):
            first, second = sorted([action, other], key=lambda each: each.pk)
            if not ActionRelation.objects.filter(first=first, second=second).exists():
                edits.add(ActionRelation(first=first, second=second), by=by, reason=reason)
        gone = self._removed("related")
        later = action.later_relations.filter(second__in=gone)
        earlier = action.earlier_relations.filter(first__in=gone)
        for link in [*later, *earlier]:
            edits.delete(link, by=by, reason=reason)

    def _write_needs(self, by: User, reason: str) -> None:
        if "needs" in self.changed_data:
            stored = {link.needs for link in self.instance.needs_links.select_related("needs")}
            wanted = stored - {*self._removed("needs")} | {*self._added("needs")}
            set_dependencies(action=self.instance, needs=wanted, by=by, reason=reason)

    def _added(self, name: str) -> list:
        return [row for row in self.cleaned_data[name] if row not in self._shown(name)]

    def _removed(self, name: str) -> list:
        return [row for row in self._shown(name) if row not in self.cleaned_data[name]]

    def _shown(self, name: str) -> list:
        """Return the rows that were linked when the form was opened, as it remembers them."""
        if self.instance._state.adding:
            return []
        field, remembered = self.fields[name], self[name].html_initial_name
        value = field.hidden_widget().value_from_datadict(self.data, self.files, remembered)
        return list(field.clean(value))


def _goals_of(action: Action) -> list[int]:
    return list(action.goal_links.order_by("goal__code").values_list("goal", flat=True))


def _needed_by(action: Action) -> list[str]:
    return list(action.needs_links.order_by("needs__code").values_list("needs__code", flat=True))


def _related_to(action: Action) -> list[str]:
    return list(Action.objects.related_to(action).order_by("code").values_list("code", flat=True))


STORED = {"also_serves": _goals_of, "needs": _needed_by, "related": _related_to}
