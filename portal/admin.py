"""The secretariat's screens for the texts of the portal's own pages."""

from django.contrib.admin import register

from core.admin import ContentAdmin
from portal.models import AccessibilityStatement, Page


@register(Page)
class PageAdmin(ContentAdmin):
    """The pages are fixed, and so are their addresses; their words are the secretariat's."""

    list_display = ["key", "title", "changed_at"]
    list_display_links = ["key", "title"]
    search_fields = ["key", "title_nl", "title_en", "body_nl", "body_en"]
    fields = ["key", "changed_at", "title", "body"]
    readonly_fields = ["key", "changed_at"]


@register(AccessibilityStatement)
class AccessibilityStatementAdmin(ContentAdmin):
    """The one statement: changed after an audit or a review, never added or deleted."""

    list_display = ["status", "audited_on", "reviewed_on"]
    fields = [
        *["status", "audited_on", "audited_by", "report_url", "reviewed_on"],
        *["method", "limitations"],
    ]
