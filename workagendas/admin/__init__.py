"""The secretariat's screens for agendas, what they promise, and what is measured and reported."""

from workagendas.admin import actions, agendas, indicators, milestones, money, reports

__all__ = ["actions", "agendas", "indicators", "milestones", "money", "reports"]
