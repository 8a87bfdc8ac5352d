"""The pages whose texts the secretariat edits, and what an accessibility audit found."""

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
