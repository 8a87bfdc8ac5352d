"""The secretariat's screens for what stands around the signed words.

The signed Dutch text comes from its file and is published word for word. Codes, anchors, order,
signatures and states are read here and never typed.
"""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from charter.models import Charter, Goal, Paragraph, Signature, SignatureParty, Theme
from core.admin import ContentAdmin, ReadOnlyInline

SIGNED = _("The signed words, and their unofficial translation")


@register(Charter)
class CharterAdmin(ContentAdmin):
    list_display = ["year", "title", "state", "signed_on"]
    list_display_links = ["year", "title"]
    search_fields = ["title_nl", "title_en", "year"]
    signed = ["title_nl", "subtitle_nl", "signing_line_nl"]
    fieldsets = [
        (None, {"fields": ["year", "state", "signed_on", "signed_in"]}),
        (SIGNED, {"fields": [*signed, "title_en", "subtitle_en", "signing_line_en"]}),
    ]
    readonly_fields = ["year", "state", "signed_on", "signed_in", *signed]


@register(Theme)
class ThemeAdmin(ContentAdmin):
    list_display = ["number", "title", "charter"]
    list_display_links = ["number", "title"]
    list_filter = ["charter"]
    list_select_related = ["charter"]
    search_fields = ["title_nl", "title_en"]
    fieldsets = [
        (None, {"fields": ["charter", "number"]}),
        (SIGNED, {"fields": ["title_nl", "title_en"]}),
    ]
    readonly_fields = ["charter", "number", "title_nl"]


@register(Goal)
class GoalAdmin(ContentAdmin):
    list_display = ["code", "title", "theme"]
    list_display_links = ["code", "title"]
    list_filter = ["theme"]
    list_select_related = ["theme__charter"]
    search_fields = [
        *["code", "title_nl", "title_en", "text_nl", "text_en", "summary_nl", "summary_en"],
        *["explanation_nl", "explanation_en"],
    ]
    fieldsets = [
        (None, {"fields": ["theme", "code"]}),
        (
            _("The secretariat’s own words, not signed"),
            {"fields": ["title", "summary", "explanation"]},
        ),
        (SIGNED, {"fields": ["text_nl", "text_en"]}),
    ]
    readonly_fields = ["theme", "code", "text_nl"]


@register(Paragraph)
class ParagraphAdmin(ContentAdmin):
    list_display = ["anchor", "part", "theme", "charter"]
    list_filter = ["charter", "part", "theme"]
    list_select_related = ["theme", "charter"]
    search_fields = ["anchor", "text_nl", "text_en"]
    fieldsets = [
        (None, {"fields": ["charter", "part", "theme", "position", "anchor"]}),
        (SIGNED, {"fields": ["text_nl", "text_en"]}),
    ]
    readonly_fields = ["charter", "part", "theme", "position", "anchor", "text_nl"]


class SignaturePartyInline(ReadOnlyInline):
    model = SignatureParty
    fields = ["organisation"]


@register(Signature)
class SignatureAdmin(ContentAdmin):
    list_display = ["position", "signed_by", "on_behalf_of", "charter"]
    list_display_links = ["signed_by"]
    list_filter = ["charter"]
    list_select_related = ["charter"]
    search_fields = ["signed_by", "on_behalf_of_nl", "on_behalf_of_en"]
    fieldsets = [
        (None, {"fields": ["charter", "position", "signed_by"]}),
        (SIGNED, {"fields": ["on_behalf_of_nl", "on_behalf_of_en"]}),
    ]
    readonly_fields = ["charter", "position", "signed_by", "on_behalf_of_nl"]
    inlines = [SignaturePartyInline]
