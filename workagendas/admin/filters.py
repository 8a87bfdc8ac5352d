"""Filters that lists of agendas' parts share."""

from django.utils.translation import gettext_lazy as _

from core.admin import OfferedFilter
from partners.models import Organisation
from workagendas.enums import Status
from workagendas.models import WorkAgenda


class AgendaFilter(OfferedFilter):
    """The parts of one agenda; `path` leads from a row to its agenda."""

    title = _("work agenda")
    parameter_name = "agenda"
    path = "agenda"

    def lookups(self, request, model_admin):
        agendas = WorkAgenda.objects.order_by("-starts_in", "theme__number", "id")
        return [(agenda.pk, str(agenda)) for agenda in agendas]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class AgendaOfActionFilter(AgendaFilter):
    path = "action__agenda"


class LeadFilter(OfferedFilter):
    title = _("lead")
    parameter_name = "lead"
    path = "lead"

    def lookups(self, request, model_admin):
        return [(each.pk, str(each)) for each in Organisation.objects.signatories()]

    def queryset(self, request, queryset):
        return queryset.filter(lead=self.value()) if self.value() else queryset


class StatusFilter(OfferedFilter):
    """How the lead said last that the action stands."""

    title = _("what the lead says")
    parameter_name = "status"
    NONE = "none"

    def lookups(self, request, model_admin):
        return [*Status.choices, (self.NONE, _("nothing said yet"))]

    def queryset(self, request, queryset):
        if self.value() == self.NONE:
            return queryset.filter(latest_update=None)
        return queryset.filter(latest_update__status=self.value()) if self.value() else queryset
