"""Texts of the portal's own pages."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import dutch_required, known_value
from core.translation_state import Translated
from portal.enums import PageKey


class Page(Translated):
    """The title and text (Markdown) of one of the fixed pages."""

    key = models.CharField(_("page"), max_length=20, choices=PageKey, unique=True)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), help_text=_("Markdown: ## heading, *emphasis*, [link](…)"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["key"]
        constraints = [
            known_value("key", PageKey, model="page", label=_("page")),
            dutch_required("title", model="page", label=_("title")),
            dutch_required("body", model="page", label=_("text")),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def get_absolute_url(self) -> str:
        return reverse(self.key)
