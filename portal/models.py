"""Texts of the portal's own pages, and what is known about its accessibility."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import dutch_required, known_value
from core.translation_state import Translated
from portal.enums import AuditStatus, PageKey


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


class AccessibilityStatement(Translated):
    """The one statement on accessibility: what an audit found, what we check, what falls short.

    The page says no more than stands here. `method` and `limitations` are Markdown.
    """

    STANDARD = "WCAG 2.2 AA"

    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    status = models.CharField(
        _("result of the audit"),
        max_length=12,
        choices=AuditStatus,
        default=AuditStatus.NOT_AUDITED,
    )
    audited_on = models.DateField(_("audited on"), null=True, blank=True)
    audited_by = models.CharField(_("audited by"), max_length=120, blank=True)
    report_url = models.CharField(
        _("address of the report"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Begins with https://"),
    )
    method = models.TextField(_("what we check ourselves"), help_text=_("Markdown"))
    limitations = models.TextField(_("known limitations"), help_text=_("Markdown"))
    reviewed_on = models.DateField(_("statement reviewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="accessibility_statement_is_one",
                condition=Q(is_the_one=True),
                violation_error_message=_("There is one accessibility statement."),
            ),
            known_value(
                "status",
                AuditStatus,
                model="accessibility_statement",
                label=_("result of the audit"),
            ),
            models.CheckConstraint(
                name="accessibility_statement_audit_is_whole",
                condition=Q(
                    status=AuditStatus.NOT_AUDITED, audited_on=None, audited_by="", report_url=""
                )
                | (
                    ~Q(status=AuditStatus.NOT_AUDITED)
                    & Q(audited_on__isnull=False)
                    & ~Q(audited_by="")
                ),
                violation_error_message=_(
                    "An audit has a date and says who did it; without an audit there is neither, "
                    "and no report."
                ),
            ),
            models.CheckConstraint(
                name="accessibility_statement_report_is_https",
                condition=Q(report_url="") | Q(report_url__startswith="https://"),
                violation_error_message=_("The address of the report begins with https://."),
            ),
            dutch_required(
                "method", model="accessibility_statement", label=_("what we check ourselves")
            ),
            dutch_required(
                "limitations", model="accessibility_statement", label=_("known limitations")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.STANDARD}: {AuditStatus(self.status).label}"

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        ahead = [
            name
            for name in ("audited_on", "reviewed_on")
            if (day := getattr(self, name)) and day > today
        ]
        if ahead:
            raise ValidationError({name: _("This day is still to come.") for name in ahead})

    def get_absolute_url(self) -> str:
        return reverse(PageKey.ACCESSIBILITY)
