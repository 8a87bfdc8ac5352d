"""Addresses of agendas, their actions and the indicators, below the language prefix."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from workagendas.views import (
    actions,
    adoption,
    agendas,
    consultation,
    desk,
    desk_action,
    gaps,
    indicators,
    milestones,
    stakes,
)


class Period:
    """The two years of an agenda in an address: 2026-2027."""

    regex = "[0-9]{4}-[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ActionCode(Period):
    """An action's code in an address, in capitals or not."""

    regex = "[0-9]{4}-(?:[1-9][A-Za-z]|[Xx])-[0-9]{2,3}"

    def to_python(self, value: str) -> str:
        return value.upper()


register_converter(Period, "period")
register_converter(ActionCode, "action_code")

urlpatterns = [
    path(_("work-agendas/"), agendas.agendas, name="work_agendas"),
    path(_("work-agendas/<period:period>/<slug:slug>/"), agendas.agenda, name="work_agenda"),
    path(
        _("work-agendas/<period:period>/<slug:slug>/text-<int:number>.json"),
        agendas.snapshot,
        name="agenda_snapshot",
    ),
    path(
        _("work-agendas/<period:period>/<slug:slug>/actions/<action_code:code>/"),
        actions.action,
        name="action",
    ),
    path(_("indicators/"), indicators.indicators, name="indicators"),
    path(_("indicators/<slug:slug>/"), indicators.indicator, name="indicator"),
    path(_("my/work-agendas/"), desk.desk_agendas, name="desk_agendas"),
    path(_("my/work-agendas/gaps/"), gaps.gaps, name="gaps"),
    path(_("my/work-agendas/<period:period>/<slug:slug>/"), desk.desk_agenda, name="desk_agenda"),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/consultation/"),
        consultation.open_consultation,
        name="agenda_consultation",
    ),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/back/"),
        consultation.take_back,
        name="agenda_taking_back",
    ),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/reactions/"),
        consultation.react,
        name="agenda_reactions",
    ),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/adoption/"),
        adoption.adopt,
        name="agenda_adoption",
    ),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/closing/"),
        adoption.close,
        name="agenda_closing",
    ),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/agreement/"),
        stakes.agree,
        name="stakes_agreement",
    ),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/actions/<action_code:code>/"),
        desk_action.desk_action,
        name="desk_action",
    ),
    path(
        _("my/work-agendas/<period:period>/<slug:slug>/actions/<action_code:code>/stake/"),
        stakes.write,
        name="action_stake",
    ),
    path(_("my/reactions/<uuid:uid>/answer/"), consultation.answer, name="reaction_answer"),
    path(_("my/milestones/<uuid:uid>/move/"), milestones.move, name="milestone_move"),
    path(_("my/milestones/<uuid:uid>/reached/"), milestones.achieve, name="milestone_reached"),
]
