"""Actions, with who takes part, their milestones and what they cost."""

from django.contrib.admin import display, register
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.admin_rows import BilingualRows, RowForm
from core.changes import Kept
from workagendas.admin.action_form import ActionForm
from workagendas.admin.amending import AmendingAdmin
from workagendas.admin.filters import AgendaFilter, LeadFilter, StatusFilter
from workagendas.enums import AgendaState
from workagendas.models import (
    Action,
    ActionDependency,
    ActionGoal,
    ActionRelation,
    BudgetLine,
    Milestone,
    Participation,
    WorkAgenda,
)
from workagendas.models.actions import outside_period
from workagendas.workflow import add_action


class RowsOfAction(BilingualRows):
    """Rows of an action, which stay as they are once its agenda is closed."""

    def _allows(self, verb: str, request, owner) -> bool:
        is_closed = owner is not None and owner.agenda.state == AgendaState.CLOSED
        return (verb == "view" or not is_closed) and super()._allows(verb, request, owner)


class ParticipationForm(RowForm):
    def clean(self) -> dict:
        """Nobody leads and takes part, in a new action neither."""
        cleaned = super().clean()
        organisation = cleaned.get("organisation")
        if organisation and organisation.pk == self.instance.action.lead_id:
            self.add_error("organisation", _("This organisation leads the action."))
        return cleaned


class ParticipationRows(RowsOfAction):
    model = Participation
    form = ParticipationForm
    fields = ["organisation", "part", "position"]
    related_fields = ("organisation",)


class MilestoneForm(RowForm):
    """A new milestone, or the title of one; its day is moved on its own screen, which asks why."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if not self.instance._state.adding and "due_on" in self.fields:
            self.fields["due_on"].disabled = True

    def clean(self) -> dict:
        """A milestone lies in the period, of a new action too: that has no key for the row yet."""
        cleaned, action = super().clean(), self.instance.action
        due_on = cleaned.get("due_on")
        if due_on and action._state.adding and action.agenda_id:
            agenda = action.agenda
            if not agenda.first_day <= due_on <= agenda.last_day:
                self.add_error("due_on", outside_period(agenda))
        return cleaned


class MilestoneRows(RowsOfAction):
    model = Milestone
    form = MilestoneForm
    fields = ["title", "due_on"]
    show_change_link = True


class BudgetRows(RowsOfAction):
    model = BudgetLine
    fields = ["funding", "organisation", "amount", "note", "is_public"]
    related_fields = ("funding",)


@register(Action)
class ActionAdmin(AmendingAdmin):
    """The code is given when an action is added, and stays. State and status follow reports."""

    form = ActionForm
    inlines = [ParticipationRows, MilestoneRows, BudgetRows]
    history_beside = (
        Kept(ActionGoal, owner="action", name="goal"),
        Kept(Participation, owner="action", name="organisation"),
        Kept(Milestone, owner="action", name="title"),
        Kept(BudgetLine, owner="action", name="funding"),
        Kept(ActionDependency, owner="action", name="needs"),
        Kept(ActionRelation, owner="first", name="second"),
        Kept(ActionRelation, owner="second", name="first"),
    )
    list_display = ["code", "title", "lead", "agenda", "state", "status", "is_public"]
    list_display_links = ["code", "title"]
    list_filter = [AgendaFilter, "main_goal", LeadFilter, "state", StatusFilter, "is_public"]
    list_select_related = ["agenda", "lead", "latest_update"]
    search_fields = [
        *["code", "title_nl", "title_en", "description_nl", "description_en"],
        *["lead__name_nl", "lead__name_en"],
    ]
    fieldsets = [
        (None, {"fields": ["agenda", "code", "main_goal", "is_cross_cutting", "also_serves"]}),
        (_("Who"), {"fields": ["lead", "contact"]}),
        (_("Text"), {"fields": ["title", "description", "expected_result"]}),
        (_("When"), {"fields": ["starts_on", "starts_precision", "due_on", "due_precision"]}),
        (_("How it stands"), {"fields": ["state", "status"]}),
        (_("Other actions"), {"fields": ["needs", "related"]}),
        (_("Who reads it"), {"fields": ["is_public", "internal_notes"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        """Return all fields; on a new action not what only acts give, nor links from nowhere."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            return fieldsets
        later = {"code", "state", "status", "needs", "related"}
        shown = [
            (name, {**options, "fields": [f for f in options["fields"] if f not in later]})
            for name, options in fieldsets
        ]
        return [(name, options) for name, options in shown if options["fields"]]

    def get_readonly_fields(self, request, obj=None):
        return [*(obj.fixed_fields if obj else ()), "state", "status"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "agenda":
            kwargs["queryset"] = WorkAgenda.objects.exclude(state=AgendaState.CLOSED)
        if db_field.name == "contact":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def write(self, request, form, change):
        reason = form.cleaned_data.get("reason") or ""
        if change:
            super().write(request, form, change)
        else:
            form.instance.is_example = form.instance.agenda.is_example
            add_action(action=form.instance, by=request.user, reason=reason)
        form.write_links(by=request.user, reason=reason)

    def log_addition(self, request, obj, message):
        """`add_action` has recorded it."""

    @display(description=_("says the lead"), ordering="latest_update__status")
    def status(self, action: Action) -> str:
        return action.latest_update.get_status_display() if action.latest_update else "–"
