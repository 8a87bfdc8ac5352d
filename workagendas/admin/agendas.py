"""Agendas themselves: their titles and texts. Their states are moved on my desk."""

from django.contrib.admin import display, register
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyInline
from workagendas.admin.amending import AmendingAdmin, AmendingForm
from workagendas.checklist import desk_url
from workagendas.models import AgendaSnapshot, WorkAgenda


class AgendaForm(AmendingForm):
    def agenda_amended(self) -> WorkAgenda:
        return self.instance


class SnapshotInline(ReadOnlyInline):
    model = AgendaSnapshot
    fields = ["frozen_on", "reason", "text"]
    readonly_fields = fields

    @display(description=_("made at"))
    def frozen_on(self, snapshot: AgendaSnapshot) -> str:
        return date_format(timezone.localtime(snapshot.made_at), "j F Y")

    @display(description=_("text"))
    def text(self, snapshot: AgendaSnapshot) -> str:
        place = snapshot.agenda.place | {"number": snapshot.number}
        url = reverse("agenda_snapshot", kwargs=place)
        return format_html('<a href="{}">{}</a>', url, _("Download (JSON)"))


@register(WorkAgenda)
class WorkAgendaAdmin(AmendingAdmin):
    """Theme, period and addresses are chosen once, when the agenda is added."""

    form = AgendaForm
    list_display = ["title", "years", "theme", "state", "number_of_actions"]
    list_filter = ["state", "theme"]
    list_select_related = ["theme__charter"]
    search_fields = ["title_nl", "title_en", "introduction_nl", "introduction_en", "starts_in"]
    fieldsets = [
        (None, {"fields": ["theme", "starts_in", "previous", "slug_nl", "slug_en"]}),
        (_("Text"), {"fields": ["title", "introduction"]}),
        (
            _("How it stands"),
            {"fields": ["state", "consultation_ends_on", "adopted_on", "decision", "on_my_desk"]},
        ),
    ]
    acts_alone = ("state", "consultation_ends_on", "adopted_on", "decision_nl", "decision_en")

    def agenda_of(self, row: WorkAgenda) -> WorkAgenda:
        return row

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(actions_in_it=Count("actions"))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else [each for each in fieldsets if each[0] != _("How it stands")]

    def get_readonly_fields(self, request, obj=None):
        fixed = obj.fixed_fields if obj else ()
        return [*fixed, *self.acts_alone, "decision", "on_my_desk"]

    def get_inlines(self, request, obj):
        return [SnapshotInline] if obj else []

    def save_related(self, request, form, formsets, change):
        """A new agenda amends nothing."""
        if change:
            return super().save_related(request, form, formsets, change)
        self.write(request, form, change)
        return None

    @display(description=_("period"), ordering="starts_in")
    def years(self, agenda: WorkAgenda) -> str:
        return agenda.period

    @display(description=_("actions"))
    def number_of_actions(self, agenda: WorkAgenda) -> int:
        return agenda.actions_in_it

    @display(description=_("Consultation and adoption"))
    def on_my_desk(self, agenda: WorkAgenda) -> str:
        return format_html('<a href="{}">{}</a>', desk_url(agenda), _("Open it on my desk"))
