"""The bilingual fields and the history of the portal's own pages."""

from modeltranslation.translator import TranslationOptions, register

from core.history import keep_history
from portal.models import AccessibilityStatement, Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")


@register(AccessibilityStatement)
class AccessibilityStatementTranslation(TranslationOptions):
    fields = ("method", "limitations")


for model in (Page, AccessibilityStatement):
    keep_history(model)
