"""Milestones: their titles, moved with a reason, and reached."""

from django.contrib.admin import register
from django.forms import CharField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.admin import OfferedFilter, ReadOnlyInline
from workagendas.admin.amending import AmendingAdmin, AmendingForm
from workagendas.admin.filters import AgendaOfActionFilter
from workagendas.models import Milestone, MilestoneMove, WorkAgenda
from workagendas.workflow import achieve_milestone, move_milestone

BY_ACTS = ("due_on", "achieved_on")


class MilestoneForm(AmendingForm):
    moved_because = CharField(
        label=_("Why it is moved"),
        required=False,
        max_length=300,
        help_text=_("Needed when the day changes. Everybody can read it, in your own words."),
    )

    def agenda_amended(self) -> WorkAgenda | None:
        return self.instance.action.agenda if self.instance.action_id else None

    def clean(self) -> dict:
        cleaned = super().clean()
        is_moved = not self.instance._state.adding and "due_on" in self.changed_data
        if is_moved and cleaned.get("due_on") and not cleaned.get("moved_because"):
            self.add_error("moved_because", _("Say why the milestone is moved."))
        return cleaned


class ReachedFilter(OfferedFilter):
    title = _("reached")
    parameter_name = "reached"

    def lookups(self, request, model_admin):
        return [("yes", _("reached")), ("no", _("not reached yet"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(achieved_on__isnull=self.value() == "no")


class MoveInline(ReadOnlyInline):
    model = MilestoneMove
    fields = readonly_fields = ["was_due_on", "due_on", "reason", "moved_at"]


@register(Milestone)
class MilestoneAdmin(AmendingAdmin):
    """A milestone belongs to its action for good."""

    form = MilestoneForm
    inlines = [MoveInline]
    list_display = ["title", "due_on", "achieved_on", "action"]
    list_filter = [AgendaOfActionFilter, ReachedFilter]
    list_select_related = ["action__agenda"]
    search_fields = ["title_nl", "title_en", "action__code", "action__title_nl"]
    suggested_fields = ("action",)
    fields = ["action", "title", "due_on", "moved_because", "achieved_on"]

    def agenda_of(self, row: Milestone) -> WorkAgenda:
        return row.action.agenda

    def get_fields(self, request, obj=None):
        """Return the fields; a new milestone has nothing to be moved from."""
        return self.fields if obj else [name for name in self.fields if name != "moved_because"]

    def get_readonly_fields(self, request, obj=None):
        return ["action"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "action":
            kwargs["help_text"] = _("Its code, like 2026-2B-08, or words of its title.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_related(self, request, form, formsets, change):
        """The title is an amendment; its days are moved by the acts, each with its own trail."""
        row, by = form.instance, request.user
        wanted = {name: getattr(row, name) for name in BY_ACTS if name in form.changed_data}
        if not change:
            row.is_example = row.action.is_example
            return super().save_related(request, form, formsets, change)
        for name in wanted:
            setattr(row, name, form.initial[name])
        if {*form.changed_fields} - {*BY_ACTS, "moved_because"}:
            super().save_related(request, form, formsets, change)
        if "due_on" in wanted:
            why = form.cleaned_data["moved_because"]
            move_milestone(
                milestone=row, due_on=wanted["due_on"], reason=why, language=get_language(), by=by
            )
        if "achieved_on" in wanted:
            achieve_milestone(milestone=row, achieved_on=wanted["achieved_on"], by=by)
        return None
