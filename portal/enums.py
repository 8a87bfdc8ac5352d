"""The pages whose texts the secretariat edits, what an audit found, and what a search finds."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PageKey(TextChoices):
    """Each value is also the name of the page's address."""

    HOME = "home", _("Home (introduction)")
    ABOUT = "about", _("About")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    PRIVACY = "privacy", _("Privacy")
    CONTACT = "contact", _("Contact")


class AuditStatus(TextChoices):
    """What an independent expert found about WCAG 2.2, level AA."""

    NOT_AUDITED = "not_audited", _("not audited yet")
    PARTLY = "partly", _("meets part of the requirements")
    FULLY = "fully", _("meets all requirements")


class SearchKind(TextChoices):
    """What a search finds; the value stands in the address. Each has a source in portal/search."""

    PARAGRAPH = "paragraph", _("charter text")
    GOAL = "goal", _("goal")
    WORK_AGENDA = "work_agenda", _("work agenda")
    ACTION = "action", _("action")
    INDICATOR = "indicator", _("indicator")
    MUNICIPALITY = "municipality", _("municipality")
    ORGANISATION = "organisation", _("organisation")
    PAGE = "page", _("page")
