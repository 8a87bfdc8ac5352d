"""The pages whose texts the secretariat edits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PageKey(TextChoices):
    """Each value is also the name of the page's address."""

    HOME = "home", _("Home (introduction)")
    ABOUT = "about", _("About")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    PRIVACY = "privacy", _("Privacy")
    CONTACT = "contact", _("Contact")
