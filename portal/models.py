"""Texts of the portal's own pages, what is known about its accessibility, what a search finds."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.bilingual import LANGUAGES
from core.constraints import dutch_required, known_value
from core.models import DomainModel, DomainQuerySet
from core.translation_state import Translated
from portal.enums import AuditStatus, PageKey, SearchKind


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


class SearchDocumentQuerySet(DomainQuerySet):
    def of(self, kind: SearchKind):
        return self.filter(kind=kind)

    def for_readers_of(self, language: str):
        return self.filter(language=language)


class SearchDocument(DomainModel):
    """What a search knows of one public row, for readers of one language.

    Made from the row (portal.search.index) and never edited. `subject` is the row's uid, `path` its
    page. `text` is plain text in the reader's language; what is missing there stands in
    `other_text`, in the other one. The folded columns hold words alone, as they are compared.
    """

    is_content = False  # the cache of pages keeps no answer to a search

    kind = models.CharField(_("kind"), max_length=20, choices=SearchKind)
    subject = models.UUIDField(_("object"))
    language = models.CharField(_("language of the reader"), max_length=2)
    path = models.TextField(_("address"))
    title = models.TextField(_("title"))
    title_language = models.CharField(_("language of the title"), max_length=2)
    text = models.TextField(_("text"), blank=True)
    other_text = models.TextField(_("text in the other language"), blank=True)
    folded_title = models.TextField(_("words of the title"), blank=True)
    folded = models.TextField(_("words"), blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        ordering = ["kind", "subject", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "language"],
                name="search_document_once_a_language",
                violation_error_message=_("The search knows this already."),
            ),
            known_value("kind", SearchKind, model="search_document", label=_("kind")),
            models.CheckConstraint(
                name="search_document_language_is_known",
                condition=Q(language__in=LANGUAGES, title_language__in=LANGUAGES),
                violation_error_message=_("The portal does not have this language."),
            ),
            models.CheckConstraint(
                name="search_document_has_title_and_address",
                condition=~Q(title="") & Q(path__startswith="/"),
                violation_error_message=_("What is found has a title and an address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}: {self.title}"
